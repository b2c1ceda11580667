"""What makers grant partners, as far as press releases ask for it."""

WRITE = "press:write"
READ_EVENTS = "events:read"
