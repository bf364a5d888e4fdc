"""Linear models, asked where no rule reads a sentence or a report."""
