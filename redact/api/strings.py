"""Single strings, in memory: found, decided, changed and doubted as files are, without touching a disk."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from redact.api.ask import Ask, order_for
from redact.core.errors import RedactError, UsageError
from redact.pipeline import Order, Worlds
from redact.vault.key import KEY_BYTES, Key


def text(
    text: str, policy: str | Path = "training", case: str | Path | None = None, key: str | Path | None = None
) -> str:
    """`text` without the people in it. Models are loaded on the first call and kept for the next.

    Each string is a world of its own: people are linked and carried within it. Without a `key` the same value gets the
    same replacement in this process only.

    Raises:
        ResidualError: somebody is still found in the result; nothing is handed out.
        UsageError: pack, case file or key are not as they should be, or the pack holds back what needs review.
        MissingPart: a model is not in the store; the hint is the command that fetches it.
    """
    return _strings(_stamp(policy), _stamp(case), _stamp(key)).redact(text)


class Strings:
    """One order carried out on any number of strings."""

    def __init__(self, order: Order) -> None:
        self._holds = order.pack.hold
        self._worlds = Worlds(order)

    def redact(self, text: str) -> str:
        """The string without the people in it.

        Raises:
            ResidualError: somebody is still found in the result.
            CorruptInput: the string holds half a character.
            UsageError: the pack holds back what needs review, and something here does.
        """
        (made,) = self._worlds.redact([[text]])
        if isinstance(made, RedactError):
            raise made
        if self._holds and made.review:
            raise UsageError("this pack holds back what needs a review, and this text does", "redact it as a file")
        return made.texts[0]


#: A file as the cache knows it: when it is written anew, it is read anew.
Stamp = tuple[str, int, int]


def _stamp(given: str | Path | None) -> Stamp:
    name = "" if given is None else str(given)
    try:
        stat = Path(name).stat() if name else None
    except OSError:  # a pack's name is no file; of a file that is not there, whoever opens it complains
        stat = None
    return (name, stat.st_mtime_ns, stat.st_size) if stat else (name, 0, 0)


@lru_cache(maxsize=4)  # a few orders side by side, each with its models
def _strings(policy: Stamp, case: Stamp, key: Stamp) -> Strings:
    secret = Key.load(Path(key[0])) if key[0] else Key(secrets.token_bytes(KEY_BYTES))
    return Strings(order_for(Ask((), Path(), policy[0], Path(case[0]) if case[0] else None), secret))
