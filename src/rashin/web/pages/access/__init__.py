"""Setting up, signing in and out, joining."""
