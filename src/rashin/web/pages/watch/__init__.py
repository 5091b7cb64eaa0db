"""Watching a deployment at work, its alarms, and what became of its cases."""
