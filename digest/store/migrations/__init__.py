"""How a database of an older digest gets today's tables."""
