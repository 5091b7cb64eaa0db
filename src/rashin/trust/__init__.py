"""Why it can be believed."""
