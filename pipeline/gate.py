"""What kind of page is this? Asked before anything is read from it.

First the failures that answer with HTTP 200 (bot walls, shells, soft 404s), by rules, because one of them taken for a
reading would end listings. Then programme or not, by a small linear model over counts of the field's words and the
words of the opening (pipeline/features.py): its weights are data (vocab/gate_weights.yml, learnt by bench/gate.py),
and every count can be shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.features import TERMS, compiled, features, heading, lean, openings, path_words
from pipeline.features import patterns as patterns
from pipeline.model import AttemptOutcome, Kind, Page
from pipeline.sentences import plain
from pipeline.text import Document, Unreadable, document
from pipeline.vocab import vocabulary

SHELL = 120
"""Characters: a page whose whole readable text, menus included, is shorter says nothing."""
SHORT = 1500
"""Characters: walls and error pages are shorter than this; a longer page that names a captcha has one in a form."""


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    reason: str
    outcome: AttemptOutcome = "ok"
    features: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0
    """Log-odds that the page states terms of an opportunity; 0 where a rule decided."""


def judge(page: Page, doc: Document) -> Verdict:
    """The kind of a page and why, in a few words."""
    if failure := failed(page, doc):
        return failure
    if foreign := language(doc):
        return Verdict("irrelevant", f"{FOREIGN} ({foreign})", "ok")
    if trade := of_a_trade(page, doc):
        return Verdict("irrelevant", f"for another profession: {trade}")
    found = features(page, doc)
    score = log_odds(found, *openings(doc))
    if score > 0 and found["whole_kinds"] and any(found[name] for name in NAMES_IT):
        return Verdict("program", reasons(found, True), "ok", found, score)
    kind, why = lesser(found, doc)
    outcome: AttemptOutcome = "wrong-page" if found["home"] and asked_deep(page) else "ok"
    return Verdict(kind, why or reasons(found, False), outcome, found, score)


def outcome_of(page: Page) -> tuple[AttemptOutcome, str]:
    """How a fetched page is to be booked, and why; without reading any value from it. For the crawler."""
    if page.status in {404, 410}:
        return "gone", f"HTTP {page.status}"
    if page.status in {401, 403, 407, 429, 451}:
        return "blocked", f"HTTP {page.status}"
    if page.status >= 500:
        return "server-error", f"HTTP {page.status}"
    try:
        verdict = judge(page, document(page))
    except Unreadable as error:
        return "bad-type", str(error)
    return verdict.outcome, verdict.reason if verdict.outcome != "ok" else ""


NAMES_IT = ("whole_topic", "region_topic", "topic_award", "head_clinical", "head_award")


# --- failures that look like answers -------------------------------------------------------------------------------


def failed(page: Page, doc: Document) -> Verdict | None:
    """A verdict where the page is no reading of anything: too large, a wall, a shell, or an error page."""
    if doc.too_large:
        return Verdict("irrelevant", f"too large a page to be read: {doc.excess}", "too-large")
    if page.status in {401, 403, 407, 429} or page.status >= 500:
        return Verdict("blocked", f"HTTP {page.status}", "blocked")
    text = plain(" ".join(block.text for block in doc.blocks))
    head = plain(f"{doc.title} {heading(doc)}")
    short = len(text) < SHORT
    titled = WALL_TITLE.search(head)
    if (short and not states_terms(text)) or titled:
        for name, pattern in walls().items():
            where = text if short else head
            hit = pattern.search(f"{head} {where}")
            if hit and not (name in WEAK_WALLS and len(text) > WEAK_WALLS[name]):
                outcome: AttemptOutcome = "shell" if name == "needs script" else "blocked"
                return Verdict("blocked", f"{name}: “{hit[0].strip()[:60]}”", outcome)
    if doc.wall_marks and len(text) < 400:
        return Verdict("blocked", f"bot wall: {doc.wall_marks}", "blocked")
    if page.status in {404, 410}:
        return Verdict("irrelevant", f"HTTP {page.status}", "gone")
    if missing().search(head) or (len(text) < 600 and missing().search(text) and not clinical().search(text)):
        return Verdict("irrelevant", "error page with HTTP 200", "soft-404")
    if len(text) < SHELL and len(text) + doc.dropped < SHELL * 2 and not says_something(doc):
        why = (
            "a frame around another page"
            if doc.frames
            else "script-only shell"
            if doc.scripts
            else "empty page"
        )
        return Verdict("blocked", why, "shell")
    return None


def states_terms(text: str) -> bool:
    """Does a short text name an opportunity with several kinds of terms, so that a wall's word in it is a remark?"""
    if len(text) < 400 or not clinical().search(text):
        return False
    known = patterns()
    return sum(bool(known[f"term_{name}"].search(text)) for name in TERMS) >= 4


