"""Which models the program may use, a card for each, and the weights that are our own. Data, no code."""
