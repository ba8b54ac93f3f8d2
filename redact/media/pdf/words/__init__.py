"""What pdfium reads on a page, put together to a text whose characters know where they are drawn."""
