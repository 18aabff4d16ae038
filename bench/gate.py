"""Learn the gate's weights, and say what they are worth on domains that they have not seen.

    python bench/gate.py GOLD.jsonl:PAGES.warc.gz[:WEIGHT] [...] [--write]

Logistic regression with a ridge over the features of pipeline/features.py and the words of each page's opening and
head (scikit-learn: `uv sync --group learn`). Cross-validated by domain, ten folds; the words are chosen anew in each.
WEIGHT is how much a page of that set counts (1 where it is not given): less for texts that are restated rather than
real. `--write` stores the weights learnt on all pages as vocab/gate_weights.yml.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
from folds import domain
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression

from pipeline import gate
from pipeline.features import features, openings
from pipeline.pages import read_warc
from pipeline.text import document

FOLDS = 10
LOOSENESS = 0.2
"""The inverse of the ridge, as scikit-learn counts it."""
TEXT_WORDS, HEAD_WORDS = 1500, 200
LENIENCE = 0.2
"""Added to the log-odds. On unseen domains 0 loses 25 programmes for 38 pages let in, 0.2 14 for 39, 0.4 13 for 43."""
AT_LEAST = 5
"""Domains that a word must stand on before it is weighed: names of places are no language."""
TEXT_SCALE, HEAD_SCALE = 10.0, 5.0
"""How much words may say beside counts: the ridge weighs on all alike."""


@dataclass(frozen=True)
class Row:
    set: str
    domain: str
    url: str
    program: bool
    weight: float
    settled: bool
    features: dict[str, float]
    text: frozenset[str]
    head: frozenset[str]


@dataclass(frozen=True)
class Model:
    features: dict[str, float]
    text: dict[str, float]
    head: dict[str, float]

    def odds(self, row: Row) -> float:
        counted = sum(self.features.get(n, 0.0) * v for n, v in row.features.items())
        return (
            self.features["bias"] + counted + gate.lean(row.text, self.text) + gate.lean(row.head, self.head)
        )


def rows(spec: str) -> list[Row]:
    gold, warc, *weight = spec.split(":")
    answers = {r["url"]: r for r in map(json.loads, Path(gold).read_text("utf-8").splitlines())}
    found: list[Row] = []
    for page in read_warc(Path(warc)):
        if page.url not in answers:
            continue
        doc = document(page)
        program = answers[page.url]["kind"] == "program"
        settled = bool(gate.failed(page, doc) or gate.language(doc) or gate.of_a_trade(page, doc))
        if settled and program:
            print(f"  settled against a programme: {page.url}")
        found.append(
            Row(
                f"{Path(gold).parent.name}/{Path(gold).stem}",
                domain(page.url),
                page.url,
                program,
                float(weight[0]) if weight else 1.0,
                settled,
                features(page, doc),
                *openings(doc),
            )
        )
    return found


def telling(
    data: Sequence[frozenset[str]], domains: Sequence[str], answers: numpy.ndarray, most: int
) -> list[str]:
    """The words that tell programmes from other pages best, by chi squared."""
    seen: dict[str, set[str]] = {}
    for words, of in zip(data, domains, strict=True):
        for word in words:
            seen.setdefault(word, set()).add(of)
    known = sorted(word for word, where in seen.items() if len(where) >= AT_LEAST)
    present = numpy.array([[float(word in words) for word in known] for words in data])
    worth, _ = chi2(present, answers)
    best = sorted(range(len(known)), key=lambda i: (-worth[i], known[i]))[:most]
    return sorted(known[i] for i in best)


def spread(data: Sequence[frozenset[str]], known: list[str], scale: float) -> numpy.ndarray:
    """As `gate.lean` adds them: each known word that is there, by the root of how many are."""
    present = numpy.array([[float(word in words) for word in known] for words in data])
    number = numpy.sqrt(numpy.maximum(present.sum(axis=1, keepdims=True), 1.0))
    scaled: numpy.ndarray = scale * present / number
    return scaled


def learn(data: list[Row]) -> Model:
    data = [row for row in data if not row.settled]
    answers = numpy.array([row.program for row in data])
    names = sorted(data[0].features)
    counts = numpy.array([[row.features[n] for n in names] for row in data])
    mean, deviation = counts.mean(axis=0), counts.std(axis=0)
    deviation[deviation == 0] = 1.0
    domains = [row.domain for row in data]
    text = telling([row.text for row in data], domains, answers, TEXT_WORDS)
    head = telling([row.head for row in data], domains, answers, HEAD_WORDS)
    inputs = numpy.hstack(
        [
            (counts - mean) / deviation,
            spread([row.text for row in data], text, TEXT_SCALE),
            spread([row.head for row in data], head, HEAD_SCALE),
        ]
    )
    fitted = LogisticRegression(C=LOOSENESS, max_iter=5000).fit(
        inputs, answers, sample_weight=[row.weight for row in data]
    )
    weights = fitted.coef_[0]
    counted = {n: float(w / d) for n, w, d in zip(names, weights, deviation, strict=False)}
    counted["bias"] = float(
        fitted.intercept_[0] + LENIENCE - sum(counted[n] * m for n, m in zip(names, mean, strict=True))
    )
    said = weights[len(names) :]
    return Model(
        counted,
        {word: float(TEXT_SCALE * w) for word, w in zip(text, said, strict=False)},
        {word: float(HEAD_SCALE * w) for word, w in zip(head, said[len(text) :], strict=True)},
    )


def fold(row: Row) -> int:
    return hashlib.sha256(b"cv" + row.domain.encode()).digest()[0] % FOLDS


def unseen(data: list[Row]) -> dict[str, float]:
    """Each page's log-odds by a model that has seen no page of its domain."""
    found: dict[str, float] = {}
    for number in range(FOLDS):
        test = [row for row in data if fold(row) == number]
        if test:
            model = learn([row for row in data if fold(row) != number])
            found |= {row.url: -math.inf if row.settled else model.odds(row) for row in test}
    return found


