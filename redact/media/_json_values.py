"""JSON strings, keys and long numbers as values that are read and may change; shared by JSON and JSON Lines.

Source: RFC 8259, section 7 (escapes).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit, Source
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media._encoding import Encoding, characters
from redact.media._json_grammar import Item, Role, items
from redact.media._json_tokens import tokens
from redact.media._reading import Atoms, literal
from redact.media._stream import Value
from redact.settings import Settings

#: A shorter number is no phone, account or NHS number.
_MIN_DIGITS = 5
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")

#: Names a part for people, from the item and its number among the values.
Namer = Callable[[Item, int], str]


def leaves(
    source: Source, encoding: Encoding, settings: Settings, name: Namer, *, lines: bool
) -> Iterator[str | Value]:
    """The whole source: keys, strings and long numbers as values, all else verbatim.

    Raises:
        CorruptInput: it is not JSON.
        LimitExceeded: it is nested too deep, or a value is too long.
    """
    found = tokens(characters(source, encoding), settings.max_value_chars)
    try:
        yield from _leaves(items(found, settings.max_depth, lines=lines), encoding, name)
    except (CorruptInput, LimitExceeded) as err:
        raise type(err)(f"source {source.id}: {err.message}", err.hint) from err


def _leaves(found: Iterable[Item], encoding: Encoding, name: Namer) -> Iterator[str | Value]:
    number = 0
    for item in found:
        if item.role is Role.VERBATIM or not _speaks(item):
            yield item.token.raw
            continue
        number += 1
        part = name(item, number)
        yield _number(item, part) if item.token.mark == "n" else _string(item, part, encoding)


def _speaks(item: Item) -> bool:
    """Whether there is anything to read."""
    raw = item.token.raw
    if item.token.mark == "s":
        return len(raw) > 2
    return item.token.mark == "n" and sum(char.isdigit() for char in raw) >= _MIN_DIGITS


def _string(item: Item, part: str, encoding: Encoding) -> Value:
    raw = item.token.raw
    reading = literal(raw, 1, len(raw) - 1)
    if "\\" in raw:
        reading = reading.decoded(_ESCAPE, _unescape)

    def render(edits: Sequence[Edit]) -> str:
        return splice(raw, list(reading.respell(edits, spell)))

    def spell(replacement: str, _at: int) -> str:
        return escaped(replacement, encoding)

    kind = TextKind.KEY if item.role is Role.KEY else TextKind.FIELD
    return Value(reading.text, part, kind, item.context, chars_from(0), render)


def _number(item: Item, part: str) -> Value:
    raw = item.token.raw

    def render(edits: Sequence[Edit]) -> str:
        return json.dumps(splice(raw, edits)) if edits else raw

    return Value(raw, part, TextKind.FIELD, item.context, chars_from(0), render)


def escaped(text: str, encoding: Encoding) -> str:
    """`text` as it stands between quotes, with escapes only where JSON or the encoding needs them."""
    bare = json.dumps(text, ensure_ascii=False)[1:-1]
    if encoding.fits(bare):
        return bare
    return "".join(char if encoding.fits(char) else json.dumps(char)[1:-1] for char in bare)


def _unescape(match: re.Match[str]) -> Atoms:
    """A half of a surrogate pair reads as U+FFFD, as nothing that reads text may hold one; its spelling stays."""
    char = str(json.loads(f'"{match.group()}"'))
    return ((("\ufffd" if "\ud800" <= char <= "\udfff" else char), match.start(), match.end()),)
