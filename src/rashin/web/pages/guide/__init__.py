"""The guide to the API: for the engineer who connects another program."""
