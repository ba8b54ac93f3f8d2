"""The parts of a message sorted: texts, files, and what is left out. The tree that is written has nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from redact.core.errors import CorruptInput
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._child import NOTE, NOTE_NAME
from redact.media.mail import tnef
from redact.media.mail.body import Body, parted
from redact.media.mail.charset import decode
from redact.media.mail.entity import Entity, Parser
from redact.media.mail.names import file_name, made_up
from redact.media.mail.signed import letter_in
from redact.media.mail.transfer import undone


@dataclass(frozen=True, slots=True)
class File:
    """A file in a letter. `id` is how the letter's HTML calls it, as the source has it; `method` is an invitation's."""

    part: str
    name: str = field(repr=False)
    content: bytes = field(repr=False)
    shown: bool = True
    attached: bool = True
    id: str = field(default="", repr=False)
    location: str = field(default="", repr=False)
    method: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Our own words that a file was withheld: not read again, and no part of the source."""

    part: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Parts that belong together: `mixed`, `alternative` or `related`."""

    subtype: str
    nodes: tuple[Node, ...]


Node = Body | File | Notice | Branch

_KEPT = frozenset({"alternative", "related"})
#: What is left out, and under which name. A signature vouches for a letter that is no more.
_DROPPED = {
    "application/pkcs7-signature": "signature", "application/x-pkcs7-signature": "signature",
    "application/pgp-signature": "signature", "application/pgp-keys": "key", "text/rfc822-headers": "returned headers",
    "application/applefile": "resource fork", "message/external-body": "reference to a file elsewhere",
    "message/partial": "piece of a message", "application/pgp-encrypted": "encryption header",
    "application/x-left-out": "object of another program",
}  # fmt: skip
_HTML = frozenset({"text/html", "application/xhtml+xml", "text/x-amp-html"})
_REPORTS = frozenset({
    "message/delivery-status", "message/disposition-notification", "message/feedback-report",
    "message/global-delivery-status", "message/global-disposition-notification",
})  # fmt: skip
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
#: Texts that have adapters of their own; any other is read as it stands.
_FILES_OF_TEXT = frozenset({
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rtf", "text/csv", "text/xml",
})  # fmt: skip
_TEXT_SUFFIXES = frozenset({".txt", ".html", ".htm", ".ics", ".vcf", ".csv", ".md", ".log"})
#: What only its recipient can read. Source: RFC 8551, section 3.
SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOURED = b"-----BEGIN PGP "
_METHODS = frozenset({"PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"})


class Sorter:
    """Sorts the parts of one message; `where` stands before their names, `message 3, `."""

    def __init__(self, entity: Entity, parser: Parser, where: str) -> None:
        self._parser = parser
        self._where = where
        self._parts = 0
        self._lost: Counter[str] = Counter()
        self.notes: list[PartNote] = []
        nodes = self._nodes(entity, alone=True)
        self.tree: Node = nodes[0] if len(nodes) == 1 else Branch("mixed", tuple(nodes) or (self._body(""),))

    def leaves(self) -> Iterator[Body | File | Notice]:
        """The parts that stay, in order."""
        return _leaves(self.tree)

    def _nodes(self, entity: Entity, *, alone: bool = False) -> Sequence[Node]:
        if not alone and any(found.name.lower() not in _PART_HEADERS for found in entity.fields):
            self._drop("part headers", Hidden.HEADERS)
        if entity.parts is not None:
            return self._branch(entity, entity.parts)
        kind = entity.type.value
        if kind in _DROPPED:
            self._drop(_DROPPED[kind], None)
            return ()
        content = undone(entity.body, entity.first("content-transfer-encoding"))
        return self._leaf(entity, content, file_name(_given_name(entity), kind))

    def _leaf(self, entity: Entity, content: bytes, name: str) -> Sequence[Node]:
        kind = entity.type.value
        if kind in SEALED and (letter := letter_in(content)) is not None:
            self._drop("signature", None)
            return self._nodes(self._parser.parse(letter, 1))
        if kind in SEALED or content.lstrip().startswith(_ARMOURED):
            return (self._sealed(),)
        if kind in _TNEF or name.lower() == "winmail.dat":
            return self._unwrapped(content)
        if _is_text(kind) and not name:
            return self._texts(entity, content)
        if name == NOTE_NAME and content.strip() == NOTE.encode("ascii"):
            return (Notice(self._numbered()),)
        return (self._file(entity, content, name),)

    def _branch(self, entity: Entity, parts: Sequence[Entity]) -> Sequence[Node]:
        subtype = entity.type.value.partition("/")[2]
        if entity.loose:
            self._drop("words around the parts", Hidden.TEXT)
        if entity.type.value == "multipart/encrypted":
            return (self._sealed(),)
        nodes = [node for part in parts for node in self._nodes(part)]
        if not nodes:
            return ()
        return (Branch(subtype if subtype in _KEPT else "mixed", tuple(nodes)),)

    def _unwrapped(self, content: bytes) -> Sequence[Node]:
        """What Outlook wrapped, as parts like any other."""
        try:
            inner = self._parser.parse(tnef.as_mail(content), 1)
        except CorruptInput:  # a file like any other that nobody can read
            return (File(self._next("file", Hidden.EMBEDDED), "attachment.bin", content, shown=False),)
        self._drop("Outlook wrapping", Hidden.EMBEDDED)
        return self._nodes(inner, alone=True)

    def _texts(self, entity: Entity, content: bytes) -> Sequence[Node]:
        text = decode(content, entity.type.param("charset"))
        if text is None:  # whoever reads text files may know better, and says no where nobody does
            return (self._file(entity, content, "", "body.txt"),)
        flowed = entity.type.param("format").lower() == "flowed"
        joined = flowed and entity.type.param("delsp").lower() == "yes"
        body, enclosed, lost = parted(Body("", text, flowed, joined))
        for _ in range(lost):
            self._drop("encoded text", Hidden.EMBEDDED)
        nodes: list[Node] = [self._body(body.text, flowed=flowed, joined=joined)]
        for found in enclosed:
            note = self._next("a file that stood in the text", Hidden.EMBEDDED)
            nodes.append(File(note, file_name(found.name, "") or "attachment.bin", found.content))
        return nodes if len(nodes) == 1 else (Branch("mixed", tuple(nodes)),)

    def _body(self, text: str, *, flowed: bool = False, joined: bool = False) -> Body:
        return Body(self._next("text", None), text, flowed, joined)

    def _file(self, entity: Entity, content: bytes, name: str, made: str = "") -> File:
        kind = entity.type.value
        method = entity.type.param("method").upper() if kind == "text/calendar" else ""
        manner = entity.disposition.value or ("inline" if entity.first("content-id") else "attachment")
        attached = bool(name) and manner != "inline"
        name, shown = name or made or made_up(kind), bool(name)
        if kind.startswith("text/") and PurePosixPath(name).suffix.lower() in _TEXT_SUFFIXES:
            content = _in_utf8(content, entity.type.param("charset"))
        return File(
            part=self._next(_said(kind), Hidden.EMBEDDED if attached else None),
            name=name,
            content=content,
            shown=shown,
            attached=attached,
            id=entity.first("content-id").strip("<> "),
            location=entity.first("content-location"),
            method=method if method in _METHODS else "",
        )

    def _sealed(self) -> Notice:
        notice = Notice(self._numbered())
        self.notes.append(PartNote(notice.part, PartState.DROPPED, "encrypted: a note stands in its place"))
        return notice

    def _next(self, note: str, hidden: Hidden | None) -> str:
        part = self._numbered()
        self.notes.append(PartNote(part, PartState.READ, note, hidden))
        return part

    def _numbered(self) -> str:
        self._parts += 1
        return f"{self._where}part {self._parts}"

    def _drop(self, what: str, hidden: Hidden | None) -> None:
        self._lost[what] += 1
        self.notes.append(PartNote(f"{self._where}{what} {self._lost[what]}", PartState.DROPPED, hidden=hidden))


#: Headers of a part that are written anew or say nothing of people.
_PART_HEADERS = frozenset({
    "content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version",
})  # fmt: skip


def _leaves(node: Node) -> Iterator[Body | File | Notice]:
    if isinstance(node, Branch):
        for inner in node.nodes:
            yield from _leaves(inner)
    else:
        yield node


def _given_name(entity: Entity) -> str:
    return entity.disposition.param("filename") or entity.type.param("name")


def _is_text(kind: str) -> bool:
    return kind in _REPORTS or (kind.startswith("text/") and kind not in _HTML and kind not in _FILES_OF_TEXT)


def _in_utf8(content: bytes, charset: str) -> bytes:
    """Text of a file in the charset that it goes out in, since only the letter says which one it came in."""
    text = decode(content, charset)
    if text is None or (text == decode(content) and _is_utf8(content)):
        return content
    return text.encode("utf-8", "replace")


def _said(kind: str) -> str:
    """What a part is, for people; never in the file's own words."""
    if kind in _HTML:
        return "HTML"
    known = {"image": "picture", "audio": "sound", "video": "film", "message": "message"}
    return known.get(kind.partition("/")[0], "file")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
