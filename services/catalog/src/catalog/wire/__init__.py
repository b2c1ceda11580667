"""The catalog's converters between the domain and the contract."""
