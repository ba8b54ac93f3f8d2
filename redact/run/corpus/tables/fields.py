"""Paths into nested records: which texts stand under a field, and the record with others in their place.

    text                      a member
    meta.note                 a member of a member
    "a.b"                     a member whose name has a dot, quoted as JSON quotes
    messages[].content        a member of each element of a list
    messages[].content[].text the same, where the content is a list of parts
    messages[].*              every member, one level deep; whatever is neither text nor nested is passed over
    meta.**                   every text at any depth; `**.note` every `note` at any depth

A value that is absent or null is no text. A value of another type is an error and never passed over: behind it there
may be text that nobody has read. Chats put either a string or a list of parts under one name: a string where a path says
`[]` is text itself, and a list of parts where a path ends is read part by part, if every part has a `text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from redact.core.errors import CorruptInput, Defect, UsageError


class Wild(Enum):
    """A step of a path that names no member."""

    EACH = "[]"
    ANY = "*"
    DEEP = "**"


Step = str | Wild
FieldPath = tuple[Step, ...]
#: Where a text stands in a record: names of members and numbers of elements, from the outside in.
Where = tuple[str | int, ...]
#: New texts by where they stand, as a tree: a member or an element at each level.
Changes = dict[str | int, Any]

_STEP = re.compile(r'(?:("(?:[^"\\]|\\.)+")|(\*\*?)|([^\s.\[\]"*][^.\[\]"*]*))((?:\[\])*)(\.(?!$)|$)')
_HINT = 'write it like text, meta.note, messages[].content or "a.b"'
#: What a part of a chat's message calls its text. Source: OpenAI and Anthropic, API references of messages, 2025.
PART_TEXT = "text"


def parse(field: str) -> FieldPath:
    """The steps of a path.

    Raises:
        UsageError: it is not written as a path.
    """
    steps: list[Step] = []
    at = 0
    while match := _STEP.match(field, at):
        quoted, wild, name, each, _ = match.groups()
        steps += [Wild(wild) if wild else _unquoted(quoted) if quoted else name, *[Wild.EACH] * (len(each) // 2)]
        at = match.end()
        if at == len(field):
            return tuple(steps)
    raise UsageError(f"{field!r} is not the path of a field", _HINT)


def parse_one(field: str) -> tuple[str, ...]:
    """The steps of a path that leads to one value: of an id.

    Raises:
        UsageError: it is not written as a path, or leads to many.
    """
    steps = tuple(step for step in parse(field) if isinstance(step, str))
    if steps != parse(field):
        raise UsageError(f"{field!r} may lead to more than one value", "an id is one: name its field without * and []")
    return steps


def _unquoted(quoted: str) -> str:
    try:
        return str(json.loads(quoted))
    except ValueError as err:
        raise UsageError("the name of a field is not quoted as JSON quotes", _HINT) from err


def read(record: object, paths: Sequence[FieldPath]) -> list[str]:
    """The texts under the paths, path by path, in the order of the record; none twice.

    Raises:
        CorruptInput: a value is of another type.
    """
    return list(places(record, paths).values())


def write(record: object, paths: Sequence[FieldPath], texts: Sequence[str]) -> Any:
    """A new record that has these texts where `read` finds texts; all else is the same. The record stays as it is.

    Raises:
        CorruptInput: a value is of another type.
        Defect: there are more texts or fewer than the record has.
    """
    found = places(record, paths)
    if len(found) != len(texts):
        raise Defect("a row came back with another number of texts than it has")
    return _put(record, tree(dict(zip(found, texts, strict=True))))


def places(record: object, paths: Sequence[FieldPath]) -> dict[Where, str]:
    """The texts under the paths, each by where it stands.

    Raises:
        CorruptInput: a value is of another type.
    """
    return {where: text for path in paths for where, text in _walk(record, path, (), False)}


def tree(texts: Mapping[Where, str]) -> Changes:
    """New texts as a tree."""
    root: Changes = {}
    for where, text in texts.items():
        branch = root
        for step in where[:-1]:
            branch = branch.setdefault(step, {})
        branch[where[-1]] = text
    return root


def _put(value: Any, changes: Changes | str) -> Any:
    if isinstance(changes, str):
        return changes
    new = value.copy()
    for step, inner in changes.items():
        new[step] = _put(value[step], inner)
    return new


def _walk(value: object, path: FieldPath, where: Where, loose: bool) -> Iterator[tuple[Where, str]]:
    """Texts under a path. Behind a wildcard the search is loose: what the path does not fit is not meant by it."""
    if value is None:
        return
    if not path:
        yield from _text(value, where, loose)
    elif path[0] is Wild.DEEP:
        yield from _deep(value, path, where)
    elif path[0] is Wild.EACH and isinstance(value, str):
        yield where, value
    elif (inside := _inside(value, path[0])) is not None:
        for step, inner in inside:
            yield from _walk(inner, path[1:], (*where, step), loose or path[0] is Wild.ANY)
    elif not loose:
        raise _wrong()


def _inside(value: object, step: Step) -> list[tuple[str | int, object]] | None:
    """What a step leads to; None where the value is of a type that the step cannot go into."""
    if step is Wild.EACH:
        return list(enumerate(value)) if isinstance(value, list) else None
    if not isinstance(value, dict):
        return None
    return list(value.items()) if step is Wild.ANY else [(str(step), value.get(step))]


def _deep(value: object, path: FieldPath, where: Where) -> Iterator[tuple[Where, str]]:
    """Texts under the rest of a path from here, and from everything within."""
    if isinstance(value, str) and not path[1:]:
        yield where, value
    if path[1:]:
        yield from _walk(value, path[1:], where, True)
    for step, inner in (*(_inside(value, Wild.ANY) or ()), *(_inside(value, Wild.EACH) or ())):
        if inner is not None:
            yield from _deep(inner, path, (*where, step))


def _text(value: object, where: Where, loose: bool) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list) and all(isinstance(part, dict) and PART_TEXT in part for part in value):
        for number, part in enumerate(value):
            yield from _walk(part[PART_TEXT], (), (*where, number, PART_TEXT), False)
    elif isinstance(value, list | dict) or not loose:
        raise _wrong()


def _wrong() -> CorruptInput:
    return CorruptInput(
        "a field of the row holds something else than text",
        "for lists write field[], for parts of chats content[].text, for everything within field.**",
    )
