"""What tests of several rooms stand on."""

from __future__ import annotations

from s3_kit import s3, s3_server

__all__ = ["s3", "s3_server"]
