"""Texts within Arrow columns: where a path leads in a schema, which texts each row has there, and columns with others.

Whatever is beside the texts, at any depth, goes from the old column to the new as it is, and so do nulls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from redact.core.errors import UsageError
from redact.run.corpus.tables.fields import PART_TEXT, FieldPath, Step, Wild, parse

#: From a schema down to strings: names of columns and members, and `Wild.EACH` for the elements of a list.
Route = tuple[Step, ...]


def routes(schema: pa.Schema, field: str) -> list[Route]:
    """Where a path leads; the schema must hold no dictionaries.

    Raises:
        UsageError: it leads nowhere, or to what is no text.
    """
    found = list(dict.fromkeys(_routes(pa.struct(list(schema)), parse(field), (), False)))
    if not found:
        raise UsageError(f"there is no text under {field!r}", "name another field: --text-field")
    if None in found:
        raise UsageError(f"there is no column of text {field!r}", "name a column of strings, in lists with field[]")
    return [route for route in found if route is not None]


def id_route(schema: pa.Schema, steps: Sequence[str]) -> Route:
    """Where the id of a row is.

    Raises:
        UsageError: there is none, or it is neither a string nor a whole number.
    """
    kind = pa.struct(list(schema))
    for step in steps:
        inside = _inside(kind, step)
        if inside is None:
            raise UsageError("there is no column of the name of the id", "name another column")
        kind = inside[0][1]
    if not (is_text(kind) or pa.types.is_integer(kind)):
        raise UsageError("the id is neither a string nor a whole number", "name another column")
    return tuple(steps)


def _routes(kind: pa.DataType, path: FieldPath, at: Route, loose: bool) -> Iterator[Route | None]:
    """Routes to texts; None for a step that cannot be made. `loose` as in `fields`: behind a wildcard."""
    if not path:
        yield from _end(kind, at, loose)
    elif path[0] is Wild.DEEP:
        yield from _deep(kind, path, at)
    elif path[0] is Wild.EACH and is_text(kind):
        yield at
    elif (inside := _inside(kind, path[0])) is not None:
        for step, inner in inside:
            yield from _routes(inner, path[1:], (*at, step), loose or path[0] is Wild.ANY)
    elif not loose:
        yield None


def _end(kind: pa.DataType, at: Route, loose: bool) -> Iterator[Route | None]:
    if is_text(kind):
        yield at
    elif _is_list(kind) and (parts := _inside(kind.value_type, PART_TEXT)) and is_text(parts[0][1]):
        yield (*at, Wild.EACH, PART_TEXT)
    elif not loose or pa.types.is_nested(kind):
        yield None


def _deep(kind: pa.DataType, path: FieldPath, at: Route) -> Iterator[Route | None]:
    if is_text(kind) and not path[1:]:
        yield at
    if path[1:]:
        yield from _routes(kind, path[1:], at, True)
    inside = [*(_inside(kind, Wild.ANY) or ()), *(_inside(kind, Wild.EACH) or ())]
    if pa.types.is_nested(kind) and not inside:
        yield None  # a map or the like, into which nobody here can look
    for step, inner in inside:
        yield from _deep(inner, path, (*at, step))


def _inside(kind: pa.DataType, step: Step) -> list[tuple[Step, pa.DataType]] | None:
    """What a step leads to; None where it cannot be made."""
    if step is Wild.EACH:
        return [(step, kind.value_type)] if _is_list(kind) else None
    if not pa.types.is_struct(kind):
        return None
    if step is Wild.ANY:
        return [(each.name, each.type) for each in kind]
    number = kind.get_field_index(step)  # -1 also where the name is there twice
    return None if number < 0 else [(step, kind.field(number).type)]


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def is_text(kind: pa.DataType) -> bool:
    """Whether values of a type are strings."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def without_dictionaries(kind: pa.DataType) -> pa.DataType:
    """The type with values where it has numbers of a dictionary, at any depth that can be rebuilt."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_struct(kind):
        return pa.struct([each.with_type(without_dictionaries(each.type)) for each in kind])
    if pa.types.is_map(kind):
        key, item = (each.with_type(without_dictionaries(each.type)) for each in (kind.key_field, kind.item_field))
        return pa.map_(key, item, keys_sorted=kind.keys_sorted)
    if _is_list(kind):
        inner = kind.value_field.with_type(without_dictionaries(kind.value_type))
        return pa.list_(inner) if pa.types.is_list(kind) else pa.large_list(inner)
    return kind


@dataclass(frozen=True, slots=True)
class Leaf:
    """The strings at the end of a route in one batch, and where among them each row begins.

    A string that is not UTF-8 is there as its bytes.
    """

    route: Route
    kind: pa.DataType
    strings: list[Any] = field(repr=False)  # of ids: also whole numbers
    starts: list[int]
    nullable: bool

    def array(self, strings: Sequence[str | None]) -> pa.Array:
        """Other strings as an array that can take the place of these."""
        return pa.array(strings if self.nullable else [each or "" for each in strings], self.kind)

    def of(self, row: int) -> list[Any]:
        """The strings of one row."""
        return self.strings[self.starts[row] : self.starts[row + 1]]


def leaf(batch: pa.RecordBatch, route: Route) -> Leaf:
    """The strings of a batch at the end of a route."""
    number = batch.schema.get_field_index(route[0])
    array, nullable = batch.column(number), batch.schema.field(number).nullable
    rows, there = np.arange(len(array)), np.ones(len(array), dtype=bool)
    for step in route[1:]:
        if step is Wild.EACH:
            lengths = _lengths(array)
            rows, there = np.repeat(rows, lengths), np.repeat(there, lengths)
            array, nullable = array.flatten(), array.type.value_field.nullable
        else:  # what a null struct has in its members is nothing, though there may be something in memory
            there &= array.is_valid().to_numpy(zero_copy_only=False)
            number = array.type.get_field_index(step)
            array, nullable = array.field(number), array.type.field(number).nullable
    starts = np.searchsorted(rows, np.arange(batch.num_rows + 1))
    strings = [each if seen else None for each, seen in zip(_strings(array), there, strict=True)]
    return Leaf(route, array.type, strings, starts.tolist(), nullable)


def _strings(array: pa.Array) -> list[Any]:
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:
        return [None if raw is None else _string(raw) for raw in array.cast(pa.large_binary()).to_pylist()]


def _string(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _lengths(array: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many elements each list has; none where it is null."""
    lengths = array.value_lengths().fill_null(0)
    return np.asarray(lengths.to_numpy(zero_copy_only=False), dtype=np.int64)


def rebuilt(array: pa.Array, route: Sequence[Step], values: pa.Array) -> pa.Array:
    """The array with other values at the end of a route, as many as there were."""
    if not route:
        return values
    if route[0] is Wild.EACH:
        inner = rebuilt(array.flatten(), route[1:], values)
        large = pa.types.is_large_list(array.type)
        ends = np.concatenate([[0], np.cumsum(_lengths(array))])
        offsets = pa.array(ends, pa.int64() if large else pa.int32())
        lists = pa.LargeListArray if large else pa.ListArray
        return lists.from_arrays(offsets, inner, type=array.type, mask=array.is_null())
    members = [array.field(number) for number in range(array.type.num_fields)]
    number = array.type.get_field_index(route[0])
    members[number] = rebuilt(members[number], route[1:], values)
    return pa.StructArray.from_arrays(members, fields=list(array.type), mask=array.is_null())
