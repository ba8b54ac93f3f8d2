"""Tables: corpora of rows. Read as streams, written again with other texts, every other field as it was."""
