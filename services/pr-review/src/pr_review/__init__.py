"""Reviews press releases that mention the marketplace, before they go out."""
