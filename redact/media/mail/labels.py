"""The fields of appointments, tasks, contacts and notes, as lines that a person reads: `Location: Room 4`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from redact.media.mail.mapi import Item, Key, Value

_APPOINTMENT = "00062002-0000-0000-c000-000000000046"
_TASK = "00062003-0000-0000-c000-000000000046"
_ADDRESS = "00062004-0000-0000-c000-000000000046"
_COMMON = "00062008-0000-0000-c000-000000000046"
_LOG = "0006200a-0000-0000-c000-000000000046"
_CALENDAR_ASSISTANT = "11000e07-b51b-40d6-af21-caa85edab1d0"

#: Properties that people see, in the order in which they see them. Source: [MS-OXPROPS].
_LABELS: Mapping[Key, str] = {
    (_APPOINTMENT, 0x8208): "Location", (_APPOINTMENT, 0x820D): "Start", (_APPOINTMENT, 0x820E): "End",
    (_APPOINTMENT, 0x8232): "Recurrence", (_APPOINTMENT, 0x8238): "Attendees", (_APPOINTMENT, 0x8230): "Accepted by",
    (_CALENDAR_ASSISTANT, 0x0001): "Attendees, as invited", (_APPOINTMENT, 0x8209): "Meeting workspace",
    (_TASK, 0x8104): "Start", (_TASK, 0x8105): "Due", (_TASK, 0x810F): "Completed", (_TASK, 0x8102): "Share complete",
    (_TASK, 0x811F): "Owner", (_TASK, 0x8121): "Assigned by", (_TASK, 0x8117): "Last user",
    0x3A45: "Title", 0x3A06: "First name", 0x3A44: "Middle name", 0x3A11: "Last name", 0x3A05: "Suffix",
    0x3A4F: "Nickname", 0x3A16: "Company", 0x3A17: "Job title", 0x3A18: "Department", 0x3A19: "Office",
    (_ADDRESS, 0x8005): "Filed as", (_ADDRESS, 0x8083): "E-mail", (_ADDRESS, 0x8080): "Shown as",
    (_ADDRESS, 0x8093): "E-mail 2", (_ADDRESS, 0x8090): "Shown as 2", (_ADDRESS, 0x80A3): "E-mail 3",
    (_ADDRESS, 0x80A0): "Shown as 3", (_ADDRESS, 0x8062): "Messenger", (_ADDRESS, 0x802B): "Web page",
    (_ADDRESS, 0x801B): "Work address", (_ADDRESS, 0x801A): "Home address", (_ADDRESS, 0x801C): "Other address",
    0x3A15: "Postal address", 0x3A08: "Business phone", 0x3A1B: "Business phone 2", 0x3A09: "Home phone",
    0x3A2F: "Home phone 2", 0x3A1C: "Mobile phone", 0x3A1F: "Other phone", 0x3A1A: "Main phone", 0x3A02: "Callback phone",
    0x3A24: "Business fax", 0x3A25: "Home fax", 0x3A23: "Other fax", 0x3A21: "Pager", 0x3A51: "Business web page",
    0x3A50: "Personal web page", 0x3A42: "Birthday", 0x3A41: "Anniversary", 0x3A48: "Partner", 0x3A58: "Children",
    0x3A4E: "Manager", 0x3A30: "Assistant", 0x3A2E: "Assistant's phone", 0x3A46: "Profession", 0x3A43: "Hobbies",
    0x3A07: "Government id", 0x3A10: "Organisational id", 0x3A0D: "Place", 0x3A0C: "Language",
    (_COMMON, 0x8539): "Companies", (_COMMON, 0x853A): "Contacts", (_COMMON, 0x8535): "Billing",
    (_COMMON, 0x8534): "Mileage", (_COMMON, 0x8530): "Flag", (_LOG, 0x8700): "Entry type", (_LOG, 0x8706): "Start",
    (_LOG, 0x8708): "End",
}  # fmt: skip


def lines(item: Item) -> str:
    """One line for each field that has a value."""
    said = ((label, _words(item.props.get(key))) for key, label in _LABELS.items())
    return "".join(f"{label}: {words}\n" for label, words in said if words)


def _words(value: Value | None) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M UTC")
    if isinstance(value, tuple):
        return ", ".join(" ".join(found.split()) for found in value)
    if isinstance(value, float):
        return f"{value:.0%}" if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""
