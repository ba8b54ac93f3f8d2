"""Trains redact_uk_ner: a token tagger beside spaCy's names, for what general models do not know.

    python models/uk_ner/train.py --base PATH_OF_en_core_web_md --tab tab_train_exact.json.gz \
        --tweets btc_train.jsonl.gz --tweets wnut17_train.jsonl.gz --out models/uk_ner

The network is spaCy's own tok2vec (static vectors + hashed shapes, four convolutions) with one softmax a token over
B/I/O tags; it starts from the tok2vec of the base model's `ner`. One text in eight of each kind is held back to choose
the epoch; nothing of bench/ is ever read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import zlib
from pathlib import Path

import numpy as np
import spacy
from augment import NAMED, name_pool, vary
from corpus import Example, papers, tab, tweets
from spacy.training import Example as Pair
from spacy.util import compounding, minibatch

SEED = 7
PIECES = int(os.environ.get("PIECES", 2))
DEPTH = int(os.environ.get("DEPTH", 4))


def parse() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--base", required=True)
    ask.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    ask.add_argument("--tab", type=Path)
    ask.add_argument("--tweets", type=Path, action="append", default=[])
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=14)
    ask.add_argument("--copies", type=int, default=3, help="variants of each synthetic paper in an epoch")
    ask.add_argument("--minutes", type=float, default=60)
    ask.add_argument("--all", action="store_true", help="hold nothing back: for the final weights")
    return ask.parse_args()


def held_back(example: Example) -> bool:
    return zlib.crc32(example.id.encode()) % 8 == 0


def tags_of(doc, spans) -> list[str]:  # type: ignore[no-untyped-def]
    """B-/I-/O per token; a token that a span touches belongs to it; `-` spans teach nothing (spaCy's missing tag)."""
    tags = ["O"] * len(doc)
    for start, end, label in spans:
        touched = [t.i for t in doc if t.idx < end and t.idx + len(t) > start]
        for n, i in enumerate(touched):
            tags[i] = "" if label == "-" else ("B-" if n == 0 else "I-") + label
    return tags


def pair(nlp, example: Example) -> Pair:  # type: ignore[no-untyped-def]
    doc = nlp.make_doc(example.text)
    gold = nlp.make_doc(example.text)
    for token, tag in zip(gold, tags_of(gold, example.spans), strict=True):
        token.tag_ = tag
    return Pair(doc, gold)


def passages(example: Example, limit: int = 1500) -> list[Example]:
    """A long text in passages, as the product reads it."""
    if len(example.text) <= limit:
        return [example]
    out, start = [], 0
    while start < len(example.text):
        end = example.text.find("\n", min(start + limit // 2, len(example.text)))
        end = len(example.text) if end < 0 else end + 1
        spans = tuple((s - start, e - start, l) for s, e, l in example.spans if start <= s and e <= end)
        out.append(Example(example.id, example.origin, example.text[start:end], spans))
        start = end
    return out


def network(base: dict) -> dict:  # type: ignore[type-arg]
    """The base model's tok2vec with two maxout pieces for three: a third less work a token, and no worse (README.md)."""
    encode = {**base["encode"], "maxout_pieces": PIECES, "depth": DEPTH}
    return {**base, "encode": encode}


def new_tagger(base: str, labels: list[str]):  # type: ignore[no-untyped-def]
    nlp = spacy.load(base, exclude=["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    source = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0]  # without the parser's own projection
    config = network(nlp.config["components"]["ner"]["model"]["tok2vec"])
    nlp.remove_pipe("ner")
    model = {"@architectures": "spacy.Tagger.v2", "tok2vec": config, "normalize": False}
    tagger = nlp.add_pipe("tagger", config={"model": model, "label_smoothing": 0.03})
    for label in labels:
        tagger.add_label(label)
    first = pair(nlp, Example("x", "x", "Jane Doe of Ash Lane", ((0, 8, "PERSON"),)))
    tagger.initialize(lambda: [first], nlp=nlp, labels=labels)
    copy_matching(source, tagger.model.get_ref("tok2vec"))
    return nlp, tagger


def copy_matching(source, target) -> None:  # type: ignore[no-untyped-def]
    """Start from what the base model already knows of words."""
    theirs = [n for n in source.walk() if n.param_names]
    ours = [n for n in target.walk() if n.param_names]
    copied = 0
    for old, new in zip(theirs, ours):
        for name in old.param_names:
            if old.has_param(name) and new.has_param(name) and old.get_param(name).shape == new.get_param(name).shape:
                new.set_param(name, old.get_param(name).copy())
                copied += 1
    print("parameters taken over:", copied, flush=True)


def tok2vec_of(nlp) -> dict:  # type: ignore[no-untyped-def, type-arg]
    return nlp.config["components"]["tagger"]["model"]["tok2vec"]


def evaluate(nlp, examples: list[Example]) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Token recall and precision of personal labels, and the recall of people's names, whatever the label says."""
    got = want = both = names = named = right = 0
    impersonal = {"DATE_TIME", "ORGANIZATION", "PUBLIC_PLACE", "PUBLIC_CONTACT", "REFERENCE", "PLACE"}
    for example in examples:
        pairs = pair(nlp, example)
        guess = nlp(example.text)
        for token, gold in zip(guess, pairs.reference, strict=True):
            if not gold.tag_ or token.is_punct or token.is_space:
                continue
            g, p = gold.tag_[2:], token.tag_[2:]
            gp, pp = bool(g) and g not in impersonal, bool(p) and p not in impersonal
            want += gp
            got += pp
            both += gp and pp
            right += gp and g == p
            if g in NAMED:
                names += 1
                named += p in NAMED
    return {
        "recall": both / max(1, want),
        "precision": both / max(1, got),
        "names": named / max(1, names),
        "label": right / max(1, want),
    }


def main() -> None:
    args = parse()
    rng = random.Random(SEED)
    np.random.seed(SEED)
    spacy.util.fix_random_seed(SEED)
    examples = list(papers(args.corpus))
    extra = [p for path in ([args.tab] if args.tab else []) for e in tab(path) for p in passages(e)]
    extra += [e for path in args.tweets for e in tweets(path)]
    train = [e for e in [*examples, *extra] if args.all or not held_back(e)]
    held = [e for e in [*examples, *extra] if held_back(e)]
    labels = sorted({f"{b}-{l}" for e in train for _, _, l in e.spans if l != "-" for b in "BI"} | {"O"})
    print(len(train), "texts to learn from,", len(held), "held back,", len(labels), "tags", flush=True)
    nlp, tagger = new_tagger(args.base, labels)
    pool = name_pool(train)
    fit(nlp, tagger, train, held, pool, args, rng)


def fit(nlp, tagger, train, held, pool, args, rng) -> None:  # type: ignore[no-untyped-def]
    optimiser = nlp.resume_training()
    optimiser.learn_rate = 0.001
    import time

    begun, best = time.monotonic(), -1.0
    for epoch in range(args.epochs):
        batch_texts = []
        for e in train:
            times = args.copies if e.origin == "papers" else 1
            if e.origin == "tweets" and rng.random() > 0.35:
                continue
            batch_texts += [vary(e, pool, rng) for _ in range(times)]
        rng.shuffle(batch_texts)
        optimiser.learn_rate = 0.001 * (1 - epoch / args.epochs) + 0.00005
        losses: dict[str, float] = {}
        for batch in minibatch(batch_texts, size=compounding(8, 24, 1.01)):
            nlp.update([pair(nlp, e) for e in batch], sgd=optimiser, drop=0.2, losses=losses)
        with nlp.use_params(optimiser.averages):
            ours = evaluate(nlp, [e for e in held if e.origin == "papers"])
            theirs = evaluate(nlp, [e for e in held if e.origin == "tab"])
            print(
                epoch,
                f"{time.monotonic() - begun:.0f}s",
                {k: round(v, 3) for k, v in losses.items()},
                {k: round(v, 3) for k, v in ours.items()},
                {k: round(v, 3) for k, v in theirs.items()},
                flush=True,
            )
            score = ours["recall"] * 2 + ours["precision"] + ours["names"] + ours["label"] + theirs["recall"]
            if args.all or score > best:
                best = score
                args.out.mkdir(parents=True, exist_ok=True)
                (args.out / "weights.bin").write_bytes(tagger.model.to_bytes())
                described = {"labels": list(tagger.labels), "tok2vec": tok2vec_of(nlp)}
                (args.out / "network.json").write_text(json.dumps(described, indent=1) + "\n")
        if time.monotonic() - begun > args.minutes * 60:
            break


if __name__ == "__main__":
    main()
