"""The fonts of a document from which something was cut: they keep what is still shown, and no names of what is not."""

from redact.media.pdf.fonts.prune import prune_fonts

__all__ = ["prune_fonts"]
