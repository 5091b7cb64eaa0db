"""Who is there, and what they may do: people, organisations, roles, passwords, visits and API keys."""
