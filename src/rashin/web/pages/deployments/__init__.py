"""One deployment: how far it has come, and what was in use when."""
