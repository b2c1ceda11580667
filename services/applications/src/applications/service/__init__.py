"""The gRPC methods of the service, one file per resource."""
