"""Finds a model by models/manifest.toml, checks that it is the one we know, refuses otherwise; fetches only when asked.

Nothing here is called over the network at run time: `model_path` reads the store, and only `fetch` runs pip.
"""

from __future__ import annotations

from redact.modelstore.catalogue import Model, Part, manifest
from redact.modelstore.fetching import fetch
from redact.modelstore.store import Listed, State, digest, listing, model_path, store_folder, verify

__all__ = [
    "Listed",
    "Model",
    "Part",
    "State",
    "digest",
    "fetch",
    "listing",
    "manifest",
    "model_path",
    "store_folder",
    "verify",
]
