"""What the gate's model counts on a page: the field's words, the terms stated, the refusals, and who is spoken to.

Counts are taken three times: on the opening of the page, on the whole of it, and on its region, which is what stands
under headings that name an opportunity; a programme that is one section of a long page shows only there. Words of the
opening are weighed one by one besides (`known_words`). Every name here is a weight in vocab/gate_weights.yml, learnt
by bench/gate.py.
"""

from __future__ import annotations

import math
import re as regex
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from urllib.parse import unquote, urlsplit

from pipeline import regex as re
from pipeline.model import Block, Page, Sentence
from pipeline.sentences import plain, sentences
from pipeline.starts import Counts, Starts
from pipeline.text import Document
from pipeline.vocab import alternation, vocabulary

OPENING = 4_000
"""Characters: what a page is for stands in its first screens."""
WHOLE = 16_000
"""Characters that are looked at in all."""
TERMS = ("apply", "eligibility", "money", "time", "deadline", "documents", "scope", "offer", "value")
RATES = ("residency", "patient", "campus", "career", "bill", "training", "job", "person", "said")
"""Counted by how thick they stand: a page of ours may name each of them now and then."""
MARKS = ("advice", "story", "other_side", "own")
"""Counted: one is already telling."""
MOST = 8.0
"""No rate counts for more than this many in a thousand characters."""


def compiled(words: str) -> re.Pattern[str]:
    """One alternation of the vocabulary's folded lines; an entry that begins with a word begins at one."""
    return re.compile(rf"(?<![a-z])(?:{alternation(words)})")


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    words = vocabulary("gate")
    found = {f"topic_{name}": compiled(value) for name, value in words["topics"].items()}
    found |= {f"head_{name}": compiled(value) for name, value in words["heads"].items()}
    found |= {f"against_{name}": compiled(value) for name, value in words["heads_against"].items()}
    found |= {f"term_{name}": compiled(value) for name, value in words["terms"].items()}
    found |= {f"counter_{name}": compiled(value) for name, value in words["counters"].items()}
    found["advice_address"] = re.compile(alternation(words["advice_addresses"]))
    found["refusal"] = compiled(words["refusals"])
    return found


def heading(doc: Document) -> str:
    return next((block.text for block in doc.blocks if block.kind == "heading" and block.level == 1), "")


def path_words(page: Page) -> str:
    """The words of an address's path; a file's path says nothing of the page."""
    parts = urlsplit(page.final_url or page.url)
    return re.sub(r"[-_/.+]+", " ", unquote(parts.path).lower()) if parts.scheme in {"http", "https"} else ""


def features(page: Page, doc: Document) -> dict[str, float]:
    """Every count by its name, damped by a logarithm or bounded, so that a long page weighs no more than a clear one."""
    whole = Counts(starts(), plain("\n".join(block.text for block in doc.blocks))[:WHOLE])
    head = plain(f"{doc.title} | {heading(doc)}")
    found = of_address(page, head) | of_opening(whole, head, doc)
    found |= of_whole(whole) | of_region(doc, whole) | of_sentences(doc)
    if found["head_award"]:
        found["counter_residency"] = 0.0
    return found


def of_address(page: Page, head: str) -> dict[str, float]:
    """What the title, the page's own heading and its address say it is."""
    known = patterns()
    parts = urlsplit(page.final_url or page.url)
    path = path_words(page)
    named = f"{head} | {path}"
    found = {
        "head_clinical": known["head_clinical"].search(head),
        "head_award": known["head_award"].search(head),
        "path_clinical": known["head_clinical"].search(path) or known["head_award"].search(path),
        "home": parts.path in {"", "/"} and not parts.query,
        "advice_address": known["advice_address"].search((parts.hostname or "") + parts.path.lower()),
        "trade_head": known["counter_trade"].search(named) and not known["counter_doctors"].search(head),
    }
    found |= {f"against_{n}": known[f"against_{n}"].search(head) for n in ("residency", "advice", "story")}
    return {name: float(bool(value)) for name, value in found.items()}


@cache
def starts() -> Starts:
    """The patterns that are counted on long texts."""
    known = patterns()
    counted = {name: known[name].plain for name in known if name.startswith(("topic_", "term_", "counter_"))}
    return Starts(counted | {"addressed": ADDRESSED, "demanded": DEMANDED})


@cache
def starts_in_region() -> Starts:
    counted = ("topic_clinical", "counter_training", *(f"term_{name}" for name in TERMS))
    return Starts({name: patterns()[name].plain for name in counted})