def says_something(doc: Document) -> bool:
    """Does a page of few words hold a whole sentence? An empty shell has a name and a button at most."""
    return any(
        block.kind != "heading" and block.text.endswith((".", "!")) and len(block.text.split()) >= 6
        for block in doc.blocks
    )


WEAK_WALLS = {"needs script": 250, "login": 500, "out of service": 600, "access denied": 900}
"""Walls whose words stand in good pages too: they count only where the page says hardly anything else."""
WALL_TITLE = re.compile(
    r"^(?:just a moment|attention required|access (?:is )?denied|pardon our interruption|robot check|403\b|forbidden|security check|"
    r"verify|are you (?:a )?(?:human|robot)|ddos|one moment, please|please wait|human verification|bot verification|client challenge|"
    r"request rejected|blocked|error 403|not authorized|unauthorized|sign in\b|log ?in\b)"
)


@cache
def walls() -> dict[str, re.Pattern[str]]:
    return {name: compiled(words) for name, words in vocabulary("gate")["walls"].items()}


@cache
def missing() -> re.Pattern[str]:
    return compiled(vocabulary("gate")["missing"])


@cache
def clinical() -> re.Pattern[str]:
    return compiled(vocabulary("gate")["topics"]["clinical"])


FOREIGN = "not in English"
"""Begins the reason of a page in another language."""
STOPWORDS: Mapping[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "Spanish": "los las del para con por que una su sus se más es al como este esta años médicos solicitud de el la",
        "French": "le les et des du pour dans est une sur vous aux avec nous votre être au par de la",
        "German": "der und das für mit von ist eine auf nicht zu werden sind bei wir sie oder dem ein als",
        "Portuguese": "os da das dos para uma não ao à é que se por mais são ou pela médicos de",
        "Italian": "il gli della di con che una sono nel alla dei le è non si ai da la",
        "Polish": "się jest oraz dla przez że nie są na lub jako",
        "Dutch": "het een van voor met niet zijn aan bij ook naar wordt en de",
    }.items()
}
"""Words that hold each language together. Those that are English words too ("do", "no", "die", "per") tell nothing."""
ENGLISH = frozenset(
    [
        "the",
        "and",
        "of",
        "to",
        "in",
        "for",
        "is",
        "are",
        "with",
        "you",
        "or",
        "at",
        "by",
        "be",
        "we",
        "not",
        "from",
        "our",
        "your",
        "will",
        "must",
        "may",
        "this",
        "on",
        "an",
        "per",
        "does",
        "it",
        "if",
        "that",
        "who",
        "how",
        "what",
        "please",
        "all",
        "any",
        "have",
        "has",
        "week",
        "weeks",
        "month",
        "fee",
        "fees",
        "program",
        "programs",
        "application",
        "apply",
        "medical",
        "students",
        "student",
        "physicians",
        "hospital",
        "department",
        "clinical",
        "form",
        "letter",
        "only",
        "available",
        "contact",
        "us",
        "free",
    ]
)
LETTERS = re.compile(r"[^\W\d_]+")


