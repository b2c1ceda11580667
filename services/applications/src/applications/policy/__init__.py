"""The programme's rules for applying, registering and letting partners act, as functions."""
