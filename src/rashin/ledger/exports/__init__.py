"""What others take away: tables, and the formats by which the world exchanges budgets, grants and contracts."""
