"""Decisions: lists of them, each on a page of its own, its receipt, its letter, and its erasure."""
