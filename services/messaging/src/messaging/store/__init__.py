"""What is kept: documents, indexes, compare-and-swap."""
