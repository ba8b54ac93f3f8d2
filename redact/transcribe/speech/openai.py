"""Whisper on PyTorch, by way of openai-whisper: the second engine. The only file that knows either library.

It runs the very weights of the first engine, under other names (`convert`), and is asked in the same way (`asking`).
Nothing is ever downloaded: the vocabularies and the bands of the spectrogram are inside the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

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
from redact.transcribe.speech.convert import checkpoint
from redact.transcribe.speech.doubts import Written
from redact.transcribe.speech.engine import Heard

try:
    import torch
    from torch.nn.functional import gelu
    from whisper.audio import log_mel_spectrogram
    from whisper.decoding import DecodingOptions, DecodingTask, LogitFilter
    from whisper.model import ModelDimensions, Whisper
    from whisper.timing import find_alignment, merge_punctuations
    from whisper.tokenizer import Tokenizer, get_tokenizer
except ImportError as err:
    raise MissingPart("openai-whisper is not installed", "pip install 'redact-pipeline[whisper]'") from err

#: What openai-whisper takes to mean "and whatever is no speech": brackets, notes, names of speakers.
_NO_SPEECH_SIGNS = -1


class OpenAI:
    """Hears with one Whisper model."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        """Load the model. `device`: auto, cpu or cuda.

        Raises:
            MissingPart: the folder holds no whole Whisper model of CTranslate2, or there is no such device.
            UsageError: the model is quantised.
        """
        self._network = _Network(load(folder, _device(device)))

    def language(self, samples: Any) -> str:
        """The language of the speech in ``float32 [n]``, as Whisper names it (`en`)."""
        return self._network.language(self._network.encode(filled(samples)))

    def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
        """Both readings of ``float32 [n]`` at 16 kHz, half a minute at most."""
        return hear(self._network, samples, language)


class _Network:
    """Whisper in PyTorch. What it encodes is a tensor ``[frames / 2, width]``."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper = whisper
        # Half precision is a gain on graphics cards and a loss on processors.
        self._halves = whisper.device.type == "cuda"
        self.digits = _digit_tokens(self._voice(USUAL_LANGUAGE))
        for block in whisper.decoder.blocks:
            block.cross_attn = _Together(block.cross_attn)

    def encode(self, samples: Any) -> Any:
        """openai-whisper's own encoder takes half a minute and nothing else; its layers take any length."""
        encoder, dims = self._whisper.encoder, self._whisper.dims
        mel = log_mel_spectrogram(samples, dims.n_mels, device=self._whisper.device)[None]
        with torch.no_grad():
            sound = gelu(encoder.conv1(mel.half() if self._halves else mel))
            sound = gelu(encoder.conv2(sound)).permute(0, 2, 1)
            sound = (sound + encoder.positional_embedding[: sound.shape[1]]).to(sound.dtype)
            for block in encoder.blocks:
                sound = block(sound)
            return encoder.ln_post(sound)[0]

    def write(self, sound: Any, ask: Ask) -> Answer:
        """The likeliest text by a search along several beams."""
        options = DecodingOptions(
            language=ask.language,
            beam_size=BEAM,
            sample_len=ask.most,
            suppress_tokens=[_NO_SPEECH_SIGNS, *(() if ask.digits else sorted(self.digits))],
            without_timestamps=True,
            fp16=self._halves,
        )
        [told] = _Task(self._whisper, options, ask.no_repeat).run(sound[None])
        likely = told.avg_logprob if told.tokens else 0.0
        return Answer(told.tokens, Written(told.text, likely, told.no_speech_prob))

    def align(self, sound: Any, frames: int, ids: Sequence[int], language: str) -> list[Heard]:
        """The words by the attention that each token pays to the sound."""
        words = find_alignment(_Encoded(self._whisper), self._voice(language), list(ids), sound, frames)
        merge_punctuations(words, OPENING, CLOSING)
        return [Heard(word.word, float(word.start), float(word.end), float(word.probability)) for word in words]

    def language(self, sound: Any) -> str:
        """The likeliest language, or the usual one where no language is likely."""
        if not self._whisper.is_multilingual:
            return USUAL_LANGUAGE
        voice = self._voice(USUAL_LANGUAGE)
        start = torch.tensor([[voice.sot]], device=sound.device)
        with torch.no_grad():
            logits = self._whisper.logits(start, sound[None])[0, 0]
        likely = logits[list(voice.all_language_tokens)].softmax(dim=-1)
        best = int(likely.argmax())
        return str(voice.all_language_codes[best]) if likely[best] >= SURE_OF_LANGUAGE else USUAL_LANGUAGE

    def _voice(self, language: str) -> Tokenizer:
        many, languages = self._whisper.is_multilingual, self._whisper.num_languages
        return get_tokenizer(many, num_languages=languages, language=language, task="transcribe")


