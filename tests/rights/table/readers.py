"""Who reads what, where many rows say the same."""

# Each reads what was submitted; `several` is a reviewer and of the PR team.
REVIEW = "reviewer support admin service several"
PRESS = "pr pr_lead support admin service several"
TALK = "support admin service"
INSIDE = "maker catalog reviewer support admin service several"
