"""The border to Word: what of a file must be known before anything of it is kept."""
