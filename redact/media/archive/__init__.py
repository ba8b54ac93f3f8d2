"""Archives: ZIP, TAR and GZ. Each member is a file of its own, read by its own adapter and put back in its place."""

from __future__ import annotations

from redact.core.errors import InputError
from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.archive import gzipped, tarred
from redact.media.archive.document import Archive
from redact.media.archive.zipped import Zipped
from redact.settings import Settings

_ZIP, _GZIP = b"PK", b"\x1f\x8b"


def open_archive(source: Source, settings: Settings | None = None) -> Document:
    """The source as its members, in their order.

    Raises:
        CorruptInput: it is damaged, or a member's name leads out of it.
        EncryptedInput: a member is locked.
        LimitExceeded: it holds or unpacks to more than the settings allow.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    try:
        with source.path.open("rb") as file:
            head = file.read(2)
    except OSError as err:
        raise InputError("the file cannot be read", "check that it is still there and may be read") from err
    if head == _ZIP:
        return Archive(Zipped(source.path, settings), source)
    if head == _GZIP and not tarred.is_tar(source.path):
        return gzipped.Gzipped(source, settings)
    return Archive(tarred.Tarred(source.path, settings, packed=head == _GZIP), source)
