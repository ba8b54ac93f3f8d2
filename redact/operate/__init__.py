"""Changes: what stands in the place of what was taken out."""
