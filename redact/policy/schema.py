"""What a pack and a case file may say.

Source: JSON Schema 2020-12, https://json-schema.org/draft/2020-12
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from redact import registry
from redact.core.case import Role
from redact.core.taxonomy import TYPES
from redact.policy.facts import FACTS

MODES = ("foi", "eir", "sar", "training", "research", "minimal")
RELEASES = ("world", "recipient", "internal")
UNREADABLE = ("keep_back", "note")
TRACKED_CHANGES, OFFICE_COMMENTS = ("settings", "accept", "keep"), ("settings", "drop", "keep")
CARRY = ("set", "source", "none")
MEDIA = ("text", "file_name", "picture", "sound")
CLASSES = tuple(dict.fromkeys(row.cls for row in TYPES.values()))
DIRECTNESS = tuple(dict.fromkeys(row.directness for row in TYPES.values()))

#: What may follow the colon of an operator spec (`mask:6`); an operator that is not listed takes nothing.
ARGUMENTS: Mapping[str, str] = {
    "label": "code|entity|both",
    "mask": "[1-9][0-9]?",
    "block": "[1-9][0-9]?",
    "keep_last": "[1-9]",
    "generalise": "month|year|decade",
    "presidio": "replace|redact|hash",
    "fill": "none|code|entity|both",
    "silence": "none|code|entity|both",
    "tone": "none|code|entity|both",
}
#: What is done to pixels. Whatever covers text or codes is filled: anything less can be undone.
#: Source: Hill et al., "On the (In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction", PoPETs 2016.
PICTURE_OPERATORS = ("fill", "pixelate", "blur")
#: What may be pixelated or blurred instead.
SOFTENED = frozenset({"FACE"})
#: What is done to samples. Silence and tone replace them; `voice` changes who speaks and leaves every word to be heard.
SOUND_OPERATORS = ("silence", "tone", "voice")
#: What may have its voice changed instead, and the fact that must be known of it.
VOICED, SPOKEN = "VOICE", "speaker"
OPERATORS = tuple(name for name in registry.names("operator") if name not in (*PICTURE_OPERATORS, *SOUND_OPERATORS))
#: Operators that leave a part of the value standing: never good enough for what the case file denies.
PARTIAL = ("keep_last", "generalise", "dateshift")


def _object(properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _many(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(items), "minItems": 1}


def _spec_pattern(operators: Sequence[str]) -> str:
    """One alternative per operator: `label(:(code|entity|both))?`."""
    forms = (f"{name}(:({ARGUMENTS[name]}))?" if name in ARGUMENTS else name for name in operators)
    return f"^({'|'.join(forms)})$"


_WORDS = {"type": "string", "minLength": 1, "pattern": r"\S"}
_LITERALS = {"type": "array", "items": _WORDS}
NAME = {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"}
_SCORE = {"type": "number", "minimum": 0, "maximum": 1}
SPEC = {"type": "string", "pattern": _spec_pattern(OPERATORS)}
PICTURE_SPEC = {"type": "string", "pattern": _spec_pattern(PICTURE_OPERATORS)}
SOUND_SPEC = {"type": "string", "pattern": _spec_pattern(SOUND_OPERATORS)}
_PER_MEDIUM = _object({**dict.fromkeys(MEDIA, SPEC), "picture": PICTURE_SPEC, "sound": SOUND_SPEC})
_FACT_LIST = _many({"enum": list(FACTS)})

WHEN = _object(
    {
        "entity": _many({"enum": list(TYPES)}),
        "class": _many({"enum": list(CLASSES)}),
        "directness": _many({"enum": list(DIRECTNESS)}),
        "facts": _FACT_LIST,
        "any_facts": _FACT_LIST,
        "not_facts": _FACT_LIST,
        "min_score": _SCORE,
        "max_score": _SCORE,
    }
)
RULE = _object(
    {
        "id": NAME,
        "when": WHEN,
        "action": {"enum": ["redact", "keep", "review"]},
        "operator": {"oneOf": [SPEC, _PER_MEDIUM]},
        "basis": {"type": "array", "items": _WORDS},
        "reason": _WORDS,
    },
    ["id"],
)
PACK = _object(
    {
        "name": NAME,
        "title": _WORDS,
        "mode": {"enum": list(MODES)},
        "release": {"enum": list(RELEASES)},
        "extends": _WORDS,
        "operators": _PER_MEDIUM,
        "carry": {"enum": list(CARRY)},
        "hold": {"type": "boolean"},
        "unreadable": {"enum": list(UNREADABLE)},
        "min_score": _SCORE,
        "keep_metadata": _LITERALS,
        "sheets_as_csv": {"type": "boolean"},
        "tracked_changes": {"enum": list(TRACKED_CHANGES)},
        "office_comments": {"enum": list(OFFICE_COMMENTS)},
        "rules": {"type": "array", "items": RULE},
    },
    ["name"],
)
CASE = _object(
    {
        "people": {
            "type": "array",
            "items": _object(
                {
                    "name": _WORDS,
                    "role": {"enum": [role.value for role in Role]},
                    "variants": _LITERALS,
                    "numbers": _LITERALS,
                    "addresses": _LITERALS,
                    "evidence": _WORDS,
                },
                ["name"],
            ),
        },
        "deny": _LITERALS,
        "allow": _LITERALS,
    }
)
