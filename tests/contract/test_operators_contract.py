"""What every text operator promises, asked of each one that is registered, through the door that all use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact import registry
from redact.core.flow import Action, Decision, Verdict
from redact.core.fold import key as folded
from redact.core.place import Chars
from redact.core.taxonomy import TYPES
from redact.operate.text import Operators
from redact.policy.schema import PICTURE_OPERATORS, SOUND_OPERATORS
from redact.vault.key import KEY_BYTES, Key

#: Those of pictures and sound give a label, or nothing; `tests/unit/operate` asks them.
OPERATORS = tuple(name for name in registry.names("operator") if name not in (*PICTURE_OPERATORS, *SOUND_OPERATORS))
KEY = Key(bytes(KEY_BYTES))
NAME = "Tobias Quillfeather"
#: These leave a part standing, as the pack asked.
_PARTIAL = {"keep_last", "generalise", "dateshift"}


def decision(entity: str, operator: str) -> Decision:
    verdict = Verdict(Action.REDACT, "rule", operator, ("s.40(2)",))
    return Decision(0, "text", Chars(0, 1), Chars(0, 1), entity, verdict, 1.0, "test", "00", 3, "0123456789abcdef")


def replaced(entity: str, operator: str, surface: str, key: Key = KEY) -> str:
    return Operators(key)(decision(entity, operator), surface)


@pytest.mark.parametrize("entity", sorted(TYPES))
@pytest.mark.parametrize("operator", OPERATORS)
def test_a_replacement_never_gives_back_what_it_replaces(operator: str, entity: str) -> None:
    made = replaced(entity, operator, NAME)

    assert made
    assert folded(NAME) not in folded(made)
    assert operator in _PARTIAL or "quillfeather" not in made.lower()


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_same_value_under_the_same_key_gives_the_same_replacement(operator: str) -> None:
    assert replaced("PERSON", operator, NAME) == replaced("PERSON", operator, NAME)


@pytest.mark.parametrize("operator", sorted({"label", "mask", "block"} & set(OPERATORS)))
def test_the_width_of_a_label_tells_nothing_of_the_length(operator: str) -> None:
    widths = {len(replaced("PERSON", operator, name)) for name in ("Al", NAME, NAME * 9)}

    assert len(widths) == 1


@pytest.mark.parametrize("operator", OPERATORS)
@settings(max_examples=25, deadline=None)
@given(
    surface=st.one_of(
        st.text(min_size=1, max_size=60), st.sampled_from(["\ud800", "\u200b", "0", "=1+1", "a\nb", "\0"])
    ),
    entity=st.sampled_from(sorted(TYPES)),
)
def test_no_surface_breaks_an_operator(operator: str, surface: str, entity: str) -> None:
    assert isinstance(replaced(entity, operator, surface), str)
