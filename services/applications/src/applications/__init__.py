"""Applications to the programme, invitations, and who the makers are."""
