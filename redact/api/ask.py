"""What a caller asks for, in names and paths, and the order to the pipeline that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from redact import settings
from redact.audit.files import writing
from redact.core.case import NO_CASE
from redact.core.errors import UsageError
from redact.pipeline import Order
from redact.policy.casefile import load_case
from redact.policy.pack import load_pack
from redact.policy.rules import Pack
from redact.settings import Settings
from redact.vault.key import Key

#: Settings that a pack may turn: what stays in a file is for the policy to say.
_OF_POLICY = ("sheets_as_csv", "tracked_changes", "office_comments")
#: The key of a run that was given none, in its record folder.
KEY_NAME = "key"


@dataclass(frozen=True, slots=True)
class Ask:
    """One run as it is asked for. `policy` is a name, a path or a loaded pack; the others are files, where given."""

    inputs: tuple[Path, ...]
    record: Path
    policy: str | Path | Pack = "foi"
    case: Path | None = None
    key: Path | None = None
    settings: Path | Settings | None = None


def record_beside(out: Path) -> Path:
    """The record folder that belongs to a release folder unless another is named: `DIR.record`.

    Raises:
        UsageError: nothing can stand beside the root of a file system.
    """
    folder = out.resolve() if out.name in ("", "..") else out
    if not folder.name:
        raise UsageError("the output folder is the root of a file system", "choose a folder in it")
    return folder.with_name(f"{folder.name}.record")


def order_for(ask: Ask, key: Key | None = None) -> Order:
    """Everything loaded and checked; the key last, for it may be made here, and nothing is made for a wrong order.

    Raises:
        UsageError: pack, case file, settings or key cannot be read or do not hold to their form.
        WriteError: as for `key_for`.
    """
    given = ask.settings
    turned = given if isinstance(given, Settings) else settings.load(given)
    pack = ask.policy if isinstance(ask.policy, Pack) else load_pack(ask.policy)
    turned = _as_the_pack_says(turned, pack)
    case = NO_CASE if ask.case is None else load_case(ask.case)
    return Order(turned, pack, key or key_for(ask), case)


def _as_the_pack_says(settings: Settings, pack: Pack) -> Settings:
    """The settings with what stays in a file as policy has it."""
    said = {name: getattr(pack, name) for name in _OF_POLICY if getattr(pack, name) not in (False, "settings")}
    return replace(settings, keep_metadata=pack.keep_metadata, **said)


def key_for(ask: Ask) -> Key:
    """The key that was given, else the one in the record folder, made there now if need be.

    Raises:
        UsageError: a key file is damaged, cannot be read, or others may read it.
        WriteError: the record folder or the key cannot be written.
    """
    path = ask.key or ask.record / KEY_NAME
    if ask.key is not None:
        return Key.load(path)
    with writing("the record folder"):
        ask.record.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = path.exists()
    return Key.load(path) if there else Key.create(path)
