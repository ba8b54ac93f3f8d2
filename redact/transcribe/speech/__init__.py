"""Speech in recordings: found, heard in two readings, each word with its moment. Refuses to pass over what it did not hear."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from redact.core.errors import UsageError
from redact.modelstore import model_path
from redact.settings import Settings
from redact.transcribe.speech.engine import Engine
from redact.transcribe.speech.listener import Listener

#: Engines by the name that `Settings.speech` gives them. Their libraries are heavy: only the one asked for is loaded.
_ENGINES = {
    "faster": ("redact.transcribe.speech.faster", "Faster"),
    "openai": ("redact.transcribe.speech.openai", "OpenAI"),
}


def make(settings: Settings) -> Listener:
    """The listener with the engine and the model that the settings name.

    Raises:
        MissingPart: the model is not in the store, or the engine is not installed.
        UsageError: there is no such engine.
    """
    if settings.speech not in _ENGINES:
        raise UsageError("there is no such speech engine", f"speech is one of: {', '.join(_ENGINES)}")
    module, name = _ENGINES[settings.speech]
    engine: Engine = getattr(import_module(module), name)(_folder(settings.speech_model), settings.speech_device)
    return Listener(engine, settings.speech_language)


def _folder(model: str) -> Path:
    own = Path(model)
    return own if own.is_dir() else model_path(model)


__all__ = ["Listener", "make"]
