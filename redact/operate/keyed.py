"""Replacements drawn from the key: pseudonym, keyed hash, encryption. All are pseudonymisation, not anonymisation.

Source: UK GDPR art. 4(5); ICO pseudonymisation guidance, 28 March 2025 (keyed, never a plain hash).
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from redact.core.errors import UsageError
from redact.core.flow import Decision
from redact.operate.setup import OF_THE_PERSON, Keyed, Setup, TextOperator

_TOKEN_HEX = 12  # 48 bits: two of 100,000 people share a token with a chance of 1 in 50,000
_BLOCK_BYTES = 64
_OPEN, _CLOSE = "ENC(", ")"


def make_pseudonym(setup: Setup) -> TextOperator:
    """`PERSON_3f9c2a…`: the person's token where the mention is the person, else a keyed digest of the value."""

    def operator(decision: Decision, surface: str) -> str:
        of_person = decision.token if decision.entity in OF_THE_PERSON else None
        token = of_person or setup.key.digest(f"pseudonym {decision.entity}", surface)
        return f"{decision.entity}_{token[:_TOKEN_HEX]}"

    return operator


def make_hash(setup: Setup) -> TextOperator:
    """The keyed digest (HMAC-SHA256, 128 bits) of the value: one value has one hash, whoever it belongs to."""
    return lambda decision, surface: setup.key.digest(f"hash {decision.entity}", surface)


def make_encrypt(setup: Setup) -> TextOperator:
    """`ENC(…)`: the value under AES-SIV, readable again with the key through `decrypt`.

    Presidio's AES is not used: it draws a new initialisation vector each time, so a plan would not replay to the same
    bytes, and it does not notice a changed text. SIV is deterministic and authenticated.
    Source: RFC 5297.
    """
    cipher = AESSIV(_siv_key(setup.key))

    def operator(_decision: Decision, surface: str) -> str:
        sealed = cipher.encrypt(_pad(surface.encode("utf-8", "surrogatepass")), None)
        return _OPEN + base64.urlsafe_b64encode(sealed).decode("ascii") + _CLOSE

    return operator


def decrypt(key: Keyed, text: str) -> str:
    """The value behind an `ENC(…)`. Re-identification: whoever calls this records who asked and why.

    Raises:
        UsageError: it was made with another key, or has been changed.
    """
    try:
        sealed = base64.b64decode(text.removeprefix(_OPEN).removesuffix(_CLOSE), altchars=b"-_", validate=True)
        padded = AESSIV(_siv_key(key)).decrypt(sealed, None)
    except (InvalidTag, binascii.Error, ValueError) as err:
        raise UsageError("this cannot be decrypted", "use the key it was made with, and copy it whole") from err
    return padded.rstrip(b"\0")[:-1].decode("utf-8", "surrogatepass")


def _pad(value: bytes) -> bytes:
    """Filled up to whole blocks, so that names of one length cannot be told from others. Source: ISO/IEC 7816-4."""
    marked = value + b"\x80"
    return marked + bytes(-len(marked) % _BLOCK_BYTES)


def _siv_key(key: Keyed) -> bytes:
    """AES-SIV with a 256-bit key: two halves of 128 bits. Source: RFC 5297, section 2.2."""
    return key.derive("encrypt")
