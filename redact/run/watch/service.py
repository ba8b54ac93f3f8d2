"""One daemon put together and run in the foreground, as systemd and containers want it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from redact.audit import lock
from redact.audit.files import writing
from redact.core.errors import UsageError, WriteError
from redact.run.watch.claims.claims import Claims
from redact.run.watch.config.config import Config, check_config, load_config
from redact.run.watch.daemon.around import Around
from redact.run.watch.daemon.daemon import AT_ONCE, Daemon
from redact.run.watch.engine import Redaction
from redact.run.watch.jobs import Engine, Rooms
from redact.run.watch.keeper import lock_path, state_path
from redact.run.watch.outside.health import Answers, Health
from redact.run.watch.outside.notify import Notify
from redact.run.watch.share.presence import establish
from redact.run.watch.shelves.outlet import Outlet
from redact.run.watch.shelves.shelves import Shelves
from redact.run.watch.state.state import State


def serve(path: Path, say: Callable[[str], None]) -> int:
    """Run the daemon of a configuration until it is told to stop; the exit code.

    Raises:
        UsageError: the configuration, the state or a policy is not as it should be, or another daemon has the state.
        MissingPart: a model is missing.
        WriteError: record or state cannot be written at the start.
    """
    config = load_config(path)
    check_config(config)
    code = run(config, Redaction(config), Around(notify=Notify(), say=say))
    if code == AT_ONCE:  # a thread may hang in a file system that does not answer: nobody waits for it
        sys.stderr.flush()
        os._exit(code)
    return code


def run(config: Config, engine: Engine, around: Around, made: Callable[[Daemon], None] = lambda _: None) -> int:
    """As `serve`, with an engine of the caller's; `made` is given the daemon before it begins."""
    with ExitStack() as opened:
        with writing("a folder of the daemon"):
            for folder in (config.state, config.record, config.held):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened.callback(lock.let_go, _only_one(config))
        opened.callback(around.notify.close)
        state = opened.enter_context(closing(State(state_path(config), config.owner)))
        claims = _claims(config, state)
        outlet = Outlet(config.inbox, config.outbox, config.held)
        rooms = Rooms(config, state, claims, Shelves(config), outlet, engine)
        daemon = Daemon(config, engine, rooms, around)
        if config.port:
            answers = Answers(daemon.alive, daemon.ready, daemon.metrics.render)
            opened.enter_context(closing(Health(config.port, answers)))
        opened.enter_context(_signals(daemon))
        made(daemon)
        around.say("started")
        code = daemon.run()
    around.say("stopped")
    return code


def _only_one(config: Config) -> int:
    """The lock on the state.

    Raises:
        UsageError: another daemon holds it.
    """
    try:
        return lock.take(lock_path(config))
    except UsageError as err:
        raise UsageError(
            "another daemon runs with this state", "stop it, or give this one a state, a record and an owner of its own"
        ) from err


def _claims(config: Config, state: State) -> Claims:
    """The claims on the share, which is the one it was when we were last here.

    Raises:
        WriteError: it is not there.
        UsageError: it is another.
    """
    try:
        state.flag("share", establish(config.inbox, state.flags().get("share", "")))
        return Claims(config.inbox, config.owner, config.lease_seconds, marker=config.done_marker)
    except OSError as err:
        raise WriteError("the share is not there", "mount it; a service is started again by itself") from err


@contextmanager
def _signals(daemon: Daemon) -> Iterator[None]:
    """SIGTERM and SIGINT tell the daemon to stop; only where signals come, in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, lambda *_: daemon.stop()) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, how in before.items():
            signal.signal(each, how)
