"""The operator's pages: organisations, their limits, and everybody who signs in."""
