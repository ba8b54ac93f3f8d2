"""openai-whisper alone, for `bench.sound_cost`: run by a Python that has it, which need not have redact.

    python bench/sound_openai.py CHECKPOINT.npz SAMPLES.npy [words] [beam]

`words` asks for words' times; `beam` searches as the command line `whisper` does (5 wide), not as its function (greedy).
Writes one line of JSON: CPU seconds of transcribing (the model loaded before, one thread), and how many words came.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import whisper
from whisper.model import ModelDimensions, Whisper

torch.set_num_threads(1)
weights = np.load(Path(sys.argv[1]))
dims = ModelDimensions(**json.loads(str(weights["dims"])))
model = Whisper(dims)
model.load_state_dict(
    {name: torch.tensor(weights[name]).float() for name in weights.files if name != "dims"}, strict=False
)
model.eval()
samples = np.load(Path(sys.argv[2])).astype(np.float32)
start = time.process_time()
wide = {"beam_size": 5, "best_of": 5} if "beam" in sys.argv else {}
told = whisper.transcribe(model, samples, language="en", fp16=False, word_timestamps="words" in sys.argv, **wide)
words = len(told["text"].split())
print(json.dumps({"cpu_s": time.process_time() - start, "words": words}))
