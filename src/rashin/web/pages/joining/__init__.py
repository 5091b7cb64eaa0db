"""Joining an organisation by an invitation, and choosing a password by a link."""
