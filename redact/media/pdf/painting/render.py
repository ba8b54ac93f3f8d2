"""A page as a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2 as pdfium

from redact.media.pdf.terms import Untrusted

#: Small print is read at 200 dots an inch as well as at 300; a poster is drawn as large as a spotter can look at.
DPI = 200
MOST_PX = 4000
_POINTS_PER_INCH = 72
_BELOW = 0.01  # pdfium rounds the sides up


def rendered(page: Any, dpi: float = DPI, most_px: int = MOST_PX) -> Any:
    """``uint8 [height, width, 3], RGB``: a page of pdfium as it is shown, turned and cropped; no side is over `most_px`.

    `places.Shown.area` gives what of the page lies under a box of it.

    Raises:
        Untrusted: pdfium cannot draw it.
    """
    try:
        longest = max(page.get_size())
        scale = min(dpi / _POINTS_PER_INCH, (most_px - _BELOW) / max(longest, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        pixels = np.array(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
    except (pdfium.PdfiumError, ValueError, RuntimeError) as err:
        raise Untrusted("a page cannot be drawn") from err
    return pixels
