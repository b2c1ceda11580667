"""What a catalog consists of, how it may change, and what can go wrong."""
