"""Files held to their schema, and complaints that name the line and what was meant, never the value at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from redact.policy import schema
from redact.policy.lines import Doc

_FEW, _MANY = 12, 24  # so many known words still fit a hint, beside a guess and without one


def check(doc: Doc, shape: Mapping[str, Any]) -> None:
    """Hold a file to its schema.

    Raises:
        PolicyError: it does not hold; the first fault by line, without the value that is at fault.
    """
    faults = list(Draft202012Validator(shape).iter_errors(doc.data))
    if faults:
        first = min(faults, key=lambda fault: (doc.line(_path(fault)), str(fault.validator)))
        message, hint = _say(first)
        raise doc.error(_path(first), message, hint)


def _path(fault: ValidationError) -> tuple[str | int, ...]:
    """Where the fault is; an unknown key is itself the place."""
    path = tuple(fault.absolute_path)
    return (*path, _unknown(fault)) if fault.validator == "additionalProperties" else path


def _unknown(fault: ValidationError) -> str:
    return next(key for key in _given(fault) if key not in _shape(fault)["properties"])


def _shape(fault: ValidationError) -> Mapping[str, Any]:
    """The part of the schema that does not hold."""
    return cast("Mapping[str, Any]", fault.schema)


def _given(fault: ValidationError) -> Mapping[str, Any]:
    """The keys and values that do not hold."""
    return cast("Mapping[str, Any]", fault.instance)


def _wanted(fault: ValidationError) -> Sequence[Any]:
    """The list behind `enum` or `required`."""
    return cast("Sequence[Any]", fault.validator_value)


def _say(fault: ValidationError) -> tuple[str, str]:
    say = _SAYINGS.get(str(fault.validator))
    return say(fault) if say else ("not allowed here", "docs/reference/policy.md shows the form")


def _say_unknown(fault: ValidationError) -> tuple[str, str]:
    return "unknown key", nearest(_unknown(fault), list(_shape(fault)["properties"]))


def _say_enum(fault: ValidationError) -> tuple[str, str]:
    kind = _kind(fault)
    return f"unknown {kind}", nearest(str(fault.instance), [str(word) for word in _wanted(fault)])


def _say_required(fault: ValidationError) -> tuple[str, str]:
    missing = next(key for key in _wanted(fault) if key not in _given(fault))
    return f"{missing!r} is missing", f"add {missing}: …"


def _say_type(fault: ValidationError) -> tuple[str, str]:
    wanted = {"array": "a list", "object": "keys and values", "string": "text", "boolean": "true or false"}
    return f"{_kind(fault)}: {wanted.get(str(fault.validator_value), 'a number')} is wanted here", "correct it there"


def _say_pattern(fault: ValidationError) -> tuple[str, str]:
    if _shape(fault).get("pattern") == schema.SPEC["pattern"]:
        return "unknown operator or argument", nearest(str(fault.instance), list(schema.OPERATORS))
    if _shape(fault).get("pattern") == schema.NAME["pattern"]:
        return f"{_kind(fault)}: not a plain name", "small letters, digits, - and _, beginning with a letter"
    return "nothing stands here", "write a value, or take the line out"


def _say_operator(fault: ValidationError) -> tuple[str, str]:
    """`operator` is a spec or a spec per medium: complain about the one that was meant."""
    if isinstance(fault.instance, str):
        return "unknown operator or argument", nearest(fault.instance, list(schema.OPERATORS))
    return "operator: a spec, or a spec for each medium, is wanted here", f"media: {', '.join(schema.MEDIA)}"


def _say_empty(_fault: ValidationError) -> tuple[str, str]:
    return "nothing stands here", "write a value, or take the line out"


def _say_range(_fault: ValidationError) -> tuple[str, str]:
    return "a score lies between 0 and 1", "correct it there"


_SAYINGS: Mapping[str, Callable[[ValidationError], tuple[str, str]]] = {
    "additionalProperties": _say_unknown,
    "enum": _say_enum,
    "required": _say_required,
    "type": _say_type,
    "pattern": _say_pattern,
    "oneOf": _say_operator,
    "minLength": _say_empty,
    "minItems": _say_empty,
    "minimum": _say_range,
    "maximum": _say_range,
}


def _kind(fault: ValidationError) -> str:
    """The key under which the fault stands: `entity`, `facts`, `mode`."""
    words = [step for step in fault.absolute_path if isinstance(step, str)]
    return words[-1] if words else "the file"


def nearest(word: str, known: Sequence[str]) -> str:
    """A hint that names the nearest known word, or all of them where they are few."""
    close = get_close_matches(word.casefold(), [name.casefold() for name in known], 1, 0.6)
    match = next((name for name in known if close and name.casefold() == close[0]), None)
    listed = f"known here: {', '.join(known)}"
    if match:
        return f"did you mean {match!r}? {listed if len(known) <= _FEW else ''}".strip()
    return listed if len(known) <= _MANY else "`redact policy explain PACK` lists what is known"
