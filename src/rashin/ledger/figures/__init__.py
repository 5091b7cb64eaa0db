"""Figures: every number the portal shows, as a row set and its groupings, one SQL file for each family."""
