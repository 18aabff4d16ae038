"""Side remarks that refuse: "we do not offer observerships". They are answers too, and no listings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import regex as re
from pipeline.model import OpportunityType, Refusal, Sentence

THING = r"(?:observ[eo]rships?|observers?|externships?|externs?|electives?|clerkships?|rotations?|shadow(?:ing|ers?)?|sub-?internships?|preceptorships?|clinical (?:experiences?|placements?|attachments?)|visiting (?:students?|physicians?|residents?|observers?)|research (?:positions?|opportunities|placements?|fellowships?))"
PEOPLE = r"(?:international(?: visiting)?(?: medical)? (?:students?|graduates?|physicians?|applicants?|observers?)|foreign(?: medical)? (?:students?|graduates?|physicians?)|imgs?\b|fmgs?\b|(?:medical )?graduates|non-u\.?s\.? (?:medical )?(?:students|graduates|citizens)|students? (?:from|of|at|enrolled in) (?:schools? outside|international|foreign)[^.;]{0,40})"
NOT = r"(?:\b(?:do|does|did|can|could|will|would|may|is|are|be)(?: not|n't)|\bcan(?:not|'t)|\bwon't|\bno longer|\b(?:unable|not able|not in a position|not set up|not equipped|n't (?:able|in a position|set up|equipped)) to|\bnever|\bneither|\bregret that we (?:do not|cannot))"
OFFER = r"(?:currently |presently |generally |typically |yet |be |been |able to |in a position to |set up to |at this time )*(?:be able to )?(?:offer(?:ed|ing)?|accept(?:ed|ing)?|admit(?:ted|ting)?|plac(?:e|ed|ing)|welcom(?:e|ed|ing)|run|schedul(?:e|ed|ing)|onboard(?:ed|ing)?|credential(?:ed|ing)?|provid(?:e|ed|ing)|host(?:ed|ing)?|support(?:ed|ing)?|permit(?:ted)?|allow(?:ed)?|tak(?:e|ing|en)|hav(?:e|ing)|arrang(?:e|ed|ing)|accommodat(?:e|ed|ing)|sponsor(?:ed|ing)?|consider(?:ed|ing)?|available|eligible|process(?:ed|ing)?)"
REFUSAL = re.compile(
    rf"{NOT} {OFFER}\b(?P<after>[^.;]{{0,90}}?)\b(?:{THING}|{PEOPLE})"
    rf"|\b(?:{THING}|{PEOPLE})(?P<before>[^.;]{{0,60}}?) {NOT} {OFFER}\b"
    rf"|\b(?:there (?:are|is) )?no (?:\w+ ){{0,2}}{THING}(?: \w+){{0,3}} (?:available|offered|at this time|positions?|program)"
    rf"|\bno (?:{THING}|{PEOPLE}) (?:will be|are|is) (?:accepted|offered|considered|permitted)"
)
CHEAP = ("not", "'t", "no ", "unable", "never", "neither")
OTHER_THINGS = re.compile(
    r"visas?\b|housing|stipend|credit|letters?|malpractice|insurance|parking|transfer|refund|guarantee|reimburs|salary|compensation|financial|evaluation"
)
"""What may be refused to participants of a programme that is offered; no refusal of the programme."""
EXCEPT = re.compile(
    r"\b(?:except|unless|other than|outside of|more than|less than|until|before|after|during)\b"
)
TYPES: tuple[tuple[OpportunityType, re.Pattern[str]], ...] = (
    ("observership", re.compile(r"observ[eo]r|attachment")),
    ("externship", re.compile(r"extern")),
    ("shadowing", re.compile(r"shadow")),
    ("research", re.compile(r"\bresearch")),
    ("sub_internship", re.compile(r"sub-?intern")),
    ("preceptorship", re.compile(r"preceptor")),
    ("elective", re.compile(r"elective|clerkship|rotation|visiting (?:medical )?student")),
)
GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "img_graduate",
        re.compile(
            r"\bimgs?\b|\bfmgs?\b|(?:international|foreign)(?: medical)? graduates?|(?<!under)graduates of (?:international|foreign)"
        ),
    ),
    (
        "international_student",
        re.compile(
            r"(?:international|foreign|non-u\.?s\.?)(?: visiting)?(?: medical)? students?|students? (?:from|of|at|enrolled in) [^.;]{0,20}(?:outside|international|foreign)"
        ),
    ),
    ("physician", re.compile(r"(?:international|foreign|visiting) physicians?|practicing physicians?")),
    ("us_student", re.compile(r"\b(?:u\.?s\.?|domestic|american) (?:medical )?students?")),
)


def find(sentences: Iterable[Sentence], page_type: OpportunityType | None = None) -> Iterator[Refusal]:
    """One refusal a sentence and group; `page_type` is what the page is about, where the sentence names no type."""
    seen: set[tuple[str, str]] = set()
    for sentence in sentences:
        low = sentence.low
        if not any(word in low for word in CHEAP):
            continue
        hit = REFUSAL.search(low)
        if (
            hit is None
            or OTHER_THINGS.search(low[hit.start() : hit.end() + 40])
            or EXCEPT.search(low[: hit.start()][-12:])
        ):
            continue
        kind = next((name for name, pattern in TYPES if pattern.search(hit[0])), None)
        kind = kind or next((name for name, pattern in TYPES if pattern.search(low)), None) or page_type
        if kind is None:
            continue
        groups = [name for name, pattern in GROUPS if pattern.search(low)] or ["all"]
        for group in groups:
            if (kind, group) not in seen:
                seen.add((kind, group))
                yield Refusal(kind, group, sentence.text)
