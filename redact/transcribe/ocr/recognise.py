"""Strips to characters: each with how sure the recogniser is and where along the strip it saw it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from redact.transcribe.ocr.strips import HEIGHT, Strip

_STEP = 8  # columns of a strip for each step of the recogniser
_BLANK = 0


class Glyph(NamedTuple):
    """One character, its place along the strip in columns, and how sure the recogniser is (0..1)."""

    char: str
    x: float
    sure: float


Glyphs = tuple[Glyph, ...]


def alphabet(session: Any) -> tuple[str, ...]:
    """The character of each class of the recogniser: none, those that travel with the network, the space.

    Wide forms (``：``, ``Ａ``) become the plain ones that patterns know.
    """
    said: str = session.get_modelmeta().custom_metadata_map["character"]
    return ("", *(_plain(char) for char in said.split("\n")), " ")


def confidence(glyphs: Glyphs) -> float:
    """How sure the recogniser is of a line: the mean over its characters; 0 for no line."""
    return sum(glyph.sure for glyph in glyphs) / len(glyphs) if glyphs else 0.0


def recognise(session: Any, chars: Sequence[str], strip: Strip) -> Glyphs:
    """The characters of a strip.

    One strip at a time: on processors a batch is no quicker, what fills up the narrower ones costs as much as text, and
    it makes them read worse (word recall on 11 receipts .944 alone, .940 in fours and eights; 15 ms a line, 16 and 18).
    """
    (scores,) = session.run(None, {session.get_inputs()[0].name: _normal(strip)})
    best = scores[0].argmax(axis=1)
    return tuple(_collapsed(best, scores[0][np.arange(len(best)), best], chars, strip.width))


def _normal(strip: Strip) -> Any:
    """``float32 [1, 3, HEIGHT, width]``: channels in the order blue, green, red, from -1 to 1; grey fills up a step."""
    made = np.zeros((1, 3, HEIGHT, -(-strip.width // _STEP) * _STEP), np.float32)
    seen = made[0, :, :, : strip.width]
    seen[:] = strip.core[:, :, ::-1].transpose(2, 0, 1)
    seen /= 127.5
    seen -= 1.0
    return made


def _collapsed(best: Any, sure: Any, chars: Sequence[str], width: int) -> Iterator[Glyph]:
    """Greedy reading: a class that is held for several steps is one character, seen in their middle.

    Source: Graves et al., Connectionist Temporal Classification (ICML 2006), best path decoding.
    """
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    for start, end in zip(starts, ends, strict=True):
        if best[start] != _BLANK:
            x = min((start + end) / 2 * _STEP, float(width))
            yield Glyph(chars[best[start]], x, float(sure[start:end].max()))


def _plain(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and unicodedata.east_asian_width(char) == "F" else char
