"""The catalog service: how makers show themselves, what they sell, and the stock they hold."""
