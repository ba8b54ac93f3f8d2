"""Pictures: what is done to the pixels of a decision, and the label that is painted on them."""

from __future__ import annotations

from redact.core.flow import Decision
from redact.operate import label
from redact.operate.setup import Setup, TextOperator

FILL = "fill"
#: A face may be softened where the pack asks for it. Text, codes and plates are always filled: a mosaic or blur of them
#: can be read back by trying what it might be.
#: Source: Hill et al., "On the (In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction", PoPETs 2016.
_SOFTENED = frozenset({"FACE"})


def style(decision: Decision) -> str:
    """`fill`, `pixelate` or `blur`."""
    name = decision.verdict.operator.partition(":")[0]
    return name if decision.entity in _SOFTENED and name in ("pixelate", "blur") else FILL


def make_fill(setup: Setup) -> TextOperator:
    """`fill` (labelled as the mode asks), `fill:code`, `fill:entity`, `fill:both`, or `fill:none`."""
    if setup.argument == "none":
        return _nothing
    labelled = label.make(setup)

    def operator(decision: Decision, surface: str) -> str:
        made = labelled(decision, surface) or ""
        return made.removeprefix("[").removesuffix("]")

    return operator


def make_bare(_setup: Setup) -> TextOperator:
    """`pixelate` and `blur`: nothing is painted on what can still be made out."""
    return _nothing


def _nothing(_decision: Decision, _surface: str) -> str:
    return ""
