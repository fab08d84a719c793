"""One file per change of the tables, each a step up from the one before."""
