"""What stands in a Word draft: everything that any reader of it could see, and where."""
