"""Costs, learning, and how far it is."""
