"""Daemons in miniature for `test_watch_rivals`: each takes, works a moment, puts away, and may be killed at any time."""

from __future__ import annotations

import random
import time
from pathlib import Path

from redact.core.errors import CorruptInput
from redact.run.watch.claims.claims import Claim, Claims
from redact.run.watch.config.config import Config
from redact.run.watch.share.scan import scan
from redact.run.watch.shelves.shelves import Shelves

NAMES = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
LEASE_S = 0.5
_BEAT_S = 0.05


def config_in(root: Path) -> Config:
    """Every folder below one."""
    return Config(**{name: root / name for name in NAMES})


def live(root: Path, owner: str, seed: int) -> None:
    """Work until the inbox is empty and nobody holds anything. What has `bad` in it goes to quarantine."""
    chance = random.Random(seed)
    config = config_in(root)
    claims, shelves = Claims(config.inbox, owner, LEASE_S), Shelves(config)
    beat = 0.0
    while True:
        names = list(scan(config.inbox))
        chance.shuffle(names)
        taken = [claim for name in names[:3] if (claim := claims.take(name))]
        taken += [claim for stale in claims.stale() if (claim := claims.take_over(stale))]
        for claim in taken:
            if time.monotonic() - beat > _BEAT_S:
                claims.renew()
                beat = time.monotonic()
            _work(claim, claims, shelves, chance)
        if not taken:
            if not any((config.inbox / ".redact/claims").iterdir()):
                return
            time.sleep(_BEAT_S)


def _work(claim: Claim, claims: Claims, shelves: Shelves, chance: random.Random) -> None:
    try:
        bad = b"bad" in claim.path.read_bytes()
        time.sleep(chance.random() * 0.002)
        if not claims.holds(claim):
            return
        if claim.attempt < 3 and chance.random() < 0.1:
            claims.give_back(claim)
            return
        if bad:
            shelves.to_quarantine(claim, CorruptInput("it is bad"))
        else:
            shelves.to_originals(claim)
        claims.drop(claim)
    except FileNotFoundError:
        return  # taken over: another does it
