"""The error tree. Messages say what happened, hints say what to do next; neither ever holds content or a file name.

RedactError
├── UsageError          exit 2   the command was asked for something it cannot do
│   └── PolicyError     exit 2   a pack or case file is wrong
├── InputError          exit 3   a source cannot be understood
│   ├── UnsupportedMedia
│   ├── CorruptInput
│   ├── EncryptedInput
│   ├── LimitExceeded
│   │   └── TooDeep
│   └── Lethal
├── MissingPart         exit 4   a library or a model is absent
├── ResidualError       exit 5   the draft still held something; it was withdrawn
├── WriteError          exit 6   the output cannot be made whole
└── Defect              exit 70  our own broken promise
"""

from __future__ import annotations

from typing import ClassVar


class RedactError(Exception):
    """Root of every error we raise: a message, a hint, and the exit code the command line ends with."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[RedactError], tuple[str, str]]:
        """As it was made: pickling by itself would lose the hint."""
        return type(self), (self.message, self.hint)

    @property
    def kind(self) -> str:
        """The class name, as it stands in manifests (`CorruptInput`)."""
        return type(self).__name__


class UsageError(RedactError):
    """The request itself is wrong."""

    exit_code = 2


class PolicyError(UsageError):
    """A policy pack or a case file does not hold to its schema."""


class InputError(RedactError):
    """A source cannot be understood, so it is not released."""

    exit_code = 3


class NotUnderstood(InputError):
    """There is speech throughout, and nobody could make out a word of it."""


class UnsupportedMedia(InputError):
    """No adapter knows this kind of file."""


class CorruptInput(InputError):
    """The bytes contradict the format they claim."""


class EncryptedInput(InputError):
    """The source is locked and no key was given."""


class LimitExceeded(InputError):
    """The source is larger, deeper or denser than the limits allow."""


class TooDeep(LimitExceeded):
    """Files within files within files: deeper than anybody packs them who wants them to be found."""


class Lethal(InputError):
    """Whoever works on it dies or hangs, every time."""


class MissingPart(RedactError):
    """A model or an optional library is not installed; the hint is the command that installs it."""

    exit_code = 4


class ResidualError(RedactError):
    """Verification found a person left in the draft; the draft was withdrawn."""

    exit_code = 5


class WriteError(RedactError):
    """The output could not be written whole."""

    exit_code = 6


class Defect(RedactError):
    """We broke a promise of our own; please report it."""

    exit_code = 70
