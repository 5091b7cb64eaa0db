"""A person's own account, and the organisations they belong to."""
