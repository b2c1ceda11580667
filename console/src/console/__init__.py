"""The reviewers' web console: server-rendered pages that speak only GraphQL."""
