"""The two standard fonts whose codes stand for signs rather than letters.

Source: ISO 32000-2:2020, annex D.5 and D.6; the code charts of Unicode for Dingbats (U+2700).
"""

from __future__ import annotations

from functools import lru_cache

from fontTools import agl

_SYMBOL = (
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλµνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    (0xBF, "↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"),
)
#: Widths that the metrics at hand do not hold. Source: Adobe Core 14 AFM files, 1997.
WIDTHS = {
    "Symbol": {0xD2: 790.0, 0xD3: 790.0, 0xD4: 890.0, 0xE1: 329.0, 0xE2: 790.0, 0xE3: 790.0, 0xE4: 786.0},
    "ZapfDingbats": {0x20: 278.0},
}
#: Dingbats that Unicode had elsewhere already.
_ELSEWHERE = dict(
    zip(
        (0x25, 0x2A, 0x2B, 0x48, 0x6C, 0x6E, 0x73, 0x74, 0x75, 0x77, *range(0xA8, 0xB6), 0xD5, 0xD6, 0xD7),
        "☎☛☞★●■▲▼◆◗♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩→↔↕",
        strict=True,
    )
)
_MOST_DINGBATS = 207


@lru_cache(maxsize=4)
def names(base_font: str) -> dict[int, str]:
    """The names, as ``uni2700``, of what the codes of `Symbol` or `ZapfDingbats` stand for; empty for other fonts."""
    if base_font == "Symbol":
        chars = {first + at: char for first, run in _SYMBOL for at, char in enumerate(run)}
    elif base_font == "ZapfDingbats":
        low = {code: chr(0x2700 + code - 0x20) for code in range(0x21, 0x7F)}
        high = {code: chr(0x2700 + code - 0x40) for code in range(0xA1, 0xFF) if code != 0xF0}
        chars = {0x20: " "} | low | high | _ELSEWHERE
    else:
        return {}
    return {code: f"uni{ord(char):04X}" for code, char in chars.items()}


@lru_cache(maxsize=1)
def dingbats() -> dict[str, str]:
    """Under which key the metrics hold a dingbat: the character of its number, `a12` under U+000C."""
    found = {agl.toUnicode(f"a{number}", isZapfDingbats=True): chr(number) for number in range(1, _MOST_DINGBATS)}
    return {char: key for char, key in found.items() if char}
