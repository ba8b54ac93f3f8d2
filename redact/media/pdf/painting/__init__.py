"""What is set on a page: boxes and labels, or the page itself as a picture."""
