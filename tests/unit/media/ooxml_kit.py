"""OOXML packages made by hand: parts by name, relationships by owner."""

import io
import zipfile
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import Child, Text

OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": W,
        "r": RELATIONS,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


@dataclass
class Made:
    """A package in the making."""

    parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    relations: dict[str, list[tuple[str, str, str, bool]]] = field(default_factory=dict)
    comment: bytes = b""

    def part(self, name: str, media_type: str, content: str | bytes) -> "Made":
        self.parts[name] = media_type, content.encode() if isinstance(content, str) else content
        return self

    def tie(self, owner: str, rid: str, tail: str, target: str, *, external: bool = False) -> "Made":
        kind = tail if ":" in tail else f"{RELATIONS}/{tail}"
        self.relations.setdefault(owner, []).append((rid, kind, target, external))
        return self

    def bytes(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            types = "".join(
                f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in self.parts.items() if kind
            )
            space = "http://schemas.openxmlformats.org/package/2006/content-types"
            rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            package.writestr("[Content_Types].xml", f'<Types xmlns="{space}">{rels}{types}</Types>')
            for name, (_, content) in self.parts.items():
                package.writestr(name, content)
            for owner, ties in self.relations.items():
                folder, _, name = owner.rpartition("/")
                package.writestr(f"{folder}/_rels/{name}.rels".lstrip("/"), _relationships(ties))
            package.comment = self.comment
        return out.getvalue()


_MODES = {False: "Internal", True: "External"}


def _relationships(ties) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    each = "".join(
        f'<Relationship Id="{rid}" Type="{kind}" Target="{target}" TargetMode="{_MODES[external]}"/>'
        for rid, kind, target, external in ties
    )
    return f'<Relationships xmlns="{space}">{each}</Relationships>'


def xml(tag: str, content: str, attributes: str = "") -> str:
    """A part whose root declares every vocabulary of the kit."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{tag} {SPACES} {attributes}>{content}</{tag}>'


def letter(body: str, kind: str = f"{OFFICE}.wordprocessingml.document.main+xml") -> Made:
    """A Word document with this body."""
    made = Made().part("word/document.xml", kind, xml("w:document", f"<w:body>{body}</w:body>"))
    return made.tie("", "rId1", "officeDocument", "word/document.xml")


def paragraph(*runs: str) -> str:
    """A paragraph of runs of text."""
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def members(content: bytes) -> dict[str, bytes]:
    """What a package holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def everything(content: bytes) -> str:
    """All names and contents of a package, for seeking a word that must be nowhere. Tags between letters are seen through."""
    held = members(content)
    raw = "\n".join((*held, *(each.decode("utf-8", "replace") for each in held.values())))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return raw + package.comment.decode()


def cutting(word: str, put: str = "[cut]", files=None):
    """A change that cuts a word wherever it stands; files within are released as `files(child)` says, else as they are."""

    def change(segment):
        if isinstance(segment, Child):
            return files(segment) if files else ()
        assert isinstance(segment, Text)
        edits, at = [], segment.text.find(word)
        while at >= 0:
            edits.append(Edit(Chars(at, at + len(word)), put))
            at = segment.text.find(word, at + len(word))
        return edits

    return change
