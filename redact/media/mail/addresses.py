"""Address headers: read as people see them, and written so that whatever was cut, they are addresses still.

`Jane Doe <jane@example.org>` of which the name is cut is `"[PERSON 1]" <jane@example.org>`; of which the address is
cut, `"Jane Doe [E-MAIL]" <redacted@redacted.invalid>`: a label is no address, so it stands with the name.
Source: RFC 5322 section 3.4, RFC 6854.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redact.core.flow import Edit
from redact.media._ids import DOMAIN
from redact.media._leaves import Leaves
from redact.media.mail.words import decoded, encoded, is_plain

#: Stands where an address was cut; it is nobody's, and is not read.
NOBODY = f"redacted@{DOMAIN}"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = rf"{_ATOM}(?:\.+{_ATOM})*\.?"
_ADDRESS = re.compile(rf'(?:{_DOT_ATOM}|"[^"\\<>]*")@(?:{_DOT_ATOM}|\[[0-9A-Fa-f.:IPv]+\])')
#: No address, but what some senders have in its place (`MAILER-DAEMON`).
_BARE = re.compile(_DOT_ATOM)
_PHRASE = re.compile(rf"{_ATOM}(?: {_ATOM})*")
_ROUTE = re.compile(r"\A(?:@[^,:@]*,?)+:")
_TOKEN = re.compile(
    r"""=\?[^?\s]+\?[bBqQ]\?[^?]*\?=
    |"(?P<quoted>(?:[^"\\]|\\.)*)"
    |\((?P<comment>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)
    |<(?P<angle>[^<>]*)>
    |(?P<end>[,;:])
    |[^"(<,;:=]+|.""",
    re.S | re.X,
)
_LONGEST_NAME = 300


class _Entry:
    """One address of a header, or (without an address) the name of a group."""

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.cut = False

    def put_name(self, text: str) -> None:
        self.name = text.strip()
        self.cut = True

    def put_address(self, text: str) -> None:
        self.address = text.strip()
        self.cut = True

    def written(self) -> str:
        """As it stands in a header."""
        if self.address and (_ADDRESS.fullmatch(self.address) or (not self.cut and _BARE.fullmatch(self.address))):
            return f"{_phrase(self.name)} <{self.address}>" if self.name else f"<{self.address}>"
        name = " ".join(filter(None, (self.name, self.address)))
        if not name:  # all of it was cut: somebody stood here still
            return f"<{NOBODY}>"
        return f"{_phrase(name)} <{NOBODY}>" if self.cut or self.address else f"{_phrase(name)}:;"


class Addresses:
    """The addresses of one header, as one text and as a header again."""

    def __init__(self, value: str) -> None:
        self._entries = list(_entries(value))

    @property
    def text(self) -> str:
        """`Jane Doe <jane@example.org>, joe@example.org`, encoded words decoded."""
        return self._leaves().text

    def written(self, edits: Sequence[Edit]) -> str:
        """The value with its edits carried out, one address a line."""
        self._leaves().put(edits)
        return ",\n ".join(entry.written() for entry in self._entries)

    def _leaves(self) -> Leaves:
        leaves = Leaves()
        for number, entry in enumerate(self._entries):
            if number:
                leaves.add(", ")
            address = entry.address if entry.address != NOBODY else ""
            if entry.name:
                leaves.add(entry.name, entry.put_name)
            if address and entry.name:
                leaves.add(" <")
            if address:
                leaves.add(address, entry.put_address)
            if address and entry.name:
                leaves.add(">")
        return leaves


def _entries(value: str) -> Iterator[_Entry]:
    piece = _Piece()
    for match in _TOKEN.finditer(value):
        if match["end"] and not (match["end"] == ":" and piece.is_address):
            yield from piece.entry()
            piece = _Piece()
        else:
            piece.take(match)
    yield from piece.entry()


class _Piece:
    """What stands between two commas."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._comments: list[str] = []
        self._angle: str | None = None
        self._quoted = ""
        self._has_at = False

    @property
    def is_address(self) -> bool:
        """Whether a colon would not be the end of a group's name."""
        return self._angle is not None or self._has_at

    def take(self, match: re.Match[str]) -> None:
        """One token."""
        if match["comment"] is not None:
            self._comments.append(match["comment"])
        elif match["angle"] is not None and self._angle is None:
            self._angle = match["angle"]
        elif match["quoted"] is not None:
            self._words.append(re.sub(r"\\(.)", r"\1", match["quoted"]))
        elif match[0].startswith("@") and self._quoted:  # `"jane doe"@example.org`
            self._words[-1] = self._quoted + match[0]
            self._has_at = True
        else:
            self._words.append(match[0])
            self._has_at = self._has_at or "@" in match[0]
        self._quoted = match[0] if match["quoted"] is not None else ""

    def entry(self) -> Iterator[_Entry]:
        """What it says, if anything."""
        name, address = "".join(self._words), self._angle
        if address is None and self._has_at:
            whole = _ADDRESS.search(name)
            address = whole[0] if whole else next(word for word in reversed(name.split()) if "@" in word)
            name = name.replace(address, " ", 1)
        spoken = decoded(" ".join((name, *self._comments))) or ""
        entry = _Entry(spoken, _ROUTE.sub("", decoded(address or "") or "", count=1))
        if entry.name or entry.address:
            yield entry


def _phrase(name: str) -> str:
    """A display name as a header may have it."""
    if _PHRASE.fullmatch(name) and is_plain(name):
        return name
    if not is_plain(name) or len(name) > _LONGEST_NAME:
        return encoded(name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
