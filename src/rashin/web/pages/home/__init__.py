"""What an organisation uses, and what is to be done next."""
