"""The daemon: looks, lets files settle, claims them in turn, has them redacted, and goes on when share or disk come back.

One loop that never waits for a file. Time is counted by a clock that no one can set, and looks are counted, not dated.
"""

from __future__ import annotations

from collections.abc import Set
from contextlib import ExitStack, closing
from dataclasses import replace

from redact.core.errors import RedactError, WriteError
from redact.run.watch.claims.claims import Claim
from redact.run.watch.config.config import Config
from redact.run.watch.daemon.aftermath import reckon, resume
from redact.run.watch.daemon.around import Around
from redact.run.watch.daemon.bench import Bench
from redact.run.watch.daemon.chores import Chores
from redact.run.watch.daemon.course import Course
from redact.run.watch.daemon.pause import Pause, Reason
from redact.run.watch.daemon.retries import Backoff, Retries, given_up
from redact.run.watch.daemon.waiting import Waiting
from redact.run.watch.engine import order_of, orders_of
from redact.run.watch.jobs import Ended, Engine, Fate, Job, Rooms
from redact.run.watch.outside.metrics import Metrics
from redact.run.watch.share.scan import Snapshot, scan
from redact.run.watch.share.settled import Settled
from redact.run.watch.state.rows import Status

_TICK_S = 1.0
#: Looks that may fail to come before the loop counts as stuck.
_LATE_POLLS = 3
_LATE_S = 60.0
_RENEWALS = 4  # of a lease, before it ends
_DRAINING = "draining"
STOPPED, AT_ONCE = 0, 130


