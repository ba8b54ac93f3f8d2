"""What stands in a file's name where a person was: small letters, digits and hyphens, safe on every file system."""

from __future__ import annotations

import re

from redact.core.flow import Decision
from redact.operate import leak
from redact.operate.label import entity_label
from redact.operate.setup import TextOperator

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LAST_RESORT = "redacted"
_MAX = 60  # several may stand in one name, and a name holds 255 bytes


def filename(operators: TextOperator, decision: Decision, surface: str) -> str:
    """The replacement for `surface` in a component of a path: `person-3`, `s-40-2`, `person-3f9c2a…`."""
    made = _plain(operators(decision, surface) or "")
    for name in (made, _plain(entity_label(decision)), _LAST_RESORT):
        if name and not leak.holds_whole(surface, name):
            return name
    return "-"


def _plain(text: str) -> str:
    return _UNSAFE.sub("-", text.casefold()).strip("-")[:_MAX].strip("-")
