"""Where those are who tell a report."""
