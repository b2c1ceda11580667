"""What applications, invitations and makers are, how they may change, and what can go wrong."""
