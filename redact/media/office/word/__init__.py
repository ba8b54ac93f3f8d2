"""Word documents: every story read paragraph by paragraph, written again without history, authors and what runs."""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.office._document import Office
from redact.media.office._scrub import loosen
from redact.media.office.word.format import rules
from redact.settings import Settings


def open_word(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts, then the pictures and files within it.

    Raises:
        CorruptInput: it is no whole package, or a part of it is broken or declares entities.
        EncryptedInput: it is locked.
        LimitExceeded: it holds too much.
        UnsupportedMedia: it is no Word document, or its text is partly in files that cannot be read here.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    return Office(source, settings, rules(settings), loosen)
