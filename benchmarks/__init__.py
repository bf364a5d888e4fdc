"""Measurements of railsight: run from the top folder, "python benchmarks/NAME.py" or "python -m benchmarks.NAME"."""
