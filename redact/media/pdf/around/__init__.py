"""What stands around the pages of a PDF and stays: bookmarks, links, tags, attachments."""