def of_opening(whole: Counts, head: str, doc: Document) -> dict[str, float]:
    def count(name: str) -> int:
        return whole.count(name, OPENING)

    text = whole.text[:OPENING]
    length = max(len(text), 400)
    clinical, award = count("topic_clinical"), count("topic_award")
    terms = {name: count(f"term_{name}") for name in TERMS}
    kinds = sum(map(bool, terms.values()))
    trade, doctors = count("counter_trade"), count("counter_doctors")
    medicine = whole.has("counter_medicine", OPENING) or patterns()["counter_medicine"].search(head)
    found = {
        "topic_clinical": damped(clinical),
        "topic_award": damped(award),
        "topic_rate": rate(clinical + award, length),
        "topic_terms": damped(min(clinical + award, kinds * 3)),
        "term_kinds": float(kinds),
        "length": damped(len(text) / 500),
        "question_marks": min(1000 * text.count("?") / length, 5.0),
        "trade_share": trade / (trade + doctors + 1),
        "no_medicine": float(not medicine),
        "article": float(bool(doc.schema_types & {"NewsArticle", "BlogPosting", "Article", "JobPosting"})),
    }
    found |= {f"term_{name}": damped(count) for name, count in terms.items()}
    found |= {f"counter_{n}": rate(count(f"counter_{n}"), length) for n in RATES[:4]}
    found |= {f"counter_{n}": damped(count(f"counter_{n}")) for n in MARKS[:3]}
    return found


def of_whole(whole: Counts) -> dict[str, float]:
    length = max(len(whole.text), 400)
    return {
        "whole_kinds": float(sum(whole.has(f"term_{name}") for name in TERMS)),
        "whole_topic": damped(whole.count("topic_clinical")),
        "counter_own": damped(whole.count("counter_own")),
        **{f"counter_{n}": rate(whole.count(f"counter_{n}"), length) for n in RATES[4:]},
        "addressed": rate(whole.count("addressed"), length, 12.0),
        "demanded": rate(whole.count("demanded"), length),
    }


ADDRESSED = regex.compile(r"\b(?:you|your|applicants?|candidates?|visitors?|observers?|participants?)\b")
DEMANDED = regex.compile(r"\b(?:must|should|required?|requires|need to|please)\b")


def of_region(doc: Document, whole: Counts) -> dict[str, float]:
    """The same counts of what stands under headings, other than the page's own, that name an opportunity."""
    inside = region(doc)
    text = plain("\n".join(block.text for block in inside))[:WHOLE]
    counts = whole if text == whole.text else Counts(starts_in_region(), text)
    terms = {name: counts.count(f"term_{name}") for name in TERMS}
    found = {f"region_{name}": damped(count) for name, count in terms.items()}
    return found | {
        "region": damped(len(text) / 500),
        "region_kinds": float(sum(map(bool, terms.values()))),
        "region_topic": damped(counts.count("topic_clinical")),
        "region_training": rate(counts.count("counter_training"), max(len(text), 400)),
    }


def region(doc: Document) -> list[Block]:
    known = patterns()
    own = heading(doc)
    judged: dict[str, bool] = {own: False}

    def names(text: str) -> bool:
        if text not in judged:
            low = plain(text)
            judged[text] = bool(known["head_clinical"].search(low) or known["head_award"].search(low))
        return judged[text]

    return [
        block
        for block in doc.blocks
        if any(map(names, block.trail)) or (block.kind in ("heading", "term") and names(block.text))
    ]


def of_sentences(doc: Document) -> dict[str, float]:
    """Which of the sentences that name an opportunity refuse it, offer it, or only link to it."""
    known = patterns()
    said = [s for s in sentences(doc.blocks) if names_it(s)]
    body = [s for s in said if s.block.kind != "heading"]
    refusing = {id(s) for s in body if refuses(s.low)}
    offering = [
        s
        for s in body
        if id(s) not in refusing
        and any(known[f"term_{name}"].search(s.low) for name in ("offer", "apply", "time", "documents"))
    ]
    links = [b for b in doc.blocks if only_links(b)]
    linked = sum(bool(known["topic_clinical"].search(plain(b.text))) for b in links)
    return {
        "refusing": damped(len(refusing)),
        "refusing_share": len(refusing) / max(len(body), 1),
        "refusing_first": float(bool(body) and id(body[0]) in refusing),
        "refusing_soon": float(any(id(s) in refusing for s in body[:3])),
        "refusing_only": float(bool(refusing) and len(offering) <= 1),
        "offering": damped(len(offering)),
        "halting": float(any(HALTING.search(s.low) for s in said)),
        "links": len(links) / max(len(doc.blocks), 1),
        "links_topic": linked / max(len(said), 1),
    }