def f1(data: Sequence[Row], odds: dict[str, float]) -> str:
    hit = sum(row.program and odds[row.url] > 0 for row in data)
    said, true = sum(odds[row.url] > 0 for row in data), sum(row.program for row in data)
    return f"P {hit / max(said, 1):.3f} R {hit / max(true, 1):.3f} F1 {2 * hit / max(said + true, 1):.3f}"


def main(arguments: list[str]) -> None:
    data = [row for spec in arguments if spec != "--write" for row in rows(spec)]
    model, guessed = learn(data), unseen(data)
    fitted = {row.url: -math.inf if row.settled else model.odds(row) for row in data}
    for row in data:
        if (guessed[row.url] > 0) != row.program:
            print(f"  unseen miss {guessed[row.url]:+.2f} {'program' if row.program else 'not'} {row.url}")
    for name in dict.fromkeys(row.set for row in data):
        own = [row for row in data if row.set == name]
        print(f"{name}: {len(own)} pages; unseen domains {f1(own, guessed)}; fitted {f1(own, fitted)}")
    print(f"all: {len(data)} pages; unseen domains {f1(data, guessed)}; fitted {f1(data, fitted)}")
    if "--write" in arguments:
        write(model)


def write(model: Model) -> None:
    head = (
        "# Learnt by bench/gate.py; log-odds that a page states terms of an opportunity: by feature of pipeline/features.py,\n"
        "# by word of the page's opening, and by word of its title and heading.\n"
    )
    parts = (("features", model.features), ("text", model.text), ("head", model.head))
    body = "".join(
        f"{part}:\n" + "".join(f'  "{name}": {weight:.4f}\n' for name, weight in sorted(weights.items()))
        for part, weights in parts
    )
    target = Path(__file__).resolve().parent.parent / "vocab" / "gate_weights.yml"
    target.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
