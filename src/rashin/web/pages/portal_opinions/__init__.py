"""Sending an opinion on what a programme publishes, without an account, and following what becomes of it."""
