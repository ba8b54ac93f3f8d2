"""The objects of a PDF handled with care: names, pages, and how much a stream may unpack to."""
