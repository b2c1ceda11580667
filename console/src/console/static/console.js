// Made richer step by step; every page works without it.
