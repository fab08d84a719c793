"""Who the newsletter goes to, and who must not get it: subscribers, suppressions, tokens."""
