"""What the contract's fields are called in this domain's inputs."""

# The inputs are flatter, and where the contract keeps a time they ask only whether.
NAMES = {"application": "", "grant": "", "attest_time": "attested", "due_time": "due_at"}
