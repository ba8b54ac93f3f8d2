"""PDF: text and pictures read page by page, cut where they are drawn, and the file written anew with nothing else in it.

plain/ flattens and repairs -> words/ says what stands on a page, pictures/ what is shown there -> the pipeline decides ->
content/ takes glyphs out of the page's program, painting/ sets boxes in their place, fonts/ forgets what they spelt ->
cleaning/ leaves nothing around the pages but what around/ has read -> doubt/ looks at the written file again.
`document` is the whole of it, `reading` and `writing` are its two ways through.
"""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.pdf.document import Pdf
from redact.settings import Settings


def open_pdf(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts and pictures; places of text are Boxes in points of the page as it is shown.

    Raises:
        CorruptInput: it is damaged beyond repair, or a page of it cannot be read.
        EncryptedInput: it opens with a password only.
        InputError: it cannot be read.
        LimitExceeded: it has more pages than the limit.
    """
    return Pdf(source, settings or Settings())


def open_pdf_as_pictures(source: Source, settings: Settings | None = None) -> Document:
    """The same, but every page is written as a picture of itself, with its words unseen on top so that it can be searched.

    Raises:
        InputError: as `open_pdf`.
    """
    return Pdf(source, settings or Settings(), as_pictures=True)
