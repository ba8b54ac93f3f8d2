"""The head of a log, signed: the one thing that shows that lines were cut off its end."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

from redact.audit.canonical import canonical
from redact.audit.files import replacing
from redact.audit.lines import check_keys, parse_object
from redact.core.errors import UsageError

_WHAT = "log.head"


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of a log's last line."""

    n: int
    hash: str

    def __str__(self) -> str:
        return f"{self.n}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head that was printed for safe keeping (`412:9f…`).

        Raises:
            UsageError: this is no head.
        """
        n, _, digest = text.strip().partition(":")
        if not n.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise UsageError("this is not the head of a log", "it is a number, a colon and 64 hex digits")
        return cls(int(n), digest)


def sign_head(path: Path, head: Head, key: bytes) -> None:
    """Write the head and its HMAC-SHA256 to `path` (`log.head`), whole or not at all.

    Source: RFC 2104. Who holds no key can neither shorten the log nor write another in its place unseen.

    Raises:
        WriteError: it cannot be written.
    """
    signed = {"n": head.n, "hash": head.hash, "hmac": _hmac(head, key)}
    with replacing(path, "the head of the log") as file:
        file.write(canonical(signed) + b"\n")


def check_signature(path: Path, key: bytes) -> Head:
    """The head in `path`, if whoever wrote it held `key`.

    Raises:
        UsageError: it cannot be read, or was signed with another key or altered.
    """
    try:
        raw = path.read_bytes()
    except OSError as err:
        raise UsageError("the signed head cannot be read", "give the head that was printed, or its file") from err
    line = parse_object(raw, _WHAT, 1)
    check_keys(line, {"n": int, "hash": str, "hmac": str}, _WHAT, 1)
    head = Head(line["n"], line["hash"])
    if not hmac.compare_digest(_hmac(head, key), line["hmac"].encode("ascii", "replace").decode("ascii")):
        raise UsageError("the head of the log was altered, or signed with another key", "check which key the run had")
    return head


def _hmac(head: Head, key: bytes) -> str:
    return hmac.digest(key, canonical({"n": head.n, "hash": head.hash}), "sha256").hex()
