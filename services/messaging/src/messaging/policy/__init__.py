"""The rules of custom orders, messages and orders."""
