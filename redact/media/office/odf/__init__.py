"""OpenDocument texts, sheets, presentations and drawings: part by part, by an allow-list, over a package made anew."""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.office.odf.document import Odf
from redact.settings import Settings


def open_odf(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts, then the files it shows; places in sheets and tables are Cell, counted from 0.

    Every part is read once when it is opened. No part may be larger than a tree may be (`office._tree.MAX_TREE_BYTES`).

    Raises:
        CorruptInput: it is no whole package, or a part is not well-formed or declares a document type.
        EncryptedInput: it is locked with a password.
        LimitExceeded: it holds too much, or a part is too large or too deep.
        UnsupportedMedia: it is another kind of document, such as a database.
    """
    return Odf(source, settings or Settings())
