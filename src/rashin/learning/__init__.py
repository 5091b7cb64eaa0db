"""How a service meets a company's table: check it, give columns their roles, learn, and write the model's card."""
