"""From a rendered issue and a subscriber to message bytes. Pure."""
