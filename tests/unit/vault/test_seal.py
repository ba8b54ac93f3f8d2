"""What is sealed on disk opens with its key and purpose alone, and unchanged."""

from __future__ import annotations

import pytest

from redact.core.errors import UsageError
from redact.vault.key import Key
from redact.vault.seal import Seal

KEY = Key(bytes(range(32)))
WORDS = "Tobias Quillfeather, 07700 900123"


def test_it_opens_again() -> None:
    assert Seal(KEY, "words").open(Seal(KEY, "words").close(WORDS)) == WORDS


def test_it_shows_nothing() -> None:
    assert "Quillfeather" not in Seal(KEY, "words").close(WORDS)


@pytest.mark.parametrize(
    "other", [Seal(Key(bytes(32)), "words"), Seal(KEY, "something else")], ids=["another key", "another purpose"]
)
def test_it_opens_for_nobody_else(other: Seal) -> None:
    with pytest.raises(UsageError, match="does not open"):
        other.open(Seal(KEY, "words").close(WORDS))


def test_a_changed_byte_is_noticed() -> None:
    sealed = Seal(KEY, "words").close(WORDS)

    with pytest.raises(UsageError, match="does not open"):
        Seal(KEY, "words").open(("B" if sealed[0] == "A" else "A") + sealed[1:])
