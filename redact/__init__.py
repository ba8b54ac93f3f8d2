"""Take people out of documents, pictures and recordings, and prove it.

The public face. `import redact` is light: each name below is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redact.api import Outcome, Policy, apply, load_policy, plan, redact, text
    from redact.core.errors import RedactError

__version__ = "0.1.0"
__all__ = ["Outcome", "Policy", "RedactError", "__version__", "apply", "load_policy", "plan", "redact", "text"]

_HOMES = dict.fromkeys(("Outcome", "Policy", "apply", "load_policy", "plan", "redact", "text"), "redact.api")
_HOMES["RedactError"] = "redact.core.errors"


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'redact' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
