"""A report as sentences of items, and the words that mean something wherever they stand."""
