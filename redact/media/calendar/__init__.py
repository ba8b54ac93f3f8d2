"""Calendars (ICS) and cards (VCF): properties by an allow-list, read with their names; ids and programs' notes go.

Refused is what is cut short or no content line.
"""

from __future__ import annotations

from redact.media.calendar.document import open_calendar

__all__ = ["open_calendar"]
