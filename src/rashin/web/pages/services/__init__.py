"""The services there are."""
