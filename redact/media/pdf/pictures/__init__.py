"""Images of a PDF: decoded, painted over, and stripped of what no reader shows."""
