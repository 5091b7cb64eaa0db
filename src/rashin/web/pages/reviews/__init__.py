"""Reviews: what waits for a person, and one case at a time."""
