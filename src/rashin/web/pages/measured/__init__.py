"""A deployment's link to the award that paid for it: what is shared, since when, and the end of it."""
