"""Films: which frames are looked at, and what is seen and read in them as tracks over every frame.

frames -> view (shrunk, glanced at) -> pursuit (things, through gaze) -> tracks
-> reader (words) ------------------> texts with ink in frames
"""

from redact.pipeline.film.pursuit import Covered
from redact.pipeline.film.watcher import FilmWatcher

__all__ = ["Covered", "FilmWatcher"]
