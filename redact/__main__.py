"""`python -m redact`: the same door as the command `redact`."""

from __future__ import annotations

import sys

from redact.cli import main

if __name__ == "__main__":
    sys.exit(main())
