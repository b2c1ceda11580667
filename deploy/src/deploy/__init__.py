"""What only a deployment runs: the set-up of the database, and health as containers ask for it."""
