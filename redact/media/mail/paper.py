"""Where a message is written: part by part, with boundaries that nothing in the parts can look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from redact.media._child import NOTE, NOTE_NAME, Released
from redact.media.mail.body import Body
from redact.media.mail.names import type_for
from redact.media.mail.parts import Branch, File, Node
from redact.media.mail.transfer import clothed, in_base64
from redact.media.mail.words import parameter

_OURS = re.compile(rb"=(_+p\d+\.)")
_MESSAGE = "message/rfc822"
_CHARSET = "; charset=utf-8"


class Paper:
    """Takes whole lines. `eol` ends them; in a mailbox no line of a message may look like the beginning of the next."""

    def __init__(self, out: BinaryIO, eol: bytes, *, mailbox: bool = False) -> None:
        self._out = out
        self._eol = eol
        self._mailbox = mailbox

    def lines(self, lines: bytes) -> None:
        """Write whole lines, each with the line feed at its end."""
        if self._mailbox:
            lines = re.sub(rb"^(>*From )", rb">\1", lines, flags=re.M)
        self._out.write(lines if self._eol == b"\n" else lines.replace(b"\n", self._eol))

    def begin(self) -> None:
        """Write the line that begins a message in a mailbox, of nobody at no time."""
        self._out.write(b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970" + self._eol)


class Writer:
    """Writes the parts of one message. `texts` has the changed texts by part; `ask` says what goes out for a file."""

    def __init__(
        self, paper: Paper, texts: dict[str, str], ask: Callable[[File], Released], neutral: Callable[[str], str]
    ) -> None:
        self._paper = paper
        self._texts = texts
        self._ask = ask
        self._neutral = neutral
        self._boundaries = 0

    def write(self, node: Node) -> None:
        """Headers of the part, an empty line, and what it holds."""
        if isinstance(node, Branch):
            self._branch(node)
        elif isinstance(node, Body):
            self._body(node)
        elif isinstance(node, File):
            self._file(node, self._ask(node))
        else:
            self._notice()

    def _branch(self, branch: Branch) -> None:
        self._boundaries += 1
        boundary = f"=_p{self._boundaries}."
        self._head(f'Content-Type: multipart/{branch.subtype}; boundary="{boundary}"')
        for node in branch.nodes:
            self._paper.lines(f"--{boundary}\n".encode("ascii"))
            self.write(node)
            if not isinstance(node, Body) or self._text(node).endswith("\n"):
                self._paper.lines(b"\n")  # the line end before a boundary belongs to the boundary
        self._paper.lines(f"--{boundary}--\n".encode("ascii"))

    def _text(self, body: Body) -> str:
        return self._texts.get(body.part, body.text)

    def _body(self, body: Body) -> None:
        encoding, lines = clothed(self._text(body))
        flowed = "; format=flowed" + "; delsp=yes" * body.joined if body.flowed else ""
        self._head(f"Content-Type: text/plain{_CHARSET}{flowed}", f"Content-Transfer-Encoding: {encoding}")
        self._paper.lines(lines)

    def _notice(self) -> None:
        self._head(f"Content-Type: text/plain{_CHARSET}", f"Content-Disposition: inline; filename={NOTE_NAME}")
        self._paper.lines(f"{NOTE}\n".encode("ascii"))

    def _file(self, file: File, released: Released) -> None:
        if released.path is None:
            self._notice()
            return
        kind = type_for(released.name)
        method = f"; method={file.method}" if file.method and kind == "text/calendar" else ""
        charset = _CHARSET if kind in ("text/html", "text/calendar", "text/vcard") else ""
        head = [f"Content-Type: {kind}{charset}{method}"]
        if kind == _MESSAGE:
            head.append(f"Content-Transfer-Encoding: {_width(released.path)}")
        else:
            head.append("Content-Transfer-Encoding: base64")
        if file.shown or kind == "text/plain":
            manner = "attachment" if file.attached else "inline"
            head.append(f"Content-Disposition: {manner};\n {parameter('filename', released.name)}")
        if called := file.id or file.location:
            head.append(f"Content-ID: <{self._neutral(called)}>")
        self._head(*head)
        if kind == _MESSAGE:
            self._message(released.path)
        else:
            for lines in in_base64(released.path):
                self._paper.lines(lines)

    def _message(self, path: Path) -> None:
        """A message within a message may not be encoded: its boundaries, which look like ours, get a sign more."""
        with path.open("rb") as file:
            for line in file:
                self._paper.lines(_OURS.sub(rb"=_\1", line.rstrip(b"\r\n")) + b"\n")

    def _head(self, *lines: str) -> None:
        self._paper.lines("".join(f"{line}\n" for line in (*lines, "")).encode("ascii"))


def _width(path: Path) -> str:
    with path.open("rb") as file:
        return "7bit" if all(line.isascii() for line in file) else "8bit"
