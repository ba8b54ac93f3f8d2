"""Figures for Prometheus, written by hand. Labels are words of this program: never a name, an id or a value.

Source: Prometheus, Exposition formats, text-based format 0.0.4.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from redact.run.watch.state.rows import Status, Totals

TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds in seconds: a letter takes less than one, a film an hour.
BOUNDS_S = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3600.0)
_HELP: Mapping[str, tuple[str, str]] = {
    "redact_watch_files_total": ("counter", "Files that were finished, by what became of them."),
    "redact_watch_errors_total": ("counter", "Errors of files, by class; a file may have several."),
    "redact_watch_share_errors_total": ("counter", "Looks at the inbox that failed."),
    "redact_watch_waiting": ("gauge", "Files that wait in the inbox."),
    "redact_watch_claimed": ("gauge", "Files in the hands of this daemon."),
    "redact_watch_held": ("gauge", "Outputs that wait for a second person."),
    "redact_watch_oldest_seconds": ("gauge", "How long the oldest waiting file has waited."),
    "redact_watch_disk_free_bytes": ("gauge", "Free space on the fullest disk that is written to."),
    "redact_watch_paused": ("gauge", "1 while no new files are taken, by reason."),
    "redact_watch_seconds": ("histogram", "Seconds of work on a file, by medium."),
}
Labels = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Times:
    """One histogram."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    sum_s: float = 0.0


class Metrics:
    """The figures of one daemon since it started. Any thread may count or read."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, Labels], float] = {("redact_watch_share_errors_total", ()): 0.0}
        self._gauges: dict[tuple[str, Labels], float] = {}
        self._times: dict[str, _Times] = {}

    def finished(self, status: str, medium: str, seconds: float) -> None:
        """A file came to its end."""
        with self._lock:
            self._add("redact_watch_files_total", status=status, medium=medium or "unknown")
            times = self._times.setdefault(medium or "unknown", _Times())
            times.buckets[bisect_left(BOUNDS_S, seconds)] += 1
            times.sum_s += seconds

    def erred(self, kind: str) -> None:
        """A file met an error of that class."""
        with self._lock:
            self._add("redact_watch_errors_total", error=kind)

    def share_away(self) -> None:
        """The inbox could not be read."""
        with self._lock:
            self._add("redact_watch_share_errors_total")

    def gauge(self, name: str, value: float, **labels: str) -> None:
        """How something stands now."""
        with self._lock:
            self._gauges[f"redact_watch_{name}", tuple(sorted(labels.items()))] = value

    def stands(self, totals: Totals, paused: Mapping[str, bool]) -> None:
        """How everything stands; `paused` says of each reason whether it holds."""
        for status in (Status.WAITING, Status.CLAIMED, Status.HELD):
            self.gauge(status.value, totals.of(status))
        self.gauge("oldest_seconds", totals.oldest_s)
        for reason, holds in paused.items():
            self.gauge("paused", holds, reason=reason)

    def _add(self, name: str, **labels: str) -> None:
        key = name, tuple(sorted(labels.items()))
        self._counts[key] = self._counts.get(key, 0.0) + 1

    def render(self) -> str:
        """All figures as Prometheus reads them."""
        with self._lock:
            return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        plain = {**self._counts, **self._gauges}
        for name, (kind, told) in _HELP.items():
            rows = [row for row in plain.items() if row[0][0] == name]
            if not rows and not (kind == "histogram" and self._times):
                continue
            yield f"# HELP {name} {told}"
            yield f"# TYPE {name} {kind}"
            for (_, labels), value in sorted(rows):
                yield f"{name}{_labels(labels)} {value:g}" if value < 1e6 else f"{name}{_labels(labels)} {value:.0f}"
            if kind == "histogram":
                for medium, times in sorted(self._times.items()):
                    yield from _histogram(name, medium, times)


def _histogram(name: str, medium: str, times: _Times) -> Iterator[str]:
    total = 0
    for bound, number in zip((*(f"{bound:g}" for bound in BOUNDS_S), "+Inf"), times.buckets, strict=True):
        total += number
        yield f"{name}_bucket{_labels((('medium', medium), ('le', bound)))} {total}"
    yield f"{name}_sum{_labels((('medium', medium),))} {times.sum_s:.6f}"
    yield f"{name}_count{_labels((('medium', medium),))} {total}"


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
