"""The catalog's gRPC methods."""
