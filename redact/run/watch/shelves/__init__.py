"""Where files come to rest: originals, quarantine, outbox; outputs that wait for a second person; what is old goes."""
