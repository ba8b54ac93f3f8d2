"""Trains redact_uk_ner: a token tagger beside spaCy's names, for what general models do not know.

    python models/uk_ner/train.py --base PATH_OF_en_core_web_md --tab tab_train_exact.json.gz \
        --tweets btc_train.jsonl.gz --tweets wnut17_train.jsonl.gz --out models/uk_ner

The network is spaCy's own tok2vec (static vectors + hashed shapes, four convolutions) with one softmax a token over
B/I/O tags; where shapes agree it starts from the tok2vec of the base model's `ner`. One text in eight of each kind is
held back to choose the epoch and the floors of `redact/detect/expert.py`; nothing of bench/ is ever read.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from augment import NAMED, name_pool, vary
from corpus import Example, Span, papers, tab, tweets
from spacy.training import Example as Pair
from spacy.util import compounding, minibatch

SEED = 7
TWEET_SHARE = 0.35  # of the tweets, drawn anew for each epoch: they are short and many, and not what we read
FIRST_RATE, LAST_RATE = 0.001, 0.00005
IMPERSONAL = {"DATE_TIME", "ORGANIZATION", "PUBLIC_PLACE", "PUBLIC_CONTACT", "REFERENCE", "PLACE"}


@dataclass(frozen=True)
class Lesson:
    """What there is to learn from and to be tested on."""

    train: list[Example]
    held: list[Example]
    pool: list[str]


def parse() -> argparse.Namespace:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--base", required=True)
    ask.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    ask.add_argument("--tab", type=Path)
    ask.add_argument("--tweets", type=Path, action="append", default=[])
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=12)
    ask.add_argument("--copies", type=int, default=3, help="variants of each synthetic paper in an epoch")
    ask.add_argument("--all", action="store_true", help="hold nothing back: for the final weights")
    return ask.parse_args()


def held_back(example: Example) -> bool:
    """One in eight, by name, so that the same are held back every time."""
    return zlib.crc32(example.id.encode()) % 8 == 0


def tags_of(doc: Any, spans: tuple[Span, ...]) -> list[str]:
    """B-/I-/O per token; a token that a span touches belongs to it; `-` spans teach nothing (spaCy's missing tag)."""
    tags = ["O"] * len(doc)
    for start, end, label in spans:
        touched = [token.i for token in doc if token.idx < end and token.idx + len(token) > start]
        for n, i in enumerate(touched):
            tags[i] = "" if label == "-" else ("B-" if n == 0 else "I-") + label
    return tags


def pair(nlp: Any, example: Example) -> Pair:
    """The example as spaCy learns from it."""
    gold = nlp.make_doc(example.text)
    for token, tag in zip(gold, tags_of(gold, example.spans), strict=True):
        token.tag_ = tag
    return Pair(nlp.make_doc(example.text), gold)


def passages(example: Example, limit: int = 1500) -> list[Example]:
    """A long text in passages, as the product reads it."""
    out, start = [], 0
    while start < len(example.text):
        end = example.text.find("\n", min(start + limit // 2, len(example.text)))
        end = len(example.text) if end < 0 else end + 1
        spans = tuple((s - start, e - start, label) for s, e, label in example.spans if start <= s and e <= end)
        out.append(Example(example.id, example.origin, example.text[start:end], spans))
        start = end
    return out


def network(base: dict[str, Any]) -> dict[str, Any]:
    """The base model's tok2vec with two maxout pieces for three: a third less work a token, and no worse (README.md)."""
    return {**base, "encode": {**base["encode"], "maxout_pieces": 2}}


def new_tagger(base: str, labels: list[str]) -> tuple[Any, Any, dict[str, Any]]:
    """A pipeline of one tagger over the base model's vectors, and the description of its tok2vec."""
    nlp = spacy.load(base, exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    source = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]  # without the parser's own projection
    tok2vec = network(nlp.config["components"]["ner"]["model"]["tok2vec"])
    nlp.remove_pipe("ner")
    model = {"@architectures": "spacy.Tagger.v2", "tok2vec": tok2vec, "normalize": False}
    tagger = nlp.add_pipe("tagger", config={"model": model, "label_smoothing": 0.03})
    first = pair(nlp, Example("x", "x", "Jane Doe of Ash Lane", ((0, 8, "PERSON"),)))
    tagger.initialize(lambda: [first], nlp=nlp, labels=labels)
    take_over(source, tagger.model.get_ref("tok2vec"))
    return nlp, tagger, tok2vec


def take_over(source: Any, target: Any) -> None:
    """Start from what the base model already knows of words."""
    theirs = [node for node in source.walk() if node.param_names]
    ours = [node for node in target.walk() if node.param_names]
    for old, new in zip(theirs, ours, strict=False):
        for name in old.param_names:
            if old.has_param(name) and new.has_param(name) and old.get_param(name).shape == new.get_param(name).shape:
                new.set_param(name, old.get_param(name).copy())


def evaluate(nlp: Any, examples: list[Example]) -> dict[str, float]:
    """Token recall and precision of personal labels, recall of people's names, and how often the label is right."""
    seen = dict.fromkeys(("got", "want", "both", "names", "named", "right"), 0)
    for example in examples:
        for token, gold in zip(nlp(example.text), pair(nlp, example).reference, strict=True):
            if not gold.tag_ or token.is_punct or token.is_space:
                continue
            wanted, guessed = gold.tag_[2:], token.tag_[2:]
            want = bool(wanted) and wanted not in IMPERSONAL
            got = bool(guessed) and guessed not in IMPERSONAL
            seen["want"] += want
            seen["got"] += got
            seen["both"] += want and got
            seen["right"] += want and wanted == guessed
            seen["names"] += wanted in NAMED
            seen["named"] += wanted in NAMED and guessed in NAMED
    share = {
        "recall": ("both", "want"),
        "precision": ("both", "got"),
        "names": ("named", "names"),
        "label": ("right", "want"),
    }
    return {name: round(seen[top] / max(1, seen[under]), 3) for name, (top, under) in share.items()}


def lesson(args: argparse.Namespace) -> Lesson:
    """All texts, split."""
    texts = list(papers(args.corpus))
    texts += [
        piece for path in ([args.tab] if args.tab else []) for example in tab(path) for piece in passages(example)
    ]
    texts += [example for path in args.tweets for example in tweets(path)]
    train = [example for example in texts if args.all or not held_back(example)]
    return Lesson(train, [example for example in texts if held_back(example)], name_pool(train))


def epoch_texts(given: Lesson, copies: int, rng: random.Random) -> list[Example]:
    """This epoch's variants of the texts, shuffled."""
    out = []
    for example in given.train:
        if example.origin == "tweets" and rng.random() > TWEET_SHARE:
            continue
        out += [vary(example, given.pool, rng) for _ in range(copies if example.origin == "papers" else 1)]
    rng.shuffle(out)
    return out


def save(tagger: Any, tok2vec: dict[str, Any], out: Path) -> None:
    """What `redact/detect/expert.py` loads."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "weights.bin").write_bytes(tagger.model.to_bytes())
    described = {"labels": list(tagger.labels), "tok2vec": tok2vec}
    (out / "network.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, and keep the weights of the best epoch (with --all: of the last)."""
    args = parse()
    rng = random.Random(SEED)
    np.random.seed(SEED)
    spacy.util.fix_random_seed(SEED)
    given = lesson(args)
    labels = sorted({f"{b}-{span[2]}" for e in given.train for span in e.spans if span[2] != "-" for b in "BI"} | {"O"})
    print(len(given.train), "texts to learn from,", len(given.held), "held back,", len(labels), "tags", flush=True)
    nlp, tagger, tok2vec = new_tagger(args.base, labels)
    optimiser = nlp.resume_training()
    begun, best = time.monotonic(), -1.0
    for epoch in range(args.epochs):
        optimiser.learn_rate = FIRST_RATE * (1 - epoch / args.epochs) + LAST_RATE
        losses: dict[str, float] = {}
        for batch in minibatch(epoch_texts(given, args.copies, rng), size=compounding(8, 24, 1.01)):
            nlp.update([pair(nlp, example) for example in batch], sgd=optimiser, drop=0.2, losses=losses)
        with nlp.use_params(optimiser.averages):
            ours = evaluate(nlp, [example for example in given.held if example.origin == "papers"])
            theirs = evaluate(nlp, [example for example in given.held if example.origin == "tab"])
            print(epoch, f"{time.monotonic() - begun:.0f}s", round(losses["tagger"]), ours, theirs, flush=True)
            score = 2 * ours["recall"] + ours["precision"] + ours["names"] + ours["label"] + theirs["recall"]
            if args.all or score > best:
                best = score
                save(tagger, tok2vec, args.out)


if __name__ == "__main__":
    main()
