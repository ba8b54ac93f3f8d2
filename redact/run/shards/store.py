"""Where corpora lie and outputs go: one way to find, read and publish, on this machine and in object stores."""

from __future__ import annotations

from pathlib import Path

from redact.core.errors import UsageError
from redact.run.shards import address as addresses
from redact.run.shards.bucket import Bucket
from redact.run.shards.folder import Folder
from redact.run.shards.keeping import SUCCESS, Draft, Store, folded

__all__ = ["SUCCESS", "Draft", "Store", "folded", "open_store"]


def open_store(address: str | Path, temps: Path | None = None) -> Store:
    """The store of an address: a folder, a file or a glob on this machine, or a URL (s3, gs, abfs, hf, ...).

    Copies and drafts of what lies behind a URL are held in `temps`, a private folder that is made when it is needed.
    Without it they are in the system's folder for temporary files, where nobody clears what a crash leaves.

    Raises:
        MissingPart: the package for the protocol is not installed.
        UsageError: the address names no protocol we know.
    """
    text = str(address)
    if "::" in text and "://" in text:
        raise UsageError("addresses within addresses are not read", "give the address of the files themselves")
    if addresses.protocol(text):
        return Bucket(text, temps)
    return Folder(addresses.path_of(text))
