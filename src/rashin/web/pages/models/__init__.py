"""A model: looked at honestly, tried with other costs, compared, approved."""
