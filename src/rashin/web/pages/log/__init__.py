"""The transparency log: a page for people, and its tiles for witnesses."""
