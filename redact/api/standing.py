"""The order that stands beside the plans of a record, so that `apply` needs to be told none of it again.

`policy.yaml` is the pack as it was resolved, `order.json` the rest. The case file is not copied, for it holds values:
its path is kept, and a keyed digest that tells whether it has changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from redact import settings
from redact.api.ask import Ask, key_for, order_for
from redact.audit.files import replacing
from redact.audit.folder import RecordFolder
from redact.audit.plan import read_header
from redact.core.errors import InputError, UsageError
from redact.pipeline import Item, Order
from redact.pipeline.survey import paper_id
from redact.policy.explain import show
from redact.policy.pack import load_pack
from redact.policy.rules import Pack
from redact.settings import Settings
from redact.vault.key import Key

_ORDER, _POLICY = "order.json", "policy.yaml"
_AGAIN = "put it back as it was, or plan again: redact plan"


def write(ask: Ask, order: Order, out: Path | None = None) -> None:
    """Store the order in the record folder; and where its inputs were and its outputs went, for whoever runs it again.

    Raises:
        WriteError: it cannot be written.
    """
    case = None if ask.case is None else {"path": str(ask.case.resolve()), "digest": _case_digest(ask.case, order.key)}
    held = {
        "order": 1,
        "extends": order.pack.extends,
        "policy_fingerprint": order.pack.fingerprint,
        "settings": asdict(order.settings),
        "case": case,
        "key_id": order.key.id,
        "key": None if ask.key is None else str(ask.key.resolve()),
        "inputs": [str(path.absolute()) for path in ask.inputs],
        "out": None if out is None else str(out.absolute()),
    }
    with replacing(ask.record / _POLICY, "the policy of the record") as file:
        file.write(show(order.pack).encode())
    with replacing(ask.record / _ORDER, "the order of the record") as file:
        file.write(json.dumps(held, indent=1).encode() + b"\n")


def asked(record: Path, key: Path | None = None) -> tuple[Ask, Path]:
    """What was asked for when the record was last written to by a run, and the release folder.

    Raises:
        UsageError: there was no run that released anything.
    """
    held = _held(record)
    if not held.get("out"):
        raise UsageError(
            "no run has released anything from this record",
            "its plans are carried out by redact apply; what a watch folder kept back goes in again by redact watch requeue",
        )
    kept = Path(held["key"]) if held.get("key") else None
    return Ask(tuple(map(Path, held["inputs"])), record, key=key or kept), Path(held["out"])


def read(ask: Ask) -> Order:
    """The order that stands in the record, with the key that is given or stands there too.

    Raises:
        UsageError: there is none, or key, policy or case file are not those the plans were made with.
    """
    held = _held(ask.record)
    key = key_for(ask)
    if key.id != held["key_id"]:
        raise UsageError("this is not the key the plans were made with", "give that key with --key, or plan again")
    pack = _pack(ask.record, held)
    case = case_of(ask.record)
    if case is not None and _case_digest(case, key) != held["case"]["digest"]:
        raise UsageError("the case file has changed since the plans were made", _AGAIN)
    return order_for(replace(ask, policy=pack, case=case, settings=_settings(held["settings"])), key)


def case_of(record: Path) -> Path | None:
    """The case file of the order that stands in the record."""
    case = _held(record)["case"]
    return Path(case["path"]) if case else None


def settings_of(record: Path) -> Settings:
    """The settings of the order that stands in the record.

    Raises:
        UsageError: there is none, or it is of another version.
    """
    return _settings(_held(record)["settings"])


def with_plan(items: Sequence[Item], order: Order, record: Path) -> list[Item]:
    """The items, with an error on each that has no plan of this order."""
    folder = RecordFolder(record)
    return [replace(item, error=item.error or _lacks(item, order, folder)) for item in items]


def _lacks(item: Item, order: Order, folder: RecordFolder) -> InputError | None:
    if item.source is None:
        return None
    path = folder.plan_path(paper_id(item.source))
    if not path.exists():
        return InputError("there is no plan for this source as it is now", "plan it: redact plan")
    try:
        header = read_header(path)
    except UsageError as err:
        return InputError(f"its plan cannot be carried out: {err.message}", err.hint)
    if header.policy_fingerprint != order.pack.fingerprint:
        return InputError("the plan of this source was made under another policy", "plan it again: redact plan")
    return None


def _held(record: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads((record / _ORDER).read_bytes())
    except FileNotFoundError as err:
        raise UsageError("there are no plans in the record folder", "make them first: redact plan") from err
    except (OSError, ValueError) as err:
        raise UsageError("order.json of the record cannot be read", "plan again: redact plan") from err
    return held


def _pack(record: Path, held: dict[str, Any]) -> Pack:
    pack = replace(load_pack(record / _POLICY), extends=held["extends"])
    if pack.fingerprint != held["policy_fingerprint"]:
        raise UsageError("policy.yaml of the record has changed since the plans were made", _AGAIN)
    return pack


def _settings(held: dict[str, Any]) -> Settings:
    """Lists of JSON as the tuples they were. The environment of today has no say in it.

    Raises:
        UsageError: another version of redact made the plans, with settings that this one does not have.
    """
    return settings.load(None, {}, **held)


def _case_digest(path: Path, key: Key) -> str:
    try:
        content = path.read_bytes()
    except OSError as err:
        raise UsageError("the case file of the plans cannot be read", _AGAIN) from err
    return hashlib.blake2b(content, key=key.derive("case of the plans"), digest_size=16).hexdigest()
