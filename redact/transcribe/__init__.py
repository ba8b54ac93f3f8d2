"""To text: pixels and sound become Text whose characters know where they came from."""
