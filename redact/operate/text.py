"""Operators by spec (`label:code`, `mask:6`, `fill`), and the last guard: no replacement holds what it replaces."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redact import registry
from redact.core.errors import PolicyError
from redact.core.flow import Decision
from redact.core.place import Times
from redact.operate import fixed, leak, raster, sound
from redact.operate.label import REDACTED, entity_label
from redact.operate.setup import Keyed, Setup, TextOperator

_SPEC = re.compile(r"([a-z_]+)(?::([a-z0-9]+))?")
#: Labels and blocks do not depend on the surface, so a word they share with it gives nothing away.
_CONSTANT = frozenset({"label", "mask", "block", "fill", "pixelate", "blur", "silence", "tone", "voice"})
#: These leave a part standing, as the pack asked; only the whole must not come back.
_PARTIAL = frozenset({"keep_last", "generalise", "dateshift"})


class Operators:
    """All text operators for one run. The same key, decisions and surfaces give the same replacements."""

    def __init__(self, key: Keyed, mode: str = "training", names: Mapping[str, str] | None = None) -> None:
        self._key = key
        self._mode = mode
        self._names = names or {}
        self._made: dict[str, TextOperator] = {}

    def __call__(self, decision: Decision, surface: str) -> str:
        """The same as `replacement`: an instance is an `Operator` port."""
        return self.replacement(decision, surface)

    def replacement(self, decision: Decision, surface: str) -> str:
        """What stands in place of `surface`. Falls back to the entity's label where the operator finds nothing safe.

        Raises:
            PolicyError: the decision's operator spec is not known.
        """
        spec = decision.verdict.operator
        made = self._operator(spec)(decision, surface)
        if made is not None and not _gives_away(spec, surface, made):
            return made
        for safe in (entity_label(decision), REDACTED):
            if not leak.holds_whole(surface, safe):
                return safe
        return fixed.BLOCK * fixed.WIDTH

    def manner(self, decision: Decision, source: str) -> str:
        """What is done to the signal of a decision: a style of `operate.raster` or `operate.sound`.

        `source` (its sha256) tells apart voices of which nobody knows whose they are.
        """
        if not isinstance(decision.place, Times):
            return raster.style(decision)
        made = sound.style(decision)
        return sound.voice_style(decision, self._key, source) if made == sound.VOICE else made

    def _operator(self, spec: str) -> TextOperator:
        if spec not in self._made:
            self._made[spec] = self._make(spec)
        return self._made[spec]

    def _make(self, spec: str) -> TextOperator:
        match = _SPEC.fullmatch(spec)
        if match is None or match[1] not in registry.names("operator"):
            known = ", ".join(registry.names("operator"))
            raise PolicyError("unknown operator in a decision", f"known here: {known}")
        setup = Setup(self._key, self._mode, match[2] or "", self._names)
        made: TextOperator = registry.load("operator", match[1])(setup)
        return made


def _gives_away(spec: str, surface: str, made: str) -> bool:
    name = spec.partition(":")[0]
    if name in _CONSTANT:
        return leak.holds_whole(surface, made)
    if name in _PARTIAL:
        return leak.is_same(surface, made)
    return leak.holds_word(surface, made)
