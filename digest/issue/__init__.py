"""From posts and a period to an issue; excerpts. Pure: no files, no clock, no network."""
