"""digest: a week of posts becomes one email, and everyone who asked for it gets it once."""