class Daemon:
    """One daemon on one inbox. `run` returns when it was told to stop, or has drained; signals may call `stop`."""

    def __init__(self, config: Config, engine: Engine, rooms: Rooms, around: Around | None = None) -> None:
        """Nothing is done yet."""
        self._config, self._rooms, self._engine = config, rooms, engine
        self._around = around or Around()
        self._clock = self._around.clock
        self.metrics = Metrics()
        self._pause = Pause(config, Backoff(config, self._around.chance), self._around.say)
        self._waiting = Waiting(config)
        self._settled = Settled(config.stable_polls, config.done_marker)
        self._retries = Retries(config, self._around.chance)
        self._busy: dict[str, Job] = {}
        self._since: dict[str, float] = {}
        self._bench = Bench(engine, config.jobs)
        self._chores = Chores(rooms, self._around.say)
        self._drain: Set[str] | None = None
        self._there: Set[str] = frozenset()  # files that are complete, as far as one can see
        self._stops = 0
        self._stop_by = 0.0
        self._next_look = self._next_renewal = 0.0
        self._beat = self._clock()
        self._loaded = self._resumed = False
        self._fatal: RedactError | None = None

    def stop(self) -> None:
        """No new files; what is under way may end within the grace time. The second time: stop at once."""
        self._stops += 1
        self._bench.wake()

    def alive(self) -> tuple[str, ...]:
        """Why the loop must be taken for stuck; nothing: it turns."""
        late_s, now = max(_LATE_S, _LATE_POLLS * self._config.poll_seconds), self._clock()
        stuck = ("the loop is stuck",) if now - self._beat > late_s else ()
        return (*stuck, "a job hangs") if self._hangs(now) else stuck

    def _hangs(self, now: float) -> bool:
        """Whether a job has been under way for longer than its hand and the one after it may take."""
        return any(now - since > self._engine.patience_s for since in list(self._since.values()))

    def ready(self) -> tuple[str, ...]:
        """Why no new files are taken; nothing: they are."""
        reasons = [reason.value for reason in self._pause.reasons]
        if not self._loaded:
            reasons.append("models are being loaded")
        if self._drain is not None:
            reasons.append(_DRAINING)
        if self._stops or self._fatal is not None:
            reasons.append("stopping")
        return tuple(reasons)

    def run(self) -> int:
        """Work until told to stop; the exit code.

        Raises:
            RedactError: what nobody but a person can mend.
        """
        orders = len(orders_of(self._config))
        with ExitStack() as opened:
            doors = [opened.enter_context(closing(self._engine.door(order))) for order in range(orders)]
            self._course = Course(self._rooms, doors)
            try:
                self._bench.load(orders)
                self._rooms.state.flag("drain", "")
                self._loop()
            finally:
                whole = self._end()
        if self._fatal is not None:
            raise self._fatal
        return STOPPED if self._stops < 2 and whole else AT_ONCE

    def _resume(self) -> None:
        """Take up what we had claimed when we were last here; what waits is due at once."""
        under_way = self._retries.names  # where a first attempt at this was cut short by the share
        self._waiting.remember(self._rooms.state.waiting())
        resume(self._rooms, under_way, lambda claim: self._retries.add(self._job(claim), 0.0))
        self._resumed = True

    def _job(self, claim: Claim) -> Job:
        lane = self._config.lane(claim.name)
        try:
            mine = self._rooms.state.take(claim.name, lane.prefix, str(claim.path.parent), claim.attempt)
        except WriteError:
            self._rooms.claims.let_lapse(claim)
            raise
        return Job(claim, mine, lane, order_of(self._config, lane))

    def _loop(self) -> None:
        while not self._over():
            self._beat = self._clock()
            if not self._hangs(self._beat):
                self._around.notify.alive()
            if self._beat >= self._next_look:
                self._look()
            self._tend()
            if self._bench.loaded and not self._loaded:
                self._loaded = True
                self._around.notify.ready()
            self._hand_out()
            ended = self._bench.hear(min(_TICK_S, self._next_look - self._clock()))
            if ended is not None:
                self._take_in(ended)

    def _over(self) -> bool:
        if self._stops or self._fatal is not None:
            self._stop_by = self._stop_by or self._clock() + self._around.grace_s
            self._around.notify.stopping()
            return self._stops > 1 or not self._bench.busy or self._clock() >= self._stop_by
        if self._drain is None:
            return False
        return not self._bench.busy and not self._drain & self._waiting.names

    def _look(self) -> None:
        """What is in the inbox now. While the share is away nothing is known to have changed."""
        with self._pause.minding():
            sights = self._scan()
            if self._pause.share_is_there():
                self._retries.at_once()
            self._pause.look_around()
            if not self._resumed:
                self._resume()
            self._there = sights.marked if self._config.done_marker else sights.keys()
            fresh, gone = self._waiting.look(sights, self._settled.look(sights))
            self._rooms.state.see(fresh, gone)
            if (trouble := self._chores.begin(self._clock())) is not None:
                self.metrics.erred(trouble)
                self._around.say(f"chores were not done: {trouble}")
        with self._pause.minding():
            self._told()
        self._next_look = self._clock() + max(self._config.poll_seconds, self._pause.wait_s)

    def _scan(self) -> Snapshot:
        try:
            return scan(self._config.inbox, self._config.skip, self._config.done_marker)
        except OSError:
            self.metrics.share_away()
            raise

    def _told(self) -> None:
        """What commands have asked for, and what they may know."""
        flags = self._rooms.state.flags()
        if flags.get("drain") and self._drain is None:
            self._drain = self._waiting.names & self._there
            self._around.say("draining: what is there is finished, nothing new is taken")
        reasons = ", ".join(self.ready())
        if flags.get("paused", "") != reasons:
            self._rooms.state.flag("paused", reasons)
        totals = self._rooms.state.totals()
        self.metrics.stands(totals, {reason.name.lower(): reason in self._pause.reasons for reason in Reason})
        self.metrics.gauge("disk_free_bytes", self._pause.free_bytes)
        self._around.notify.status(reasons or f"{len(self._waiting.names)} waiting, {self._bench.busy} under way")

    def _tend(self) -> None:
        """Show others that we live, and take what the dead left."""
        now = self._clock()
        if now < self._next_renewal:
            return
        self._next_renewal = now + self._config.lease_seconds / _RENEWALS
        with self._pause.minding():
            self._rooms.claims.renew()
            if not self.ready():
                for stale in self._rooms.claims.stale():
                    claim = self._rooms.claims.take_over(stale)
                    if claim is not None:
                        self._retries.add(self._job(claim), 0.0)

    def _hand_out(self) -> None:
        with self._pause.minding():
            while self._bench.free and not (set(self.ready()) - {_DRAINING}):
                job = self._retries.due(self._clock()) or self._next()
                if job is None:
                    return
                self._busy[job.mine.name] = job
                self._since[job.mine.name] = self._clock()
                self._bench.give(self._course, job)

    def _next(self) -> Job | None:
        """Claim the next file that nobody else has claimed."""
        while (found := self._waiting.next({*self._busy, *self._retries.names}, self._drain)) is not None:
            claim = self._rooms.claims.take(*found)
            if claim is None:
                continue
            try:
                return self._job(claim)
            except WriteError:
                self._rooms.claims.give_back(claim)
                raise
        return None

    def _take_in(self, ended: Ended) -> None:
        job = self._busy.pop(ended.job.mine.name)
        self._since.pop(job.mine.name, None)
        if ended.fate is not Fate.TROUBLE:
            self._retries.forget(job.mine.name)
        with self._pause.minding():
            if ended.fate is Fate.ENDED and ended.status is not None:
                self.metrics.finished(ended.status.value, ended.medium, ended.seconds)
                if ended.status is Status.QUARANTINED:
                    self.metrics.erred(ended.kind)
                    self._around.say(f"a file was kept back: {ended.kind}")
            elif ended.fate is Fate.UNSETTLED:
                self._unsettled(job)
            elif ended.fate is Fate.LOST:
                reckon(self._rooms, job.mine)
                self._rooms.claims.drop(job.claim)
            elif ended.fate is Fate.FATAL:
                self._fatal = ended.error
            else:
                self._again(job, ended)

    def _again(self, job: Job, ended: Ended) -> None:
        """Try it later. It counts against the file only while share and disks are well: else it was not the file."""
        self.metrics.erred(ended.kind)
        counted = self._well()
        later = replace(job, mine=replace(job.mine, tries=job.mine.tries + counted))
        if given_up(later):
            later = replace(later, refused=ended.error)
        wait_s = self._retries.add(later, self._clock(), failed=True)
        self._rooms.state.later(job.mine, ended.kind, wait_s, counted=counted)

    def _well(self) -> bool:
        """Whether inbox and disks are as they should be."""
        with self._pause.minding():
            self._scan()
            self._pause.look_around()
        return not self._pause.reasons

    def _unsettled(self, job: Job) -> None:
        """Somebody still writes to it: back to the inbox, or tried again later where that cannot be done now."""
        try:
            self._give_back(job)
        except (OSError, WriteError):
            self._retries.add(job, self._clock(), failed=True)
            raise

    def _give_back(self, job: Job) -> None:
        if self._rooms.claims.give_back(job.claim):
            self._rooms.state.let_go(job.mine)
        else:
            self._rooms.state.lost(job.mine)

    def _end(self) -> bool:
        """Let go of everything: what was not finished goes back to the inbox. False: a thread hangs, and keeps its file."""
        self._course.shut()
        whole = self._bench.close()
        self._chores.close()
        if whole and self._stops < 2 and self._fatal is None:
            for job in (*self._busy.values(), *self._retries.all()):
                with self._pause.minding():
                    if self._rooms.claims.holds(job.claim):
                        self._give_back(job)
        self._rooms.claims.leave()
        with self._pause.minding():
            self._rooms.state.flag("drain", "")
            self._rooms.state.flag("paused", "")
        return whole
