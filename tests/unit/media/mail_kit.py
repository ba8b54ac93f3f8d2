"""Letters with parts, Outlook items in compound files and in TNEF, made from nothing."""

import struct
import uuid
from pathlib import Path

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import Child, Text

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
APPOINTMENT = "00062002-0000-0000-c000-000000000046"


def mail(*lines: str) -> bytes:
    """Lines with CRLF."""
    return "".join(f"{line}\r\n" for line in lines).encode()


def parts(document) -> list[tuple[str, str]]:
    """What is read, by part: the text, or the name of a file."""
    return [(s.part, s.text if isinstance(s, Text) else s.name) for s in document.segments()]


def children(document) -> dict[str, bytes]:
    """The files in a document, by name."""
    return {s.name: s.content().read() for s in document.segments() if isinstance(s, Child)}


class River:
    """Stands in for the pipeline: words are replaced, files go out as they are, or as `released` says."""

    def __init__(self, folder: Path, old: str = "", new: str = "[X]", withhold: bool = False, suffix: str = "") -> None:
        self._folder = folder
        self._old, self._new = old, new
        self._withhold = withhold
        self._suffix = suffix
        self.children: dict[str, bytes] = {}

    def __call__(self, segment):
        if isinstance(segment, Child):
            return self._child(segment)
        edits, at = [], segment.text.find(self._old) if self._old else -1
        while at >= 0:
            edits.append(Edit(Chars(at, at + len(self._old)), self._new))
            at = segment.text.find(self._old, at + len(self._old))
        return edits

    def _child(self, child: Child):
        content = child.content().read()
        self.children[child.name] = content
        if self._withhold:
            return [Edit(Chars(0, 0), child.name)]
        path = self._folder / f"released-{child.ordinal}"
        path.write_bytes(content.replace(self._old.encode(), self._new.encode()) if self._old else content)
        name = child.name.replace(self._old, self._new) if self._old else child.name
        if self._suffix:
            name = name.rpartition(".")[0] + self._suffix
        return [Edit(Chars(0, 0), name, file=path)]


