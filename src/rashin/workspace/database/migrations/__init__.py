"""How the tables came to their present shape, one step a file."""
