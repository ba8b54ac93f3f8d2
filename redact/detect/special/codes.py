"""Codes that say an ethnic origin by themselves: the school census's four letters, the police's IC and 16+1 codes.

Source: DfE, Common Basic Data Set, ethnicity codes (main and extended); Home Office, PACE Code A Annex B (self-defined 16+1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.special.claim import CUED, TIED, Claim
from redact.detect.words import Page

_CENSUS = lexicon.words("origin", "code")
_CUES = frozenset({"ethnicity", "ethnic", "defined", "sde", "def", "ode", "eth"})
_CUE = re.compile(
    r"(?i:\b(?:ethnicity|ethnic (?:code|group|origin|appearance)|self[- ]defined|sde|"
    r"officer def(?:ined)?|ode|eth)\b[^\n]{0,14}?[:= ][ \t]*)(?P<v>(?:[ABMNOW][1-9]|IC[1-7]|NS)\b)"
)


def claims(page: Page) -> Iterator[Claim]:
    """Census codes in capitals anywhere, police codes behind their cue."""
    for i in page.find(_CENSUS):
        if page.spell(i).isupper() and page.gaps[i].strip()[:1] not in ("=", ":"):  # else a key to the codes
            yield Claim(page.starts[i], page.end(i), "ETHNICITY", 0.8, TIED)
    for i in page.find(_CUES):
        if match := _CUE.search(page.text, max(0, page.starts[i] - 12), page.starts[i] + 50):
            yield Claim(match.start("v"), match.end("v"), "ETHNICITY", 0.8, CUED)