def names_it(sentence: Sentence) -> bool:
    return bool(patterns()["topic_clinical"].search(sentence.low) or THING_AT.search(sentence.low))


NOT = (
    r"(?:(?:do|does|did|can|could|will|would|is|are|be|has|have|may)(?: not|n't)|cannot|can not|no longer|unable|never|"
    r"not (?:currently |presently |at this time )?(?:able|in a position|possible)|regret|declin\w+|neither\b[^.]{0,120}|"
    r"none of\b[^.]{0,120}|nor)"
)
OFFER = (
    r"(?:offer\w*|accept\w*|provid\w*|host\w*|support\w*|permit\w*|allow\w*|tak(?:e|es|en|ing)|hav(?:e|ing)|arrang\w*|"
    r"accommodat\w*|sponsor\w*|consider\w*|available|eligible|open|participat\w*|run|place)"
)
THING = (
    r"(?:observ[eo]r(?:ship)?s?|observing|observation|externs?(?:hips?)?|electives?|clerkships?|clerks|rotat\w+|shadow\w*|"
    r"sub-?internships?|acting internships?|preceptorships?|clinical (?:experiences?|placements?|attachments?)|"
    r"visiting [a-z]+(?: [a-z]+)?|visitors?|such (?:experiences?|requests?|placements?|arrangements?|opportunities)|"
    r"these (?:requests|experiences)|research (?:positions?|opportunit\w+|placements?|volunteer\w*)|volunteer positions?|"
    r"visits?|opportunit\w+|placements?|outside (?:students|learners|trainees))"
)
THING_AT = re.compile(rf"\b{THING}\b")
REFUSING = re.compile(
    rf"\b{NOT}\b[^.;:]{{0,30}}?\b{OFFER}\b[^.;]{{0,100}}?\b{THING}|\b{THING}\b[^.;]{{0,80}}?\b{NOT}\b[^.;]{{0,25}}?\b{OFFER}"
    rf"|\b(?:have|has|is|are|there (?:is|are|are currently|is currently)) (?:currently |presently )?no (?:\w+ ){{0,4}}{THING}"
    rf"|\bno (?:\w+ ){{0,2}}{THING}(?: \w+){{0,4}} (?:available|offered|accepted|at this time|exists?)"
    rf"|\b{THING}[^.;]{{0,60}}(?:: not (?:offered|available|accepted)|not available|prohibit|not permitted|not allowed)"
)
HALTING = re.compile(
    r"\bon (?:a )?(?:\w+ )?(?:hold|pause|hiatus)\b|\b(?:paus(?:ed|ing)|suspended|halted|postponed|resum\w+|reopen\w*|revisit\w*)\b"
    r"|\buntil further notice\b|\bnew (?:requests|applications|applicants)\b|\bwait(?:ing)?[- ]?list|\b(?:is|are) (?:now |currently |all )?(?:full|filled|closed)\b"
)
"""A stay that is had at other times is a programme, though nothing of it may be had now."""
NOT_WHOLLY = re.compile(
    r"\b(?:except|unless|until|other than|outside of|more than|less than|before|after|without|if you|beyond|refund|extension|"
    r"late|incomplete|housing|visa|stipend|credit|letter|guarantee)\b"
)


def refuses(low: str) -> bool:
    """Does a sentence say, without a condition, that something of ours is not to be had?"""
    return bool(REFUSING.search(low)) and not NOT_WHOLLY.search(low)


def only_links(block: Block) -> bool:
    """Is a short block little more than the words of its links?"""
    return (
        bool(block.links)
        and len(block.text) < 120
        and sum(len(link.text) for link in block.links) >= 0.6 * len(block.text)
    )


def damped(count: float) -> float:
    return math.log1p(count)


def rate(count: int, length: int, most: float = MOST) -> float:
    """How many in a thousand characters, `most` at most."""
    return min(1000 * count / length, most)


# --- single words --------------------------------------------------------------------------------------------------

WORD = re.compile(r"[a-z][a-z'-]+")


def words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text))


def openings(doc: Document) -> tuple[frozenset[str], frozenset[str]]:
    """The different words of a page's opening, and those of its title and heading."""
    text = plain("\n".join(block.text for block in doc.blocks))[:OPENING]
    return words(text), words(plain(f"{doc.title} | {heading(doc)}"))


def lean(present: Iterable[str], weights: Mapping[str, float]) -> float:
    """What the known ones of some words weigh together; a page with many of them weighs no more than one with few."""
    known: Sequence[float] = [weights[word] for word in present if word in weights]
    return sum(known) / math.sqrt(len(known)) if known else 0.0
