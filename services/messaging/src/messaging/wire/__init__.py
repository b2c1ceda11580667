"""Between the domain and the contract."""
