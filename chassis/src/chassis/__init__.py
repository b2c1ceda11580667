"""The frame every service is bolted to."""
