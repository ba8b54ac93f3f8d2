"""What must be kept on disk between two passes and may be read by nobody: sealed under the key of the run.

AES-SIV: the same words give the same bytes, so a run repeats, and whoever changes a byte is noticed. Source: RFC 5297.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from redact.core.errors import UsageError
from redact.vault.key import Key


class Seal:
    """Seals and opens for one purpose; what was sealed for another does not open."""

    def __init__(self, key: Key, purpose: str) -> None:
        self._cipher = AESSIV(key.derive(f"seal {purpose}"))

    def close(self, words: str) -> str:
        """The words as characters that tell nothing but how many there are."""
        return base64.b64encode(self._cipher.encrypt(words.encode("utf-8", "surrogatepass"), None)).decode("ascii")

    def open(self, sealed: str) -> str:
        """The words again.

        Raises:
            UsageError: they were sealed with another key or for another purpose, or have been changed.
        """
        try:
            held = self._cipher.decrypt(base64.b64decode(sealed, validate=True), None)
        except (InvalidTag, binascii.Error, ValueError) as err:
            raise UsageError(
                "what the record keeps sealed does not open with this key", "use the key it was made with, or run anew"
            ) from err
        return held.decode("utf-8", "surrogatepass")
