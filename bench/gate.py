"""Learn the gate's weights, and say what they are worth on domains that they have not seen.

    python bench/gate.py GOLD.jsonl:PAGES.warc.gz [GOLD.jsonl:PAGES.warc.gz ...] [--write]

Logistic regression with a ridge, by plain gradient descent; cross-validated by domain (ten folds), beside a rule
over the same counts. `--write` stores the weights learnt on all given pages as vocab/gate_weights.yml.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path

from folds import domain

from pipeline import gate
from pipeline.pages import read_warc
from pipeline.text import document

RIDGE = 0.03
STEPS = 1500
RATE = 0.5
FOLDS = 10
Row = tuple[str, str, dict[str, float], bool]


def rows(gold: Path, warc: Path) -> list[Row]:
    """Domain, address, features and answer of each page that no failure rule has settled."""
    answers = {r["url"]: r for r in map(json.loads, gold.read_text("utf-8").splitlines())}
    found: list[Row] = []
    for page in read_warc(warc):
        doc = document(page)
        settled = gate.failed(page, doc) or gate.language(doc) or gate.of_a_trade(page, doc)
        if settled and answers.get(page.url, {}).get("kind") == "program":
            print(f"  settled against a programme: {page.url} ({settled})")
        if page.url in answers and not settled:
            found.append(
                (domain(page.url), page.url, gate.features(page, doc), answers[page.url]["kind"] == "program")
            )
    return found


def learn(data: list[Row]) -> dict[str, float]:
    """Weights by feature, and the bias. Classes count alike, features are scaled and scaled back."""
    names = sorted(data[0][2])
    mean = {n: sum(r[2][n] for r in data) / len(data) for n in names}
    spread = {n: math.sqrt(sum((r[2][n] - mean[n]) ** 2 for r in data) / len(data)) or 1.0 for n in names}
    inputs = [[(r[2][n] - mean[n]) / spread[n] for n in names] for r in data]
    yes = sum(r[3] for r in data)
    share = [len(data) / (2 * yes) if r[3] else len(data) / (2 * (len(data) - yes)) for r in data]
    weight, bias = [0.0] * len(names), 0.0
    for _ in range(STEPS):
        slope, lean = [RIDGE * w for w in weight], 0.0
        for x, r, s in zip(inputs, data, share, strict=True):
            z = bias + sum(w * v for w, v in zip(weight, x, strict=True))
            error = s * (1 / (1 + math.exp(-max(-30.0, min(30.0, z)))) - r[3]) / len(data)
            lean += error
            for i, v in enumerate(x):
                slope[i] += error * v
        weight = [w - RATE * g for w, g in zip(weight, slope, strict=True)]
        bias -= RATE * lean
    learnt = {n: w / spread[n] for n, w in zip(names, weight, strict=True)}
    learnt["bias"] = bias - sum(learnt[n] * mean[n] for n in names)
    return learnt


def odds(weights: dict[str, float], features: dict[str, float]) -> float:
    return weights["bias"] + sum(weights[n] * v for n, v in features.items())


def rule(f: dict[str, float]) -> float:
    """The rule that the model has to beat: named in the head or often, with several kinds of terms."""
    topic = max(f["topic_clinical"], f["topic_award"] * 0.8)
    return (
        topic
        + f["term_kinds"] * 0.5
        + 1.5 * max(f["head_clinical"], f["head_award"])
        - 6 * f["home"]
        - 3 * f["advice_address"]
        - f["counter_residency"] * 0.5
        - f["counter_patient"]
        - f["counter_advice"]
        - f["counter_story"]
        - 4
    )


def f1(pairs: list[tuple[bool, bool]]) -> str:
    hit = sum(p and g for p, g in pairs)
    said, true = sum(p for p, _ in pairs), sum(g for _, g in pairs)
    return f"P {hit / max(said, 1):.3f} R {hit / max(true, 1):.3f} F1 {2 * hit / max(said + true, 1):.3f}"


def main(arguments: list[str]) -> None:
    sets = [a.split(":") for a in arguments if a != "--write"]
    data = [row for gold, warc in sets for row in rows(Path(gold), Path(warc))]
    guessed: list[tuple[bool, bool]] = []
    for fold in range(FOLDS):

        def of(row: Row) -> int:
            return hashlib.sha256(b"cv" + row[0].encode()).digest()[0] % FOLDS

        test = [r for r in data if of(r) == fold]
        if not test:
            continue
        learnt = learn([r for r in data if of(r) != fold])
        for r in test:
            z = odds(learnt, r[2])
            guessed.append((z > 0, r[3]))
            if (z > 0) != r[3]:
                print(f"  unseen miss {z:+.2f} {'program' if r[3] else 'not'} {r[1]}")
    learnt = learn(data)
    print(f"{len(data)} pages; rule: {f1([(rule(r[2]) > 0, r[3]) for r in data])}")
    print(f"model, unseen domains: {f1(guessed)}")
    print(f"model, fitted: {f1([(odds(learnt, r[2]) > 0, r[3]) for r in data])}")
    if "--write" in arguments:
        head = "# Learnt by bench/gate.py; log-odds a page states terms of an opportunity, by feature of pipeline/gate.py.\n"
        body = "".join(f"{n}: {w:.4f}\n" for n, w in sorted(learnt.items()))
        target = Path(__file__).resolve().parent.parent / "vocab" / "gate_weights.yml"
        target.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
