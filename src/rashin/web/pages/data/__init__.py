"""Bringing a table, its check, and correcting its columns."""
