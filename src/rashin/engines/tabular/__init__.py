"""Tables: reading them, learning an additive model, deciding, explaining, and what would change a decision."""
