"""Deciding: one case by a form, or many in a file."""
