"""Turns of phrase: what governs a place of a sentence, and which event it tells."""
