"""Receipts as files."""
