"""The UK identifier pack: every table joined into one detector."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from redact.core.flow import Finding
from redact.core.fold import fold
from redact.core.ports import Detector
from redact.core.segment import Text
from redact.detect.patterns import references, twins, uk_civic, uk_health, uk_justice, uk_money, uk_tax_work, uk_travel
from redact.detect.patterns.engine import Pack, home
from redact.detect.patterns.recognizer import Recognizer
from redact.detect.patterns.spoken import spoken
from redact.detect.patterns.statute import statutes
from redact.settings import Settings

#: Order decides between equal claims: the more telling table first.
ROWS: tuple[Recognizer, ...] = (
    *twins.ROWS,
    *uk_health.ROWS,
    *uk_tax_work.ROWS,
    *uk_justice.ROWS,
    *uk_civic.ROWS,
    *uk_travel.ROWS,
    *uk_money.ROWS,
    *references.ROWS,
)


class UkPack:
    """UK identifiers, statutes and spoken numbers."""

    name = "uk"

    def __init__(self) -> None:
        self._pack = Pack(self.name, ROWS)

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings in the segment's own characters; statutes may overlap numbers inside them."""
        read = fold(segment.text)
        others = chain(statutes(read.text), spoken(read.text))
        return chain(self._pack(segment, read), (home(finding, read) for finding in others))


def make(settings: Settings) -> Detector:
    """The detector the registry asks for. Nothing of it is turned by settings."""
    del settings
    return UkPack()
