"""Scripts that made the bundled tables; they run again with `make data`. Not part of the installed package."""
