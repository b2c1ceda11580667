"""What messages, custom orders and orders are, how they may change, what can go wrong."""
