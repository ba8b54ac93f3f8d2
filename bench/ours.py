"""Our own pipeline in this process, with its models loaded before the clock starts and its caches empty when it does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.gold import Records
from bench.stopwatch import Stopwatch
from redact.api.ask import Ask, order_for
from redact.core.flow import Decision
from redact.core.segment import Text
from redact.pipeline import analyst as rooms
from redact.pipeline import find_records, judge, people, records
from redact.pipeline.analyst import Analyst
from redact.pipeline.order import Order
from redact.vault.key import KEY_BYTES, Key

_WARM_UP = "Dear Mrs Example, we met at 9 Sample Row, Leeds on 2 May. Your NHS number is 999 000 0018. Yours, Jo Warm"


def order(policy: str = "foi") -> Order:
    """An order by the settings of the environment, under a key that nobody keeps."""
    return order_for(Ask((), Path(), policy), Key(bytes(KEY_BYTES)))


class Ours:
    """The pipeline, ready to read. Good for one round: its detectors remember what they have read."""

    def __init__(self, under: Order) -> None:
        forget()
        self._order = under
        self._analyst = Analyst(under.settings, under.case)
        list(self.find([("warm", _WARM_UP)]))

    def find(self, texts: Records) -> list[tuple[str, Decision, str]]:
        """All decisions on some records, by the public function."""
        with patch.object(records, "Analyst", lambda *_: self._analyst):
            return list(find_records(self._order, texts))

    def watched(self, texts: Records) -> dict[str, float]:
        """CPU seconds of each stage, slowest first; what no stage claims is `the rest`."""
        watch = Stopwatch()
        self._put_under(watch)
        stages = [
            (rooms, "fold", "fold"),
            (rooms, "settle", "settle"),
            (judge, "look_again", "carry"),
            (people.People, "meet", "roster"),
            (judge.Judge, "decisions", "judge"),
        ]
        patches = [patch.object(room, name, watch.timed(stage, getattr(room, name))) for room, name, stage in stages]
        for each in patches:
            each.start()
        with watch.stage("the rest"):
            self.find(texts)
        for each in patches:
            each.stop()
        return dict(sorted(watch.seconds.items(), key=lambda row: -row[1]))

    def _put_under(self, watch: Stopwatch) -> None:
        self._analyst._detectors = [_Timed(detector, watch) for detector in self._analyst._detectors]


class _Timed:
    """A detector under the watch; the two models of `names` under names of their own."""

    def __init__(self, detector: Any, watch: Stopwatch) -> None:
        self.name = detector.name
        if engine := getattr(detector, "_engine", None):
            engine.process_batch = watch.timed("general ner", engine.process_batch)
        if getattr(detector, "_expert", None) is not None:
            detector._expert = watch.timed("expert", detector._expert)
        self._find = watch.timed(detector.name, detector)
        if hasattr(detector, "warm"):
            self.warm = watch.timed(detector.name, detector.warm)

    def __call__(self, segment: Text) -> Any:
        return self._find(segment)


def forget() -> None:
    """Empty every cache of ours, so that a second round is no cheaper than the first."""
    for each in _caches():
        each.cache_clear()


def _caches() -> Iterator[Any]:
    for name, module in list(sys.modules.items()):
        if name.startswith("redact."):
            yield from (value for value in vars(module).values() if hasattr(value, "cache_clear"))
