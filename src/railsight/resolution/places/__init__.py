"""Which place a name means, and what is said of places and the ways between them."""
