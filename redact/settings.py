"""One frozen Settings from a file, the environment and flags; whoever comes later wins."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from redact.core.errors import UsageError

#: Environment variables are the setting's name in capitals behind this: REDACT_MODEL=en_core_web_sm.
PREFIX = "REDACT_"
#: What says how much a machine may be used for, and nothing of what comes out.
_OF_THE_MACHINE = frozenset({"item_seconds", "item_bytes"})
#: How yes and no are written in TOML and in environments.
_SAID = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can turn, except the policy. Sizes in bytes, lengths in characters."""

    model: str = "en_core_web_md"  # general English names; en_core_web_sm is smaller
    expert: str = "redact_uk_ner"  # our own model beside it; "" turns it off
    language: str = "en"
    detectors: tuple[str, ...] = ()  # empty: all that are built in
    plugins: tuple[str, ...] = ()  # outside parts that may be loaded, by name
    max_file_bytes: int = 64 * 1024**3
    max_depth: int = 200  # nesting of JSON and XML
    max_value_chars: int = 64 * 1024**2  # one JSON value, one cell
    piece_chars: int = 32_768  # long texts are read in pieces of about this length
    faces: str = "default"  # how hard faces are looked for: fast, default, thorough
    max_pixels: int = 200_000_000  # of one picture or frame; a picture that claims more is refused before it is decoded
    film_frames: int = 128  # a film is read in stretches of so many frames
    max_channels: int = 8  # of one recording; one with more is refused
    speech: str = "faster"  # what hears speech: faster (faster-whisper) or openai (openai-whisper, extra [whisper])
    speech_model: str = "whisper_base"  # a name of models/manifest.toml, or a folder with another Whisper model
    speech_language: str = ""  # as Whisper has it (en, cy); empty: found out from the sound
    speech_device: str = "auto"  # auto, cpu or cuda
    sound_format: str = "lossless"  # of a released recording: lossless (WAV stays WAV, all else FLAC) or same
    transcripts: tuple[str, ...] = ("txt", "srt", "vtt", "json")  # written beside what was heard
    keep_metadata: tuple[str, ...] = ()  # fields of a picture's or recording's metadata that stay, as the pack says
    max_members: int = 100_000  # files in one archive, parts in one office document
    max_ratio: int = 250  # how many times its packed size an archive or a packed table may unpack to
    max_nesting: int = 10  # files within files: a letter in a zip in a mail is two deep
    max_pages: int = 20_000  # of one PDF
    office_comments: str = "drop"  # of office documents: drop or keep; kept ones are read like any text
    tracked_changes: str = "accept"  # accept: what was deleted is gone; keep: it stays, and is read
    convert_old_office: bool = False  # DOC, XLS and PPT through LibreOffice, where it is installed
    sheets_as_csv: bool = False  # a released workbook becomes one CSV file a sheet, in a ZIP file
    decoder_seconds: int = 60  # a decoder that gives nothing for so long is taken for hung
    decoder_bytes: int = 8 * 1024**3  # address space of the process that decodes
    item_seconds: int = 6 * 3600  # with several jobs: whoever works on one file for longer is stopped; 0: no limit
    item_bytes: int = 12 * 1024**3  # with several jobs: memory of one job and its decoders; 0: no limit

    def fingerprint(self) -> dict[str, Any]:
        """What of the settings changes an output, for resume and for the record."""
        return {name: value for name, value in asdict(self).items() if name not in _OF_THE_MACHINE}


def load(path: Path | None = None, environ: Mapping[str, str] | None = None, **flags: Any) -> Settings:
    """Settings from `path` (TOML), then the environment, then flags that are not None.

    Raises:
        UsageError: the file cannot be read, or a key is unknown or of the wrong type.
    """
    given: dict[str, Any] = {}
    if path is not None:
        given |= _from_file(path)
    given |= _from_environment(os.environ if environ is None else environ)
    given |= {name: value for name, value in flags.items() if value is not None}
    known = {field.name for field in fields(Settings)}
    if unknown := sorted(set(given) - known):
        raise UsageError(f"unknown setting {unknown[0]!r}", f"known settings: {', '.join(sorted(known))}")
    return replace(Settings(), **{name: _typed(name, value) for name, value in given.items()})


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        raise UsageError("the settings file cannot be read", "check that it exists and is TOML") from err


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    return {known[name]: value for name, value in environ.items() if name in known}


def _typed(name: str, value: Any) -> Any:
    wanted = getattr(Settings(), name)
    if isinstance(wanted, tuple):
        return tuple(filter(None, value.split(","))) if isinstance(value, str) else tuple(value)
    try:
        if isinstance(wanted, bool):
            return _SAID[str(value).lower()]
        return type(wanted)(value)
    except (TypeError, ValueError, KeyError) as err:
        raise UsageError(f"setting {name!r} needs a {type(wanted).__name__}", "correct it and run again") from err
