"""Trains redact_uk_ner: a token tagger beside spaCy's names, for what general models do not know.

    pip install jax optax
    python models/uk_ner/train.py --base PATH_OF_en_core_web_md --tab tab_train_exact.json.gz \
        --tweets btc_train.jsonl.gz --tweets wnut17_train.jsonl.gz --out models/uk_ner --all

One text in eight of each kind is held back to choose settings and the floors of `redact/detect/expert.py`; with `--all`
nothing is. Nothing of bench/ is ever read. JAX and optax are needed here alone: the program runs the network in numpy.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import spacy
from augment import name_pool, vary
from corpus import Example, held_back, papers, tab, tweets
from measure import measure, read
from network import REACH, Lexicon, fresh, loss
from pieces import FORMS, Piece, batches, cut, piece_of

from redact.detect.expert import Expert
from redact.detect.wordform import vectors_of

TWEET_SHARE = 0.35  # of the tweets, drawn anew for each epoch: they are short and many, and not what we read
RATE, DECAY, AVERAGE = 0.002, 0.02, 0.998


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from and to be tested on."""

    train: list[Example]
    held: list[Example]
    pool: list[str]
    labels: list[str]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each label."""
        return {label: n for n, label in enumerate(self.labels)}


def parse() -> argparse.Namespace:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--base", required=True)
    ask.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    ask.add_argument("--tab", type=Path)
    ask.add_argument("--tweets", type=Path, action="append", default=[])
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--all", action="store_true", help="hold nothing back: for the final weights")
    ask.add_argument("--epochs", type=int, default=12)
    ask.add_argument("--copies", type=int, default=3, help="variants of each synthetic paper in an epoch")
    ask.add_argument("--rounds", type=int, default=3, help="sets of variants, taken in turn")
    ask.add_argument("--seed", type=int, default=7)
    return ask.parse_args()


def lesson(args: argparse.Namespace) -> Lesson:
    """All texts, split."""
    texts = [*papers(args.corpus), *(tab(args.tab) if args.tab else [])]
    texts += [example for path in args.tweets for example in tweets(path)]
    train = [example for example in texts if args.all or not held_back(example)]
    labels = sorted({f"{b}-{s[2]}" for e in train for s in e.spans if s[2] != "-" for b in "BI"} | {"O"})
    return Lesson(train, [example for example in texts if held_back(example)], name_pool(train), labels)


def variants(given: Lesson, nlp: Any, copies: int, rng: random.Random) -> list[Piece]:
    """Variants of the papers, and the other texts as they are but for names."""
    out = []
    for example in given.train:
        if example.origin == "tweets" and rng.random() > TWEET_SHARE:
            continue
        for _ in range(copies if example.origin == "papers" else 1):
            other = vary(example, given.pool, rng)
            out.append(piece_of(nlp.make_doc(other.text), other, given.numbers))
    return out


def save(weights: dict[str, Any], labels: list[str], out: Path) -> None:
    """What `redact/detect/tagger.py` loads."""
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "weights.npz", **{name: np.asarray(value, "float16") for name, value in weights.items()})
    described = {"labels": labels, "reach": list(REACH)}
    (out / "network.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


class Learner:
    """The weights while they learn, and their running mean, which is what is kept."""

    def __init__(self, labels: int, steps: int, seed: int) -> None:
        self._key = jax.random.key(seed)
        self._weights = self.mean = fresh(self._key, labels)
        rate = optax.warmup_cosine_decay_schedule(0.0, RATE, steps // 25, steps, RATE / 50)
        decayed = {name: name.endswith("_w") for name in self._weights}
        adam = optax.adamw(rate, b2=0.98, weight_decay=DECAY, mask=decayed)
        self._optimiser = optax.chain(optax.clip_by_global_norm(1.0), adam)
        self._state = self._optimiser.init(self._weights)
        self._done = 0
        self._learn = jax.jit(self._learnt)

    def step(self, *batch: Any) -> Any:
        """Learn from one batch; its cost."""
        key = jax.random.fold_in(self._key, self._done)
        self._done += 1
        self._weights, self.mean, self._state, cost = self._learn(self._weights, self.mean, self._state, key, *batch)
        return cost

    def _learnt(self, weights: Any, mean: Any, state: Any, key: Any, *batch: Any) -> tuple[Any, ...]:
        cost, slope = jax.value_and_grad(loss)(weights, *batch, key)
        change, state = self._optimiser.update(slope, state, weights)
        weights = optax.apply_updates(weights, change)
        mean = jax.tree.map(lambda old, new: AVERAGE * old + (1 - AVERAGE) * new, mean, weights)
        return weights, mean, state, cost


def main() -> None:
    """Train, save the averaged weights and print the figures on what is held back, epoch by epoch."""
    args = parse()
    jax.config.update("jax_default_prng_impl", "rbg")  # several times as fast as the usual one
    rng = random.Random(args.seed)
    given = lesson(args)
    nlp = spacy.load(args.base, enable=["ner"])
    ours = [example for example in given.held if example.origin == "papers"]
    docs = read(nlp, ours)
    lessons = [variants(given, nlp, args.copies, rng) for _ in range(args.rounds)]
    steps = args.epochs * sum(1 for _ in batches(cut(lessons[0], rng), len(given.labels)))
    print(f"{len(given.train)} texts, {len(given.held)} held back, {len(given.labels)} tags, {steps} steps", flush=True)
    begun = time.monotonic()
    learner = Learner(len(given.labels), steps, args.seed)
    lexicon = Lexicon(vectors_of(nlp))
    for epoch in range(args.epochs):
        pieces = cut(lessons[epoch % len(lessons)], rng)
        costs = [
            learner.step(lexicon.forms(forms, FORMS), *rest) for forms, *rest in batches(pieces, len(given.labels))
        ]
        save(learner.mean, given.labels, args.out)
        print(epoch, f"{time.monotonic() - begun:.0f}s loss {float(jnp.stack(costs).mean()):.3f}", flush=True)
        print("  ", measure(Expert(nlp, args.out), docs, ours).line(), flush=True)


if __name__ == "__main__":
    main()
