"""What is asked of a corpus run, what of it changes an output, and the note of it that stands in the record.

The note (`corpus.json`) is what `redact retry` goes by. It holds paths and names of fields, no value, and no secret that
stood in a URL: whoever needs one gives it to the storage library in its own way, by the environment.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from redact.api.ask import Ask
from redact.audit.files import replacing
from redact.core.errors import UsageError
from redact.pipeline import Order, check_folders
from redact.policy.rules import Pack
from redact.run.corpus.formats import Fields
from redact.run.shards.address import is_glob, path_of, protocol, shown, split_glob

#: Goes up whenever the same shard would be written or counted otherwise by this code than by the last.
COMMIT_VERSION = 1
SHARD_BYTES = 32 * 1024**2
NOTE = "corpus.json"
#: The folder of the record to which a Ray instance of our own spills.
SPILL = "spill"
_PLAIN = ("shard_bytes", "format", "link", "examples", "jobs", "ray")  # what is written as it is
_AGAIN = "run the whole command again: redact corpus INPUT --out DIR"


@dataclass(frozen=True, slots=True)
class CorpusAsk:
    """One corpus as it is asked for. `inputs` and `out` are paths, globs or fsspec URLs; `ask` has no inputs of its own.

    `format` is empty where it is known by each file's name and first bytes. `jobs` is `auto` or a number, `ray` an
    address, `local` or nothing: they say who does the work, and change nothing in what comes out.
    """

    inputs: tuple[str, ...] = field(repr=False)
    out: str = field(repr=False)
    ask: Ask = field(repr=False)
    fields: Fields = field(default=Fields(), repr=False)
    shard_bytes: int = SHARD_BYTES
    format: str = ""
    link: bool = False
    examples: int = 5
    jobs: int | str = "auto"
    ray: str = ""

    @property
    def record(self) -> Path:
        """The record folder."""
        return self.ask.record


def settled(ask: CorpusAsk) -> CorpusAsk:
    """The same ask with paths that mean the same wherever one stands: hands of a cluster stand in another folder."""
    order = ask.ask
    policy, turned = order.policy, order.settings
    absolute = replace(
        order,
        record=order.record.absolute(),
        policy=policy if isinstance(policy, Pack) or not Path(policy).is_file() else Path(policy).absolute(),
        case=order.case and order.case.absolute(),
        key=order.key and order.key.absolute(),
        settings=turned.absolute() if isinstance(turned, Path) else turned,
    )
    return replace(ask, inputs=tuple(map(_settled, ask.inputs)), out=_settled(ask.out), ask=absolute)


def _settled(place: str) -> str:
    if protocol(place) or (is_glob(place) and is_glob(str(Path.cwd()))):  # our folder's name is no pattern
        return place
    return str(Path(path_of(place)).absolute())


def fingerprint(ask: CorpusAsk, order: Order) -> str:
    """Changes whenever a shard might come out otherwise."""
    what = {
        "order": order.fingerprint,
        "fields": asdict(ask.fields),
        "shard_bytes": ask.shard_bytes,
        "format": ask.format,
        "link": ask.link,
        "commit": COMMIT_VERSION,
    }
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def check_places(ask: CorpusAsk) -> None:
    """No place may lie in another that is read or released: outputs would be read as inputs, records be released.

    Raises:
        UsageError: two of them overlap.
    """
    given = [_fixed(each) for each in ask.inputs]
    away = bool(protocol(ask.out))
    nowhere = ask.record.with_name(f"{ask.record.name}.none")  # what is released elsewhere overlaps nothing here
    here = [Path(path_of(each)) for each in given if not protocol(each)]
    check_folders(here, nowhere if away else Path(path_of(ask.out)), ask.record, ask.ask.key)
    if away and any(_within(each, ask.out) or _within(ask.out, each) for each in given):
        raise UsageError("the output folder overlaps an input", "choose an --out outside of every input")


def _fixed(place: str) -> str:
    """What of an input stands before its first wildcard. A file here may have a wildcard's character in its name."""
    if not is_glob(place) or (not protocol(place) and Path(path_of(place)).exists()):
        return place
    return split_glob(place)[0] or "."


def _within(one: str, other: str) -> bool:
    return f"{one.rstrip('/')}/".startswith(f"{other.rstrip('/')}/")


def write_note(ask: CorpusAsk) -> None:
    """Store what was asked in the record folder.

    Raises:
        WriteError: it cannot be written.
    """
    policy = ask.ask.policy
    if isinstance(policy, Pack):
        raise UsageError("a corpus needs a pack that others can load, too", "name a pack, or a .yaml file")
    held = {
        "corpus": 1,
        "inputs": [_from_anywhere(each) for each in ask.inputs],
        "out": _from_anywhere(ask.out),
        "policy": str(Path(policy).resolve()) if Path(policy).is_file() else str(policy),
        "case": _path(ask.ask.case),
        "key": _path(ask.ask.key),
        "settings": _path(ask.ask.settings),
        "fields": asdict(ask.fields),
        **{name: getattr(ask, name) for name in _PLAIN},
    }
    with replacing(ask.record / NOTE, "the note of the corpus") as file:
        file.write(json.dumps(held, indent=1).encode() + b"\n")


def read_note(record: Path) -> CorpusAsk:
    """What was asked, as the note in the record folder has it.

    Raises:
        UsageError: there is no note, or it cannot be read.
    """
    try:
        held: dict[str, Any] = json.loads((record / NOTE).read_bytes())
        return _asked(held, record)
    except FileNotFoundError as err:
        raise UsageError("this is not the record of a corpus", "name the record folder of `redact corpus`") from err
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise UsageError("corpus.json of the record cannot be read", _AGAIN) from err


def _asked(held: dict[str, Any], record: Path) -> CorpusAsk:
    case, key, settings = (Path(held[name]) if held[name] else None for name in ("case", "key", "settings"))
    ask = Ask((), record, held["policy"], case, key, settings)
    fields = Fields(**{**held["fields"], "text": tuple(held["fields"]["text"])})
    asked = CorpusAsk(tuple(held["inputs"]), held["out"], ask, fields)
    return replace(asked, **{name: held[name] for name in _PLAIN})


def _from_anywhere(place: str) -> str:
    return shown(place) if protocol(place) else _settled(place)


def _path(given: object) -> str | None:
    return str(given.resolve()) if isinstance(given, Path) else None
