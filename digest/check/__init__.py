"""From what was built to findings: what would look wrong or go wrong. Pure."""
