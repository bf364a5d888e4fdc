"""Sentences of other languages than English, by the tables of ``mentions.languages``."""
