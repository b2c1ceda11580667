"""What press releases are, how they may change, and what can go wrong."""