def language(doc: Document) -> str:
    """The name of the page's language where it is plainly not English, else an empty string.

    The text alone is asked: what a page says of its own language is often its site's, or its template's.
    """
    text = " ".join(block.text for block in doc.blocks)[:6000].lower()
    if text.count(" the ") + text.count(" and ") + text.count(" of ") > len(text) / 150:
        return ""
    words = LETTERS.findall(text)
    letters = sum(map(len, words))
    if letters < 60:
        return ""
    other = (
        0
        if text.isascii()
        else sum(
            len(word) for word in words if (not "a" <= word[0] <= "ɏ" and word[0] < "Ḁ") or word[0] > "ỿ"
        )
    )
    if other * 2 > letters:
        return "another script"
    if len(words) < 30:
        return ""
    english = sum(word in ENGLISH for word in words)
    counts = {name: sum(word in stop for word in words) for name, stop in STOPWORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    if counts[best] > max(4, 2 * english + len(words) * 0.04):
        return best
    marked = 0 if text.isascii() else sum(not c.isascii() for word in words for c in word)
    return "another language" if marked > letters * 0.03 and english < len(words) * 0.08 else ""


def of_a_trade(page: Page, doc: Document) -> str:
    """The word for another profession that a page's head names in the physician's place, or nothing."""
    known = patterns()
    trade, doctors = known["counter_trade"], known["counter_doctors"]
    head = plain(f"{doc.title} | {heading(doc)} | {path_words(page)}")
    named = trade.search(head)
    if named is None or doctors.search(head):
        return ""
    opening = plain("\n".join(block.text for block in doc.blocks[:12]))[:600]
    return "" if len(doctors.findall(opening)) >= 2 else str(named[0])


# --- programme or not ----------------------------------------------------------------------------------------------


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The learnt weights: of the counts (`features`), of words in the opening (`text`) and in the title (`head`)."""
    learnt = vocabulary("gate_weights")
    return {
        part: {str(n): float(w) for n, w in learnt[part].items()} for part in ("features", "text", "head")
    }


def log_odds(found: Mapping[str, float], opening: Iterable[str], head: Iterable[str]) -> float:
    learnt = weights()
    counted = learnt["features"]
    score = counted["bias"] + sum(counted.get(name, 0.0) * value for name, value in found.items())
    return score + lean(opening, learnt["text"]) + lean(head, learnt["head"])


def word_shares(doc: Document) -> dict[str, float]:
    """What each known word of the opening and the head adds to the log-odds."""
    shares: dict[str, float] = {}
    for present, learnt in zip(openings(doc), (weights()["text"], weights()["head"]), strict=True):
        known = [word for word in present if word in learnt]
        for word in known:
            shares[word] = shares.get(word, 0.0) + learnt[word] / math.sqrt(len(known))
    return shares


def reasons(found: Mapping[str, float], program: bool) -> str:
    """The three features that weighed most for the verdict."""
    learnt = weights()["features"]
    shares = sorted(((learnt.get(name, 0.0) * value, name) for name, value in found.items()), reverse=program)
    named = [name.replace("_", " ") for share, name in shares[:3] if (share > 0) == program and share]
    return ("states terms: " if program else "no opportunity: ") + ", ".join(named)


def lesser(found: Mapping[str, float], doc: Document) -> tuple[Kind, str]:
    """What a page that states no terms is: an index, a refusal, or nothing of ours."""
    known = patterns()
    named = linked = 0
    for block in doc.blocks:
        low = plain(block.text)
        if not known["topic_clinical"].search(low):
            continue
        if known["refusal"].search(low):
            return "no_offer", "says that it offers none"
        named += 1
        linked += bool(block.links)
    if named >= 2 and linked >= 2 and not found["home"]:
        return "index", "only names and links"
    return "irrelevant", ""


def asked_deep(page: Page) -> bool:
    """Was an inner page asked for?"""
    return urlsplit(page.url).path not in {"", "/"}
