"""The catalog's MongoDB documents, indexes and compare-and-swap."""