class _Task(DecodingTask):  # type: ignore[misc]
    """openai-whisper's decoding of a sound that is encoded already."""

    def __init__(self, whisper: Whisper, options: DecodingOptions, no_repeat: int) -> None:
        super().__init__(whisper, options)
        if no_repeat:
            self.logit_filters.append(_NoRepeat(no_repeat, self.sample_begin))

    def _get_audio_features(self, mel: Any) -> Any:
        return mel


class _Together(torch.nn.Module):  # type: ignore[misc]
    """Attention of all beams to the one sound they share, in one product.

    Left to itself PyTorch copies the keys and values of the sound for every beam, layer and token: most of the time went there.
    """

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.attention = attention

    def forward(self, beams: Any, sound: Any, *, kv_cache: Any = None) -> Any:
        """`beams` ``[beams, tokens, width]`` look at `sound` ``[1, frames / 2, width]``, none at each other."""
        seen, weights = self.attention(beams.reshape(1, -1, beams.shape[-1]), sound, kv_cache=kv_cache)
        return seen.reshape(beams.shape), weights


class _NoRepeat(LogitFilter):  # type: ignore[misc]
    """No run of `size` tokens comes twice."""

    def __init__(self, size: int, begin: int) -> None:
        self._size, self._begin = size, begin

    def apply(self, logits: Any, tokens: Any) -> None:
        """Strike out what would end such a run, in each row."""
        size = self._size
        for row, said in enumerate(tokens[:, self._begin :].tolist()):
            tail = said[len(said) - size + 1 :]
            for at in range(len(said) - size + 1):
                if said[at : at + size - 1] == tail:
                    logits[row, said[at + size - 1]] = -np.inf


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Stands for the network where `find_alignment` would have it encode the sound once more."""

    whisper: Whisper

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whisper, name)

    def __call__(self, sound: Any, tokens: Any) -> Any:
        return self.whisper.decoder(tokens, sound)


def load(folder: Path, device: str) -> Whisper:
    """openai-whisper's own network with the weights of a CTranslate2 model.

    Raises:
        MissingPart: the folder holds no whole Whisper model of CTranslate2.
        UsageError: the model is quantised.
    """
    held = checkpoint(folder)
    whisper = Whisper(ModelDimensions(**held.dims))
    state = {name: torch.from_numpy(array.astype(np.float32)) for name, array in held.state.items()}
    try:
        whisper.load_state_dict(state, assign=True)
    except RuntimeError as err:
        raise MissingPart("the speech model cannot be run", "fetch it again: redact models fetch") from err
    if held.heads:
        whisper.register_buffer("alignment_heads", _mask(held.heads, whisper).to_sparse(), persistent=False)
    return whisper.eval().to(device)


def _mask(heads: Sequence[tuple[int, int]], whisper: Whisper) -> Any:
    mask = torch.zeros(whisper.dims.n_text_layer, whisper.dims.n_text_head, dtype=torch.bool)
    layers, columns = zip(*heads, strict=True)
    mask[list(layers), list(columns)] = True
    return mask


def _digit_tokens(voice: Tokenizer) -> frozenset[int]:
    single = voice.encoding.decode_single_token_bytes
    return frozenset(token for token in range(voice.eot) if figure(single(token).decode(errors="ignore")))


def _device(wanted: str) -> str:
    there = torch.cuda.is_available()
    if wanted == "cuda" and not there:
        raise MissingPart("no graphics card that PyTorch can use", "set speech_device to cpu, or install its driver")
    return "cuda" if there and wanted != "cpu" else "cpu"
