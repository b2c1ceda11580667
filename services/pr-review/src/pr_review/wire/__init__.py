"""Converts between the domain and the contract's messages."""