def compound(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """A compound file with these streams. Source: [MS-CFB] 2.2 to 2.6."""
    file = _Compound()
    for path, content in streams.items():
        file.add(path, content)
    return file.written()


class _Compound:
    def __init__(self) -> None:
        self.entries: list[tuple[str, int, list[int]]] = [("Root Entry", 5, [])]
        self.numbers: dict[tuple[str, ...], int] = {(): 0}
        self.places: dict[int, tuple[int, int]] = {}  # where a stream begins, and how long it is
        self.fat: list[int] = []
        self.minifat: list[int] = []
        self.body = self.mini = b""

    def add(self, path: tuple[str, ...], content: bytes) -> None:
        for depth in range(1, len(path) + 1):
            if path[:depth] not in self.numbers:
                self.numbers[path[:depth]] = len(self.entries)
                self.entries[self.numbers[path[: depth - 1]]][2].append(len(self.entries))
                self.entries.append((path[depth - 1], 2 if depth == len(path) else 1, []))
        start = self.stored(content) if len(content) >= CUTOFF else self.stored_small(content)
        self.places[self.numbers[path]] = start, len(content)

    def stored(self, raw: bytes) -> int:
        first, count = len(self.fat), -(-len(raw) // SECTOR)
        if count:
            self.fat += [*range(first + 1, first + count), END]
            self.body += raw.ljust(count * SECTOR, b"\0")
        return first if count else END

    def stored_small(self, raw: bytes) -> int:
        first, count = len(self.minifat), -(-len(raw) // MINI)
        if count:
            self.minifat += [*range(first + 1, first + count), END]
            self.mini += raw.ljust(count * MINI, b"\0")
        return first if count else END

    def directory(self) -> bytes:
        right = {one: two for entry in self.entries for one, two in zip(entry[2], entry[2][1:], strict=False)}
        made = b""
        for number, (name, kind, inner) in enumerate(self.entries):
            wide = name.encode("utf-16-le") + b"\0\0"
            made += wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide), kind, 1)
            made += struct.pack("<III", FREE, right.get(number, FREE), inner[0] if inner else FREE)
            made += b"\0" * 36 + struct.pack("<IQ", *self.places.get(number, (0, 0)))
        empty = b"\0" * 68 + struct.pack("<III", FREE, FREE, FREE) + b"\0" * 48
        return made + empty * (-len(self.entries) % 4)

    def written(self) -> bytes:
        self.places[0] = self.stored(self.mini), len(self.mini)
        small = struct.pack(f"<{len(self.minifat)}I", *self.minifat)
        small += b"\xff" * (-len(small) % SECTOR)
        small_start, directory_start = self.stored(small), self.stored(self.directory())
        count = 1
        while len(self.fat) + count > count * SECTOR // 4:
            count += 1
        places = range(len(self.fat), len(self.fat) + count)
        table = struct.pack(f"<{len(self.fat)}I", *self.fat) + struct.pack("<I", FAT) * count
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
        head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
        head += struct.pack("<IIIII", 0, count, directory_start, 0, CUTOFF)
        head += struct.pack("<IIII", small_start, len(small) // SECTOR, END, 0) + struct.pack(f"<{count}I", *places)
        return head.ljust(SECTOR, b"\xff") + self.body + table.ljust(count * SECTOR, b"\xff")


def storage(props: dict, skip: int, where: tuple[str, ...] = ()) -> dict[tuple[str, ...], bytes]:
    """The streams of one item, recipient or attachment: tag -> string, bytes or number."""
    streams, table = {}, b"\0" * skip
    for tag, value in props.items():
        if isinstance(value, int):
            table += struct.pack("<HHIq", 3, tag, 6, value)
            continue
        kind, raw = (0x001F, value.encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
        streams[(*where, f"__substg1.0_{tag:04X}{kind:04X}")] = raw
        table += struct.pack("<HHIII", kind, tag, 6, len(raw), 0)
    return {**streams, (*where, "__properties_version1.0"): table}


def msg(props: dict, recipients=(), attached=(), named=(), top: bool = True, where=()) -> dict[tuple[str, ...], bytes]:
    """The streams of an Outlook item. `attached` are dictionaries of tags, in which `item` is an item inside."""
    streams = storage(props, 32 if top else 24, where)
    for number, found in enumerate(recipients):
        streams |= storage(found, 8, (*where, f"__recip_version1.0_#{number:08X}"))
    for number, found in enumerate(attached):
        at = (*where, f"__attach_version1.0_#{number:08X}")
        streams |= storage({tag: value for tag, value in found.items() if tag != "item"}, 8, at)
        if "item" in found:
            streams |= msg(**found["item"], top=False, where=(*at, "__substg1.0_3701000D"))
    if named:
        guids = b"".join(uuid.UUID(guid).bytes_le for guid, _ in named)
        entries = b"".join(struct.pack("<IHH", lid, (n + 3) << 1, n) for n, (_, lid) in enumerate(named))
        for number, raw in ((2, guids), (3, entries), (4, b"")):
            streams["__nameid_version1.0", f"__substg1.0_000{number}0102"] = raw
    return streams


def tnef(props: dict, files: dict[str, bytes]) -> bytes:
    """An item wrapped by Outlook. Source: [MS-OXTNEF] 2.1."""

    def attribute(level: int, number: int, raw: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(raw)) + raw + struct.pack("<H", sum(raw) & 0xFFFF)

    def sized(raw: bytes) -> bytes:
        return struct.pack("<II", 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)

    table = struct.pack("<I", len(props))
    for tag, value in props.items():
        kind, raw = (0x001F, value.encode("utf-16-le")) if isinstance(value, str) else (0x0102, value)
        table += struct.pack("<HH", kind, tag) + sized(raw)
    made = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x00069003, table)
    for name, content in files.items():
        made += attribute(2, 0x00069002, b"\0" * 14) + attribute(2, 0x00018010, name.encode() + b"\0")
        made += attribute(2, 0x0006800F, content)
    return made
