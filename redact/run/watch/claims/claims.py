"""Who works on which file, for daemons on several hosts that share nothing but the inbox. The file itself is the token.

    inbox/letter.pdf ──rename──▶ inbox/.redact/claims/<id>/<attempt>-<token>/file
                                 and beside that room: its lease (owner, name), and a beat that grows while the owner lives

`<id>` is drawn from the name: two files of one name are worked on one after the other. `<token>` is drawn by chance, so
a path is never used twice: who takes a claim over renames the file on to a room of its own, and whoever held it finds
its path gone, however late it wakes. The file, not the room: a client of NFS may know a renamed folder by its handle,
and still reach into it. Beats are numbers, and the observer's own clock only runs forward: no wall clock is read.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from redact.run.watch.claims.leases import (
    FILE,
    Claim,
    clear,
    id_of,
    new_room,
    note_emptied,
    read,
    rooms,
    write,
    write_beat,
)
from redact.run.watch.claims.others import Others, claim_of
from redact.run.watch.claims.signs import Signs
from redact.run.watch.share.moving import bring_back, same_file
from redact.run.watch.share.naming import ways_back
from redact.run.watch.share.presence import OURS, establish, on_share, own_folder, present, there
from redact.run.watch.share.scan import Sight

__all__ = ["Claim", "Claims"]

#: Somebody has this one file open in a way that lets nobody move it: it is not the share.
_IN_USE = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EACCES, errno.EPERM})


class Claims:
    """The claims of one daemon on one inbox. Any thread may ask."""

    def __init__(
        self,
        inbox: Path,
        owner: str,
        lease_seconds: float,
        clock: Callable[[], float] = time.monotonic,
        marker: str = "",
    ) -> None:
        """`clock` only runs forward; `marker` is the suffix of marker files, which are used up with their file.

        Raises:
            ShareAway: the share is not there.
            UsageError: `.redact` in the inbox is not ours.
        """
        self._inbox, self._owner, self._marker = inbox, owner, marker
        self._lock = threading.Lock()
        self._held: dict[Path, Claim] = {}
        self._beat = 0
        establish(inbox)
        self._folder = inbox / OURS / "claims"
        self._signs = Signs(inbox, owner)
        self._others = Others(self._folder, lease_seconds, clock)
        with on_share():
            own_folder(self._folder)

    def take(self, name: str, sight: Sight | None = None) -> Claim | None:
        """The claim on a file of the inbox; None where another has it, it is gone, is in use, or is not what `sight` says.

        Raises:
            ShareAway: the share cannot be trusted.
            WriteError: the share is full.
        """
        home = self._folder / id_of(name)
        with on_share():
            try:
                home.mkdir()
            except FileExistsError:
                return None
            except FileNotFoundError:
                present(self._inbox)
                own_folder(self._folder)
                return None
            claim = self._move_in(self._inbox / name, new_room(home, 1), name)
            if claim is None:
                return None
            if self._marker:
                with self._or_lapse(claim):
                    (self._inbox / f"{name}{self._marker}").unlink(missing_ok=True)
        if sight is not None and claim.sight[:2] != sight[:2]:  # an inode may change with its name
            self.give_back(claim)
            return None
        return claim

    def renew(self) -> None:
        """Show that we live: every claim gets a new beat. A claim that was taken from us is forgotten.

        Raises:
            ShareAway: the share cannot be trusted.
            WriteError: the share is full.
        """
        self._beat += 1
        for room in list(self._held):
            with on_share(), self._lock:
                if room in self._held:
                    self._renew(room)
        self._signs.give(self._beat)

    def stale(self) -> list[Claim]:
        """Claims that are not ours and whose beat has not changed for the length of a lease, by our own clock.

        Raises:
            ShareAway: the share cannot be trusted.
        """
        with on_share():
            try:
                present(self._inbox)
                return self._others.dead(self._held)
            except OSError:
                self._others.forget()  # those that live could not show it
                raise

    def mine(self) -> list[Claim]:
        """What our owner had claimed in an earlier life, to be taken over.

        Raises:
            ShareAway: the share cannot be trusted.
        """
        with on_share():
            present(self._inbox)
            left = [(room, read(room)) for room in rooms(self._folder) if room not in self._held]
            ours = [(room, lease) for room, lease in left if lease.owner == self._owner]
            return [claim for room, lease in ours for claim in claim_of(self._folder, room, lease)]

    def take_over(self, claim: Claim) -> Claim | None:
        """The claim of one who is dead, as ours; None where another was faster, or it holds no file (it is cleared away).

        Raises:
            ShareAway: the share cannot be trusted.
            WriteError: the share is full.
        """
        old = claim.path.parent
        with on_share():
            ours = self._move_in(claim.path, new_room(old.parent, claim.attempt + 1), claim.name)
            with self._or_lapse(ours):
                if clear(old) and ours is None:  # whoever is still on the way into it comes too late
                    note_emptied(old)
                if ours is None or not self._is_back(ours):
                    return ours
        self.give_back(ours)
        return None

    def holds(self, claim: Claim) -> bool:
        """Whether the file is still ours. To be asked right before anything is changed; the rename that follows asks again.

        Raises:
            ShareAway: the share cannot be trusted.
        """
        with on_share():
            if there(claim.path):
                return True
            present(self._inbox)
        return False

    def unchanged(self, claim: Claim) -> bool:
        """Whether the file is as it was when we took it: a writer may have kept its handle through our rename.

        Raises:
            ShareAway: the share cannot be trusted.
        """
        with on_share():
            try:
                return Sight.of(os.lstat(claim.path)) == claim.sight
            except FileNotFoundError:
                present(self._inbox)
                return False

    def give_back(self, claim: Claim) -> str:
        """Put the file back into the inbox, under its name or, where there is a new one by now, under one like it.

        Empty: it was not ours any more.

        Raises:
            ShareAway: the share cannot be trusted.
            WriteError: the share is full.
        """
        with on_share():
            try:
                name = next(each for each in ways_back(claim.name) if bring_back(claim.path, self._inbox / each))
            except FileNotFoundError:
                present(self._inbox)
                name = ""
            if name and self._marker:
                (self._inbox / f"{name}{self._marker}").touch()
        self.drop(claim)
        return name

    def drop(self, claim: Claim) -> None:
        """The file was put away: nothing of the claim stays. One that still has its file is left, and becomes stale.

        Raises:
            ShareAway: the share cannot be trusted; the claim becomes stale and is cleared away.
        """
        self.let_lapse(claim)
        with on_share():
            clear(claim.path.parent)

    def leave(self) -> None:
        """We are gone, as far as others are concerned. Where the share is away they find out by themselves."""
        self._signs.take_back()

    def let_lapse(self, claim: Claim) -> None:
        """Nobody works on it: give no signs for it any more. After a lease it is taken over, by us or by others."""
        with self._lock:
            self._held.pop(claim.path.parent, None)

    @contextlib.contextmanager
    def _or_lapse(self, claim: Claim | None) -> Iterator[None]:
        """A claim of which the caller never learns, because the share went away, must not be kept for ever."""
        try:
            yield
        except OSError:
            if claim is not None:
                self.let_lapse(claim)
            raise

    def _move_in(self, source: Path, room: Path, name: str) -> Claim | None:
        """The claim on a file that is moved into a room made for it; None where it is not there, in use, or no file."""
        try:
            self._moved(source, room, name)
        finally:  # the file itself is asked, not the answer: that may have been lost
            if not there(room / FILE):
                clear(room)
        try:
            found = (room / FILE).lstat()
        except FileNotFoundError:
            present(self._inbox)
            return None
        if not stat.S_ISREG(found.st_mode):  # it was changed for a link behind our back; the next look passes it over
            bring_back(room / FILE, self._inbox / name)
            clear(room)
            return None
        attempt, uid = int(room.name.partition("-")[0]), found.st_uid if os.name == "posix" else -1
        claim = Claim(room.parent.name, name, attempt, room / FILE, Sight.of(found), uid)
        with self._lock:
            self._held[room] = claim
        return claim

    def _moved(self, source: Path, room: Path, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            write(room, self._owner, name)
            room.mkdir()
            if not self._inside(source):
                return
            try:
                source.rename(room / FILE)
            except OSError as err:
                if err.errno not in _IN_USE:
                    raise

    def _inside(self, source: Path) -> bool:
        """Whether a path leads through no link: somebody may have changed a folder for one since we looked."""
        within = source.parent.relative_to(self._inbox)
        return Path(os.path.realpath(source.parent)) == Path(os.path.realpath(self._inbox), within)

    def _is_back(self, claim: Claim) -> bool:
        """Whether somebody died who had just put it back into the inbox, and had not yet taken it out of the claim."""
        try:
            return same_file(claim.path, self._inbox / claim.name)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _renew(self, room: Path) -> None:
        try:
            write_beat(room, self._beat)
        except FileNotFoundError:
            present(self._inbox)
            self._held.pop(room, None)
