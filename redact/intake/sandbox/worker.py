"""One child process, seen from the parent: started, asked, waited for, ended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from redact.core.errors import CorruptInput, Defect, InputError, LimitExceeded
from redact.intake.sandbox import claims
from redact.intake.sandbox.channel import Channel, pair
from redact.intake.sandbox.claims import Claims
from redact.intake.sandbox.process import start
from redact.settings import Settings

#: A stretch of film that is passed over or encoded in one go gets the time for one answer again for each so many frames.
_FRAMES = 32
_START_S, _REAP_S = 30.0, 5.0


class Worker:
    """A child and the channel to it.

    `settings` are those of the run. `settled` says that it waits for a new request; one that is given back unsettled is not
    used again.
    """

    def __init__(self, settings: Settings, adapter: str) -> None:
        self.settings = settings
        self.settled = True
        self.stolen = False
        ours, theirs = pair()
        self._channel = Channel(ours)
        with theirs:
            try:
                self._process = start(theirs)
            except OSError as err:
                self._channel.close()
                raise _unstarted() from err
        # The kernel ends the child with the thread that started it, so only the main thread may bind it so.
        parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0
        self._greet({"settings": asdict(settings), "parent": parent, "adapter": adapter})

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def begin(self, request: Mapping[str, Any]) -> None:
        """A new request, to which answers follow until the worker is settled again."""
        self.settled = False
        self.ask(request)

    def ask(self, request: Mapping[str, Any]) -> None:
        """A further word on the request that is under way.

        Raises:
            Defect: none is: it failed, or its worker was needed elsewhere.
        """
        self.send(request)

    def send(self, message: Mapping[str, Any], raw: bytes = b"") -> None:
        """A word with the bytes it announces.

        Raises:
            Defect: as `ask`.
        """
        self._check()
        with self.guarded(1.0):
            self._channel.send(message, raw)

    def hand(self, handle: int) -> None:
        """An open file for the child to write to."""
        with self.guarded(1.0):
            self._channel.send_file(handle)

    def answer(self, patience: float = 1.0) -> Claims:
        """What the child says next, waited for `patience` times `settings.decoder_seconds`.

        Raises:
            RedactError: what the adapter raised.
            CorruptInput: the child crashed, hung or spoke nonsense; it is ended.
            LimitExceeded: it ran out of memory, or gives more pixels than it may.
            OSError: the disk to which it writes is full.
        """
        self._check()
        with self.guarded(patience):
            said = self._channel.receive()
            claimed = Claims(said, self.settings.max_pixels)
            what = claimed.what
            error = claimed.error() if what == "error" else None
            number = claimed.number("errno") if what == "disk" else 0
        if error is not None:
            self.settled = True
            raise error
        if what == "disk":
            self.settled = True
            raise OSError(number, os.strerror(number))
        if what in ("memory", "failed"):
            self.kill()
            raise _out_of_memory() if what == "memory" else claims.failed(said.get("kind"))
        return claimed

    def patience(self, frames: int) -> float:
        """How long to wait, in times for one answer, when so many frames are gone through unheard."""
        return 1.0 + min(frames, self.settings.film_frames) / _FRAMES

    def pixels(self, claimed: Claims) -> Any:
        """The picture that the last answer announces: ``uint8 [height, width, 3]``, memory of our own."""
        with self.guarded():
            made = np.empty((*claimed.size(), 3), np.uint8)
            self._channel.fill(made.reshape(-1).data)
        return made

    def samples(self, claimed: Claims, rate_hz: int, channels: int) -> Any:
        """The block that the last answer announces: ``float32 [n, channels]``, n no more than a second."""
        with self.guarded():
            count = claimed.number("samples", 0, rate_hz)
            claimed.number("channels", channels, channels)
            made = np.empty((count, channels), np.float32)
            self._channel.fill(made.reshape(-1).view(np.uint8).data)
            np.nan_to_num(made, copy=False, posinf=1.0, neginf=-1.0)
            np.clip(made, -1.0, 1.0, out=made)
        return made

    def raw(self, count: int) -> bytearray:
        """The bytes that the last answer announces."""
        made = bytearray(count)
        with self.guarded():
            self._channel.fill(memoryview(made))
        return made

    @contextlib.contextmanager
    def guarded(self, patience: float = 0.0) -> Iterator[None]:
        """A block in which the child is spoken to or its words are read; with `patience`, a new time limit starts.

        Raises:
            CorruptInput: the child crashed, hung or spoke nonsense; it is ended.
            LimitExceeded: it speaks of more than it may; it is ended.
        """
        if patience:
            self._channel.allow(patience * self.settings.decoder_seconds)
        try:
            yield
        except TimeoutError as err:
            self.kill()
            hint = "the file may be damaged; if it is only large, raise decoder_seconds in the settings"
            raise CorruptInput("the decoder hung and was stopped", hint) from err
        except LimitExceeded:
            self.kill()
            raise
        except (EOFError, OSError, ValueError, RecursionError) as err:
            self.kill()
            raise CorruptInput("the decoder crashed", "the file may be damaged: save it anew, or leave it out") from err

    def steal(self) -> None:
        """End the child because its place is needed; whoever still reads from it is told."""
        self.stolen = True
        self.kill()

    def kill(self) -> None:
        """End the child at once, whatever it does."""
        self.settled = False
        self._channel.close()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):  # it hangs in the kernel, on a dead network disk
            self._process.wait(_REAP_S)

    def _greet(self, setup: Mapping[str, Any]) -> None:
        """Tell the child what it needs and wait until it is up: before that, no file is to blame for anything."""
        self._channel.allow(max(_START_S, self.settings.decoder_seconds))
        try:
            self._channel.send(setup)
            self._channel.receive()
        except (EOFError, OSError, ValueError) as err:
            self.kill()
            raise _unstarted() from err

    def _check(self) -> None:
        if self.stolen or self.settled:
            raise Defect(
                "a document was read on after its decoder was let go", "this is ours to mend: please report it"
            )


def _unstarted() -> InputError:
    return InputError("no process can be started to decode it", "free some memory and processes, then run again")


def _out_of_memory() -> LimitExceeded:
    return LimitExceeded(
        "the decoder ran out of memory", "raise decoder_bytes in the settings, or make the file smaller"
    )
