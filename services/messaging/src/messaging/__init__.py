"""Carries what buyers and makers write to each other, custom orders, and what became of them."""
