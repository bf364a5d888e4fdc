"""Whose a time is, and when it was."""
