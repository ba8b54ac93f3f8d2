"""Whisper on CTranslate2, by way of faster-whisper: the default engine. The only file that knows either library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations

from redact.core.errors import MissingPart
from redact.transcribe.speech.asking import (
    BEAM,
    CLOSING,
    OPENING,
    SURE_OF_LANGUAGE,
    USUAL_LANGUAGE,
    Answer,
    Ask,
    figure,
    filled,
    hear,
)
from redact.transcribe.speech.doubts import Written
from redact.transcribe.speech.engine import Heard

_END_OF_TEXT = "<|endoftext|>"
#: What faster-whisper takes to mean "and whatever is no speech": brackets, notes, names of speakers.
_NO_SPEECH_SIGNS = -1


class Faster:
    """Hears with one Whisper model."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        """Load the model. `device`: auto, cpu or cuda.

        Raises:
            MissingPart: the folder holds no Whisper model that CTranslate2 can run, or there is no such device.
        """
        device = _device(device)
        kind = "float16" if device == "cuda" else "int8"
        try:
            whisper = WhisperModel(str(folder), device=device, compute_type=kind, local_files_only=True)
        except (OSError, RuntimeError, ValueError) as err:
            raise MissingPart("the speech model cannot be run", "fetch it again: redact models fetch") from err
        self._network = _Network(whisper)

    def language(self, samples: Any) -> str:
        """The language of the speech in ``float32 [n]``, as Whisper names it (`en`)."""
        return self._network.language(filled(samples))

    def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
        """Both readings of ``float32 [n]`` at 16 kHz, half a minute at most."""
        return hear(self._network, samples, language)


class _Network:
    """Whisper in CTranslate2. What it encodes is a `StorageView` ``[1, frames / 2, width]``."""

    def __init__(self, whisper: WhisperModel) -> None:
        self._whisper = whisper
        self.digits = _figures(whisper)
        # The first window of a sound is asked for its language and then for its words.
        self._last: tuple[bytes, Any] = (b"", None)

    def encode(self, samples: Any) -> Any:
        """CTranslate2 takes any length up to half a minute."""
        key = samples.tobytes()
        if self._last[0] != key:
            mel = self._whisper.feature_extractor(samples, padding=0)[None]
            view = ctranslate2.StorageView.from_array(np.ascontiguousarray(mel, dtype=np.float32))
            self._last = (key, self._whisper.model.encode(view, to_cpu=False))
        return self._last[1]

    def write(self, sound: Any, ask: Ask) -> Answer:
        """The likeliest text by a search along several beams."""
        voice = self._voice(ask.language)
        prompt = [*voice.sot_sequence, voice.no_timestamps]
        suppressed = {*get_suppressed_tokens(voice, [_NO_SPEECH_SIGNS]), *(() if ask.digits else self.digits)}
        [told] = self._whisper.model.generate(
            sound,
            [prompt],
            beam_size=BEAM,
            max_length=len(prompt) + ask.most,
            no_repeat_ngram_size=ask.no_repeat,
            suppress_tokens=sorted(suppressed),
            return_scores=True,
            return_no_speech_prob=True,
        )
        ids = [token for token in told.sequences_ids[0] if token < voice.eot]
        # The score is a mean over the tokens; Whisper's own mean counts the end of the text too.
        likely = told.scores[0] * len(ids) / (len(ids) + 1) if ids else 0.0
        return Answer(ids, Written(voice.decode(ids).strip(), likely, told.no_speech_prob))

    def align(self, sound: Any, frames: int, ids: Sequence[int], language: str) -> list[Heard]:
        """The words by the attention that each token pays to the sound."""
        [words] = self._whisper.find_alignment(self._voice(language), [list(ids)], sound, frames)
        merge_punctuations(words, OPENING, CLOSING)
        return [
            Heard(word["word"], float(word["start"]), float(word["end"]), float(word["probability"])) for word in words
        ]

    def language(self, samples: Any) -> str:
        """The likeliest language, or the usual one where no language is likely."""
        if not self._whisper.model.is_multilingual:
            return USUAL_LANGUAGE
        token, likely = self._whisper.model.detect_language(self.encode(samples))[0][0]
        return str(token[2:-2]) if likely >= SURE_OF_LANGUAGE else USUAL_LANGUAGE

    def _voice(self, language: str) -> Tokenizer:
        many = self._whisper.model.is_multilingual
        return Tokenizer(self._whisper.hf_tokenizer, many, task="transcribe", language=language)


def _figures(whisper: WhisperModel) -> frozenset[int]:
    end = whisper.hf_tokenizer.token_to_id(_END_OF_TEXT)
    texts = whisper.hf_tokenizer.decode_batch([[token] for token in range(end)])
    return frozenset(token for token, text in enumerate(texts) if figure(text))


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    return "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"
