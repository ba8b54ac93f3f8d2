"""The key: everything that must be the same for one person and unguessable to everyone else is drawn from it.

A key file is additional information in the sense of UK GDPR art. 4(5): whoever holds it together with an output can
link pseudonyms. It is kept apart from outputs, and this module refuses one that others on the machine can read.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from redact.core.errors import UsageError, WriteError
from redact.core.fold import fold
from redact.core.fold import key as folded_key

KEY_BYTES = 32  # as long as the output of SHA-256. Source: RFC 2104, section 3 (no shorter than the hash's output)
DIGEST_HEX = 32  # 128 bits: two of a billion values share one with a chance below 1e-20
_HEADER = "# redact key, version 1: keep it apart from outputs; whoever holds it can link pseudonyms to people\n"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of 32 bytes, never shown."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise UsageError(f"a key holds {KEY_BYTES} bytes", "make one with Key.create, or copy the key file again")

    @property
    def id(self) -> str:
        """A name for this key that is safe to show: it tells two keys apart and nothing else."""
        return self.derive("key-id").hex()[:12]

    @classmethod
    def load(cls, path: Path) -> Key:
        """The key in a key file.

        Raises:
            UsageError: it cannot be read, is no key file, or (on POSIX) others than its owner may read it.
        """
        try:
            with path.open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                held = file.read(4096)
        except OSError as err:
            raise UsageError(
                "the key file cannot be read", "check its path and its owner, or make a new key: redact key create FILE"
            ) from err
        if os.name == "posix" and mode & _OTHERS:
            raise UsageError("the key file is open to other users", "close it with: chmod 600 KEYFILE")
        return cls(_parse(held))

    @classmethod
    def create(cls, path: Path, entropy: Callable[[int], bytes] = secrets.token_bytes) -> Key:
        """A new key, written to a new file that only its owner can read (mode 0600).

        Raises:
            UsageError: there is a file already; a key is never overwritten, for its pseudonyms would be orphaned.
            WriteError: the file cannot be written.
        """
        key = cls(entropy(KEY_BYTES))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as err:
            raise UsageError("a key file is never overwritten", "load the one that is there, or name another") from err
        except OSError as err:
            raise WriteError("the key file cannot be written", "check that its folder exists and is writable") from err
        _write(handle, path, f"{_HEADER}{key.secret.hex()}\n".encode("ascii"))
        return key

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose; no purpose's bytes tell anything of another's or of the key.

        Source: NIST SP 800-108r1, section 4.1 (a keyed function of a label; one block, so no counter).
        """
        return hmac.digest(self.secret, b"redact/1/" + purpose.encode("utf-8"), "sha256")

    def digest(self, purpose: str, value: str) -> str:
        """A keyed digest (HMAC-SHA256) of a value as it reads, 32 hex digits: `JONES` and `jones` have one digest.

        Source: RFC 2104; ICO pseudonymisation guidance, 28 March 2025 (a plain hash can be guessed, a keyed one not).
        """
        return hmac.digest(self.derive(purpose), _canonical(value), "sha256").hex()[:DIGEST_HEX]

    def stream(self, purpose: str, value: str) -> Iterator[int]:
        """Endless 64-bit numbers, always the same for this key, purpose and value: for choices that must repeat."""
        seed = hmac.digest(self.derive(purpose), _canonical(value), "sha256")
        counter = 0
        while True:
            yield int.from_bytes(hmac.digest(seed, counter.to_bytes(8, "big"), "sha256")[:8], "big")
            counter += 1


def _canonical(value: str) -> bytes:
    """The value as it reads; a value without letters or digits is itself, or all of them would share one digest."""
    return (folded_key(value) or "\0" + fold(value).text).encode("utf-8", "surrogatepass")


def _parse(held: bytes) -> bytes:
    try:
        lines = [line for line in held.decode("ascii").splitlines() if line and not line.startswith("#")]
        (digits,) = lines
        return bytes.fromhex(digits)
    except ValueError as err:
        raise UsageError("this is not a key file", "one is a comment line and one line of 64 hex digits") from err


def _write(handle: int, path: Path, content: bytes) -> None:
    """Write all or nothing: a half-written key would lock its owner out of every later run."""
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as err:
        path.unlink(missing_ok=True)
        raise WriteError("the key file cannot be written", "free some space and run again") from err
