"""Saved questions: which programmes a portal is about, and which field each of them belongs to. Each is one TOML file."""
