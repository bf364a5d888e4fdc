"""railsight turns scattered reports of a train into a journey on the map."""

__version__ = "0.1.0"
