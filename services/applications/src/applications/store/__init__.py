"""The service's documents in MongoDB: one class per resource, saving by compare-and-swap."""
