"""Developer tooling: run everything, seed, generate, check."""
