"""From messages to the relay, and who got what: the ledger, sessions, outcomes."""
