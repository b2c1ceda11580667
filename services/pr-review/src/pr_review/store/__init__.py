"""The service's documents in MongoDB; saving compares the revision first."""
