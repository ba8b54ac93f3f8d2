"""Synthetic people and numbers for the papers that tests write. Source: Ofcom, numbers for drama; RFC 2606."""

PHONE = "07700 900123"
WITH_PHONE = f"You can ring me on {PHONE} in the evening.\n"
#: A name that a title gives away, and that is no everyday word.
NAME, GIVEN, SURNAME = "Tobias Quillfeather", "Tobias", "Quillfeather"
INTRODUCED = f"Dear Mr {NAME},\n\nThank you for your letter.\n"
