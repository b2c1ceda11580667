"""The marketplace's rules for the catalog, as functions."""
