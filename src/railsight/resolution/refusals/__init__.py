"""Why a place that is named is no sighting of the train."""
