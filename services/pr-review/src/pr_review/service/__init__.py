"""The gRPC methods of the service, a file for each topic."""
