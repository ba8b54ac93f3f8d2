"""What machines may ask of the daemon, and that the figures are as Prometheus reads them."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from redact.core.errors import UsageError
from redact.run.watch.outside.health import Answers, Health
from redact.run.watch.outside.metrics import Metrics

_SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? ([0-9.e+-]+|\+Inf)')
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"')


def parsed(text: str) -> dict[str, tuple[str, dict[tuple[tuple[str, str], ...], float]]]:
    """Families by name: their type, and their samples by labels. Fails on whatever the format does not allow."""
    assert text.endswith("\n")
    families: dict[str, tuple[str, dict[tuple[tuple[str, str], ...], float]]] = {}
    kinds: dict[str, str] = {}
    helped: set[str] = set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert name not in helped
            helped.add(name)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name in helped
            kinds[name] = kind
        else:
            found = _SAMPLE.fullmatch(line)
            assert found, line
            name = found[1]
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            kind = kinds.get(base) if kinds.get(base) == "histogram" else kinds[name]
            labels = tuple(_LABEL.findall(found[2] or ""))
            samples = families.setdefault(name, (kind or "", {}))[1]
            assert labels not in samples
            samples[labels] = float(found[3])
    return families


@pytest.fixture
def health() -> Iterator[tuple[Health, dict[str, tuple[str, ...]]]]:
    says: dict[str, tuple[str, ...]] = {"alive": (), "ready": ()}
    metrics = Metrics()
    server = Health(0, Answers(lambda: says["alive"], lambda: says["ready"], metrics.render))
    yield server, says
    server.close()


def ask(server: Health, path: str, method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as err:
        with err:
            return err.code, err.read().decode()


def test_who_is_well_says_so(health: tuple[Health, dict[str, tuple[str, ...]]]) -> None:
    assert ask(health[0], "/healthz") == (200, "ok\n")
    assert ask(health[0], "/readyz") == (200, "ok\n")


def test_who_is_not_says_why(health: tuple[Health, dict[str, tuple[str, ...]]]) -> None:
    server, says = health
    says["alive"], says["ready"] = ("the loop is stuck",), ("the share is away", "draining")

    assert ask(server, "/healthz") == (503, "the loop is stuck\n")
    assert ask(server, "/readyz") == (503, "the share is away\ndraining\n")


def test_nothing_else_is_answered(health: tuple[Health, dict[str, tuple[str, ...]]]) -> None:
    assert ask(health[0], "/")[0] == 404
    assert ask(health[0], "/metrics/../etc/passwd")[0] == 404
    assert ask(health[0], "/healthz", "POST")[0] == 501


def test_only_this_host_is_listened_to(health: tuple[Health, dict[str, tuple[str, ...]]]) -> None:
    assert health[0]._server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said(health: tuple[Health, dict[str, tuple[str, ...]]]) -> None:
    with pytest.raises(UsageError, match="port"):
        Health(health[0].port, Answers(tuple, tuple, str))


def test_figures_are_as_prometheus_reads_them() -> None:
    metrics = Metrics()
    for seconds in (0.05, 0.2, 7000.0):
        metrics.finished("released", "text", seconds)
    metrics.finished("quarantined", "", 0.1)
    metrics.erred("CorruptInput")
    metrics.gauge("waiting", 3)
    metrics.gauge("disk_free_bytes", 123_456_789_012)
    metrics.gauge("paused", True, reason="disk")

    families = parsed(metrics.render())
    kind, files = families["redact_watch_files_total"]
    assert kind == "counter"
    assert files[("medium", "text"), ("status", "released")] == 3
    assert files[("medium", "unknown"), ("status", "quarantined")] == 1
    assert families["redact_watch_disk_free_bytes"][1] == {(): 123_456_789_012}
    assert families["redact_watch_paused"][1] == {(("reason", "disk"),): 1}
    buckets = {
        labels[1][1]: n for labels, n in families["redact_watch_seconds_bucket"][1].items() if labels[0][1] == "text"
    }
    assert list(buckets.values()) == sorted(buckets.values())
    assert (buckets["0.1"], buckets["0.3"], buckets["3600"], buckets["+Inf"]) == (1, 2, 2, 3)
    assert families["redact_watch_seconds_count"][1][(("medium", "text"),)] == 3
    assert families["redact_watch_seconds_sum"][1][(("medium", "text"),)] == pytest.approx(7000.25)


def test_a_label_cannot_break_the_format() -> None:
    metrics = Metrics()
    metrics.erred('a"b\\c\nd')

    assert parsed(metrics.render())["redact_watch_errors_total"][1] == {(("error", 'a\\"b\\\\c\\nd'),): 1}
