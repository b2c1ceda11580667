"""Word's own format as far as the walk needs it: parts, names, styles, pictures, properties."""
