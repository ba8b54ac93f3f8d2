"""The watch folder: a daemon that redacts what is put into an inbox, for months, with others beside it."""
