"""Single strings, in memory: found, decided, changed and doubted as files are, without touching a disk."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from redact.api.ask import Ask, order_for
from redact.core.errors import CorruptInput, ResidualError, UsageError
from redact.core.flow import Action, Decision, Source
from redact.core.place import Chars
from redact.core.segment import Text
from redact.operate.text import Operators
from redact.pipeline import Order
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.doubt import Doubt
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.people import People
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.vault.key import KEY_BYTES, Key
from redact.verify.sweep import Sweep

_ROUNDS = 4
_PAPER = "string"


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
        scope = "none" if order.pack.carry == "none" else "source"
        self._order = replace(order, pack=replace(order.pack, carry=scope))
        self._analyst = Analyst(order.settings, order.case)

    def redact(self, text: str) -> str:
        """The string without the people in it.

        Raises:
            ResidualError: somebody is still found in the result.
            CorruptInput: the string holds half a character.
            UsageError: the pack holds back what needs review, and something here does.
        """
        read = self._read(text)
        people = People(self._order.case, self._order.key, self._order.pack.carry)
        people.meet(read, _PAPER)
        judge = Judge(Rulings(self._order), people)
        doubt = Doubt(self._analyst, judge, people)
        looks: tuple[Look, ...] = ()
        for _ in range(_ROUNDS):
            made, draft = self._change(text, judge.decisions([read], _PAPER, looks), people)
            left = doubt.left(draft, [self._read(made)], _PAPER)
            if not left:
                return _swept(made, draft)
            looks = (*looks, Literals(left).find)
        raise ResidualError("somebody is still found in the text", "give the name in a case file under deny:")

    def _read(self, text: str) -> Read:
        try:
            text.encode()
        except UnicodeEncodeError as err:
            raise CorruptInput("the text holds half a character", "decode it with errors='replace' first") from err
        (read,) = self._analyst.read([Text(0, "text", text)])
        return read

    def _change(self, text: str, decisions: Iterable[tuple[Decision, str]], people: People) -> tuple[str, Draft]:
        """The string with its decisions carried out, and what must be known of that to doubt it."""
        draft = Draft(Source(Path(), "", "", len(text), "text"), Path())
        names = {entity.token: entity.name for entity in people.roster.entities()}
        operators = Operators(self._order.key, self._order.pack.mode, names)
        pieces, start = [], 0
        for decision, surface in decisions:
            if not decision.verdict.action.cuts:
                draft.kept.add(surface)
                continue
            if decision.verdict.action is Action.REVIEW and self._order.pack.hold:
                raise UsageError("this pack holds back what needs a review, and this text does", "redact it as a file")
            made = operators(decision, surface)
            draft.took_out(decision, surface, made)
            place = decision.place
            if isinstance(place, Chars):
                pieces += [text[start : place.start], made]
                start = place.end
        return "".join([*pieces, text[start:]]), draft


def _swept(made: str, draft: Draft) -> str:
    if Sweep(draft.sought, {*draft.kept, *draft.put}, ordinary=ORDINARY).check_text(made):
        raise ResidualError("a value is left in the text", "this is ours to mend: please report it")
    return made


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
