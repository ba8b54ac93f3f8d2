"""Known names caught by their sound in transcripts: python -m bench.alike --data DIR [--voices N]

Names are said in carrier sentences by espeak-ng and flite and written down by the recogniser (faster-whisper, base): how
many that it wrote otherwise are still found, with nothing known but a list of the names. Then ordinary texts, in small
letters as well, with 500 known people: whatever is found there in other letters than the name's own is taken for false,
though some of it is a name spelt otherwise. And what listening costs for an hour of speech (9,000 words).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

from bench.figures import save, table
from redact.core.segment import Text, TextKind
from redact.modelstore import model_path
from redact.resolve.alike import Ear, Known
from redact.resolve.names import read_name

#: None of them was looked at while the rules were written.
_GIVEN = (
    "Owain Bronwen Seren Tegan Emrys Morag Alasdair Fiona Lachlan Iona Brigid Cormac Eimear Donal Sorcha Leonard Judith "
    "Hugo Penelope Stuart Rajesh Kavita Amrit Shabnam Yusuf Farhana Nikhil Lakshmi Chidi Folake Emeka Amara Kofi Esther "
    "Zanele Farai Krzysztof Malgorzata Zbigniew Ewa Marek Beata Desmond Valerie Colin Maureen Trevor Josephine"
).split()
_SURNAMES = (
    "Prosser Maddocks Gwynne Treharne Lloyd Kinnaird Galbraith Macleod Farquharson Abernethy Mulcahy Heffernan Scanlon "
    "Quigley Corrigan Threlfall Ormerod Satterthwaite Winterbottom Aldous Banerjee Deshpande Grewal Rahman Siddiqui Malik "
    "Venkatesh Pillai Achebe Adebayo Nnamdi Okoro Boateng Owusu Dlamini Chikwanha Zawadzki Jablonski Wojciechowski Pawlak "
    "Szymanski Gorska Cartwright Tomlinson Hepworth Arkwright Loxley Pemberton"
).split()
_NAMES = tuple(f"{given} {surname}" for given, surname in zip(_GIVEN, _SURNAMES, strict=True))
_CARRIERS = (
    "The manager, {}, drives a blue car.", "I spoke to {} about the letter yesterday.",
    "My name is {} and I am calling about my rent.", "The officer said that {} had left before lunch.",
    "We are waiting for {} to sign the form.", "Please ask {} to ring me back on Monday.",
)  # fmt: skip
_VOICES = (
    ("espeak-ng", "-s", "150", "-v", "en-gb", "-w"), ("espeak-ng", "-s", "150", "-v", "en-gb-x-rp+f3", "-w"),
    ("flite", "-voice", "slt", "-o"), ("flite", "-voice", "awb", "-o"), ("flite", "-voice", "rms", "-o"),
)  # fmt: skip
_TOGETHER, _RATE_HZ, _KNOWN, _HOUR = 8, 16_000, 500, 9_000
_PAUSE = np.zeros(6_000, np.float32)


def main() -> None:
    """Measure, show and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and audio/")
    parser.add_argument("--voices", type=int, default=len(_VOICES), help="how many of the voices")
    args = parser.parse_args()
    heard = [_caught(voice) for voice in _VOICES[: args.voices] if shutil.which(voice[0])]
    table(("voice", "names", "as spelt", "otherwise", "of these found", "share", "somebody else"), heard)
    false = [_false(name, texts) for name, texts in _ordinary(args.data)]
    table(("text", "words", "false", "per 1,000 words", "CPU-s an hour of speech"), false)
    save("alike", {"heard": heard, "false": false})


def _caught(voice: Sequence[str]) -> tuple[object, ...]:
    """Of the names that one voice said: how many were written otherwise, and how many of these are found."""
    model = WhisperModel(str(model_path("whisper_base")), device="cpu", compute_type="int8", cpu_threads=1)
    ear = _ear(_NAMES)
    spelt = found = others = 0
    for at in range(0, len(_NAMES), _TOGETHER):
        names = _NAMES[at : at + _TOGETHER]
        text = _written(model, voice, names)
        hits = [text[each.chars.start : each.chars.end] for each in ear.find(Text(0, "", text, TextKind.SPEECH))]
        meant = [next((heard.known.who for heard in ear.whose(hit)), None) for hit in hits]
        spelt += sum(name in text for name in names)
        found += sum(name in meant and name not in text for name in names)
        others += sum(name is not None and name not in names for name in meant)
    otherwise = len(_NAMES) - spelt
    return " ".join(voice[:-1]), len(_NAMES), spelt, otherwise, found, found / max(otherwise, 1), others


def _written(model: Any, voice: Sequence[str], names: Sequence[str]) -> str:
    """What the recogniser makes of some names, each in a sentence of its own."""
    pieces = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        for at, name in enumerate(names):
            sentence = _CARRIERS[at % len(_CARRIERS)].format(name)
            words = [sentence] if voice[0] == "espeak-ng" else ["-t", sentence]
            subprocess.run([*voice, str(path), *words], check=True, capture_output=True)
            pieces += [decode_audio(str(path), sampling_rate=_RATE_HZ), _PAUSE]
    segments, _ = model.transcribe(np.concatenate(pieces), language="en", condition_on_previous_text=False)
    return "".join(segment.text for segment in segments).strip()


def _ordinary(data: Path) -> Iterator[tuple[str, list[str]]]:
    rows = (data / "audio" / "librispeech" / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    yield "read aloud (LibriSpeech)", [row.split("\t")[-1].lower() for row in rows]
    with gzip.open(data / "text" / "tab_train_exact.json.gz", "rt", encoding="utf-8") as file:
        cases = [re.sub(r"\s+", " ", case["text"]) for case in json.load(file)]
    yield "court cases (TAB)", cases
    yield "the same in small letters", [case.lower() for case in cases]


def _false(name: str, texts: Sequence[str]) -> tuple[object, ...]:
    """What 500 known people are taken to be in texts that hold none of them."""
    chance = random.Random(11)
    people = [f"{chance.choice(_GIVEN)} {chance.choice(_SURNAMES)}" for _ in range(_KNOWN)]
    known = {word for person in people for word in person.lower().split()}
    ear = _ear(people)
    words = false = 0
    start = time.process_time()
    for text in texts:
        words += len(text.split())
        found = (text[each.chars.start : each.chars.end] for each in ear.find(Text(0, "", text, TextKind.SPEECH)))
        false += sum(not set(re.findall(r"\w+", each.lower())) <= known for each in found)
    spent = time.process_time() - start
    return name, words, false, 1000 * false / words, spent * _HOUR / words


def _ear(names: Sequence[str]) -> Ear:
    return Ear(Known(name, frozenset({read_name(name)})) for name in names)


if __name__ == "__main__":
    main()
