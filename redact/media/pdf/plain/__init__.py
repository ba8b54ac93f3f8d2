"""A PDF made plain before it is read: annotations, forms and layers become part of their pages."""
