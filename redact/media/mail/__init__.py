"""Mail: EML, MBOX and MSG. Headers, texts, nested messages and attachments are read; routing, ids and signatures go.

Refused is what is encrypted as a whole, nested too deep, or no message at all.
"""

from __future__ import annotations

from redact.media.mail.eml import open_mail
from redact.media.mail.mbox import open_mbox
from redact.media.mail.msg import open_msg

__all__ = ["open_mail", "open_mbox", "open_msg"]
