"""Who may do what: organisations, people, deployments, decisions, reviews, jobs, and where they are kept."""
