"""Neutral ids for letters, their parts and calendar entries, in which nobody's name or machine can stand."""

from __future__ import annotations

import hashlib
import re

_ID = re.compile(r"<([^<>]+)>")
#: A domain that no one can have. Source: RFC 2606, section 2.
DOMAIN = "redacted.invalid"
_DIGEST_BYTES = 12


class Ids:
    """Numbers the ids of a file in order of first sight; of each it remembers a digest alone."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def neutral(self, value: str) -> tuple[str, ...]:
        """Every id in a header value by its neutral name, in order, ``<id-1@redacted.invalid>``."""
        return tuple(self._neutral(match[1]) for match in _ID.finditer(value))

    def bare(self, value: str) -> str:
        """The neutral name of a value that is an id as a whole, without the brackets."""
        return self._neutral(value).strip("<>")

    def _neutral(self, found: str) -> str:
        digest = hashlib.blake2b(found.strip().encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).digest()
        number = self._numbers.setdefault(digest, len(self._numbers) + 1)
        return f"<id-{number}@{DOMAIN}>"
