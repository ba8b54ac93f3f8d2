"""`python -m redact.cli`, where the `redact` command is not on the path."""

from __future__ import annotations

import sys

from redact.cli import main

if __name__ == "__main__":
    sys.exit(main())
