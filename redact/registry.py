"""Names of parts and where they live. Nothing heavy is imported until a part is asked for by name.

Adding a medium, detector or operator is one new file and one row here. Parts from outside are found by the entry point
group ``redact.<group>`` and used only when the settings name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from redact.core.errors import UsageError

#: group -> name -> "module:attribute"
BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "media": {
        "text": "redact.media.text:open_text",
        "markup": "redact.media.markup:open_markup",
        "table": "redact.media.table:open_table",
        "json": "redact.media.json:open_json",
        "jsonl": "redact.media.jsonl:open_jsonl",
        "image": "redact.media.image:open_image",
        "video": "redact.media.video:open_video",
        "audio": "redact.media.audio:open_audio",
        "pdf": "redact.media.pdf:open_pdf",
        "pdf_pictures": "redact.media.pdf:open_pdf_as_pictures",
        "word": "redact.media.office.word:open_word",
        "slides": "redact.media.office.slides:open_slides",
        "sheet": "redact.media.office.sheet:open_sheet",
        "odf": "redact.media.office.odf:open_odf",
        "rtf": "redact.media.rtf:open_rtf",
        "mail": "redact.media.mail:open_mail",
        "mbox": "redact.media.mail:open_mbox",
        "msg": "redact.media.mail:open_msg",
        "calendar": "redact.media.calendar:open_calendar",
        "archive": "redact.media.archive:open_archive",
        "old_office": "redact.media.old_office:open_old_office",
    },
    "listener": {
        "speech": "redact.transcribe.speech:make",
    },
    "transcriber": {
        "ocr": "redact.transcribe.ocr:make",
        "codes": "redact.detect.codes:make_reader",
    },
    "spotter": {
        "faces": "redact.detect.faces:make",
        "plates": "redact.detect.plates:make",
        "codes": "redact.detect.codes:make",
    },
    "detector": {
        "names": "redact.detect.names:make",
        "uk": "redact.detect.patterns.uk:make",
        "generic": "redact.detect.patterns.generic:make",
        "address": "redact.detect.address:make",
        "people": "redact.detect.people:make",
        "special": "redact.detect.special:make",
        "quasi": "redact.detect.quasi:make",
        "lists": "redact.detect.lists:make",
        "voices": "redact.detect.voices:make",
    },
    "operator": {
        "label": "redact.operate.label:make",
        "mask": "redact.operate.fixed:make_mask",
        "block": "redact.operate.fixed:make_block",
        "keep_last": "redact.operate.fixed:make_keep_last",
        "pseudonym": "redact.operate.keyed:make_pseudonym",
        "hash": "redact.operate.keyed:make_hash",
        "encrypt": "redact.operate.keyed:make_encrypt",
        "generalise": "redact.operate.generalise:make",
        "dateshift": "redact.operate.dates:make",
        "surrogate": "redact.operate.surrogate:make",
        "presidio": "redact.operate.presidio:make",
        "fill": "redact.operate.raster:make_fill",
        "pixelate": "redact.operate.raster:make_bare",
        "blur": "redact.operate.raster:make_bare",
        "silence": "redact.operate.sound:make_cut",
        "tone": "redact.operate.sound:make_cut",
        "voice": "redact.operate.sound:make_voice",
    },
}

#: Adapters whose decoders are native code fed with hostile bytes: they are opened in a child process.
NATIVE = frozenset({"image", "video", "audio", "pdf", "pdf_pictures"})

#: Where a draft of the first kind fails a check, the source is tried once more as the second.
SIMPLER: Mapping[str, str] = {"pdf": "pdf_pictures"}


def names(group: str) -> tuple[str, ...]:
    """The built-in parts of a group, in the order in which they run."""
    return tuple(BUILT_IN[group])


def load(group: str, name: str, *, outside: bool = False) -> Any:
    """The part itself, imported now.

    Raises:
        UsageError: nothing of that name is known.
    """
    target = BUILT_IN[group].get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return getattr(import_module(module), attribute)
    if outside:
        for point in entry_points(group=f"redact.{group}", name=name):
            return point.load()
    known = ", ".join(names(group))
    raise UsageError(f"no {group} is called {name!r}", f"known here: {known}; plug-ins must be named in the settings")
