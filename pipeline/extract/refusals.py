"""Side remarks that refuse: "we do not offer observerships". They are answers too, and no listings.

A remark refuses the thing itself, to all or to a group. What is refused to participants (housing, charts), or under a
condition only (late, by mail, in July, without a sponsor), refuses no one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import regex as re
from pipeline.extract.answers import answered
from pipeline.model import OpportunityType, Refusal, Sentence

THING = r"(?:observ[eo]rships?|observers?|externships?|externs?|electives?|clerkships?|(?:clinical |visiting )?rotations?|shadow(?:ing|ers?)?|sub-?internships?|preceptorships?|clinical (?:experiences?|placements?|attachments?)|visiting (?:students?|physicians?|residents?|observers?)|research (?:positions?|opportunities|placements?|fellowships?))"
PEOPLE = r"(?:(?:international|foreign)(?: visiting)?(?: medical)? (?:students?|graduates?|physicians?|applicants?|observers?|doctors?)|imgs?\b|fmgs?\b|(?:medical )?graduates|non-u\.?s\.? (?:medical )?(?:students|graduates|citizens)|(?:students?|graduates?|physicians?|doctors?) (?:from|of|at|enrolled in) (?:schools? outside|abroad|international|foreign)[^.;]{0,40})"
NOT = r"(?:\b(?:do|does|did|can|could|will|would|is|are|be|am|may|has|have)(?: not|n't)|\bcan(?:not|'t)|\bwon't|\bno longer|\b(?:unable|not able|not in a position|not set up|not equipped|n't (?:able|in a position|set up|equipped)) to|\bnever|\bregret that we (?:do not|cannot))"
HOW = r"(?:currently |presently |generally |typically |normally |yet |at this time |now |being |been |in a position to |set up to )*(?:(?:be )?able to )?(?:be )?"
OFFER = r"(?:(?:formally |directly )?(?:sponsor or )?(?:offer(?:ed|ing)?|accept(?:ed|ing)?|admit(?:ted|ting)?|plac(?:e|ed|ing)|welcom(?:e|ed|ing)|run|schedul(?:e|ed|ing)|onboard(?:ed|ing)?|credential(?:ed|ing)?|provid(?:e|ed|ing)|host(?:ed|ing)?|support(?:ed|ing)?|permit(?:ted)?|allow(?:ed)?|tak(?:e|ing|en)|hav(?:e|ing)|arrang(?:e|ed|ing)|accommodat(?:e|ed|ing)|sponsor(?:ed|ing)?|consider(?:ed|ing)?|available|eligible|process(?:ed|ing)?|honou?r(?:ed)?|grant(?:ed)?|participate in|rotate|observe|shadow|open|possible))"
ENDED = r"(?:discontinued|suspended|cancell?ed|paused|on hold|terminated|closed permanently|permanently closed|unavailable|not available)"
NAMED = rf"\b(?:{THING}|{PEOPLE})"
REFUSAL = re.compile(
    rf"{NOT} {HOW}{OFFER}\b(?P<after>[^.;]{{0,90}}?){NAMED}"
    rf"|{NAMED}(?P<before>[^.;]{{0,70}}?) {NOT} {HOW}{OFFER}\b"
    rf"|\b{THING}(?P<ended>[^.;]{{0,60}}?)(?: (?:is|are|(?:has|have) been)| ?[:-])(?: \w+ly)? {ENDED}\b"
    rf"|\b(?:suspended|discontinued|paused|cancell?ed|ended) (?:(?:our|the|all|its) )?(?:\w+ ){{0,2}}{THING}"
    rf"|\b(?:there (?:are|is) )?no (?:\w+ ){{0,2}}{THING}(?: \w+){{0,3}}? (?:(?:is |are )?(?:available|offered)|at this time|positions?|program(?:me)?s?|opportunit(?:y|ies))"
    rf"|\bno (?:{THING}|{PEOPLE})(?: or {THING})? (?:will be|are|is) (?:accepted|offered|considered|permitted|granted|available)"
    rf"|\bneither (?:offers?|hosts?|accepts?|provides?|arranges?)\b[^.;]{{0,50}}?{NAMED}"
    rf"|\bdo(?: not|n't) request (?:an? )?{THING}"
)
CHEAP = (
    "not", "'t", "no ", "unable", "never", "neither", "suspended", "discontinued", "paused", "cancel", "terminated",
    "on hold", "closed", "unavailable", "ended",
)  # fmt: skip
OTHER_THINGS = re.compile(
    r"visas?\b|housing|stipend|credit|letters?|malpractice|insurance|parking|transfer|refund|guarantee|reimburs|salary|compensation|financial|evaluation|"
    r"\bcharts?\b|records?\b|writ(?:e|ing)\b|touch|examin|prescri|procedures?\b|operating|badge|\bfees?\b|charge|\bpaid\b|employ|late\b|incomplete|deadline|"
    r"unsolicited|walk-?in|by (?:e-?mail|mail|phone|fax)|electronic|paper|\bmeals?\b|certificates?|responsib|degree|licen[sc]"
)
"""What may be refused to participants of a programme that is offered, or how one may not apply; no refusal of the programme."""
LIMITED = re.compile(
    r"\b(?:longer|more|less|fewer|shorter|earlier|later|other) than\b|\b(?:except|unless|without|until|outside of|exceed\w*|before|after|during|beyond|on (?:weekends|holidays))\b"
    r"|\bin (?:january|february|march|april|may|june|july|august|september|october|november|december|the (?:summer|winter|fall|spring))\b"
    r"|\b(?:who|that) (?:do|does|have|has|are|is)(?: not|n't)\b"
)
"""A refusal under a condition is a term of what is offered."""
LASTING = re.compile(r"\buntil further notice|\bbefore \d{4}|\buntil \d{4}")
LIMITED_PEOPLE = re.compile(
    r"\b(?:who|that|which) (?:do|does|have|has|are|is)(?: not|n't)\b|\b(?:incomplete|late|unsigned|duplicate)\b"
)
"""Those who are refused for what they lack, and what is refused for its form."""
CONDITION = re.compile(
    r"^\W*(?:if|when|where|should|why|although|while)\b|\bnot uncommon\b|\bhesitate\b|\bnot only\b"
)
EXCEPT = re.compile(
    r"\b(?:except|unless|other than|outside of|more than|less than|until|before|after|during)\b"
)
ASKED = re.compile(
    rf"^(?:do|does|can|may|are|is|will)\b[^?]*\b(?:offer|accept|host|have|allow|provide|take|available|open|apply)\b[^?]*\?|{THING}[^?]*\?"
)
TYPES: tuple[tuple[OpportunityType, re.Pattern[str]], ...] = (
    ("observership", re.compile(r"observ(?:[eo]r|e\b)|attachment")),
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
            r"\bimgs?\b|\bfmgs?\b|(?:international|foreign)(?: medical)? graduates?|(?<!under)graduates (?:of|from) (?:international|foreign)|(?:medical )?graduates from abroad"
        ),
    ),
    (
        "international_student",
        re.compile(
            r"(?:international|foreign|non-u\.?s\.?)(?: visiting)?(?: medical)? students?|students? (?:from|of|at|enrolled in) [^.;]{0,20}(?:outside|international|foreign|abroad)|visiting students from (?:international|foreign)"
        ),
    ),
    (
        "physician",
        re.compile(
            r"(?:international|foreign|visiting) (?:physicians?|doctors?)|practicing physicians?|(?:physicians?|doctors?) from abroad"
        ),
    ),
    ("us_student", re.compile(r"\b(?:u\.?s\.?|domestic|american) (?:medical )?students?")),
)


def find(sentences: Iterable[Sentence], page_type: OpportunityType | None = None) -> Iterator[Refusal]:
    """One refusal a sentence and group; `page_type` is what the page is about, where the sentence names no type."""
    seen: set[tuple[str, str]] = set()
    sentences = tuple(sentences)
    for sentence in sentences:
        low = sentence.low
        if not any(word in low for word in CHEAP):
            continue
        hit = REFUSAL.search(low)
        if hit is None or sentence.text.endswith("?"):
            continue
        said = low[hit.start() : hit.end() + 40]
        if (
            OTHER_THINGS.search(said)
            or LIMITED.search(LASTING.sub(" ", low[hit.start() :]))
            or LIMITED_PEOPLE.search(low[: hit.end()])
            or CONDITION.search(low)
            or EXCEPT.search(low[: hit.start()][-12:])
        ):
            continue
        kind = kind_of(hit[0]) or kind_of(low) or page_type
        if kind is not None:
            yield from told(kind, clause(low, hit.start(), hit.end()), sentence, seen)
    for question, reply, yes in answered(sentences):
        if (
            yes
            or not ASKED.search(question.low)
            or OTHER_THINGS.search(question.low)
            or LIMITED.search(question.low)
        ):
            continue
        if len(reply.text.split()) <= 4 and (kind := kind_of(question.low)):
            yield from told(kind, question.low, reply if len(reply.text.split()) > 1 else question, seen)


def told(
    kind: OpportunityType, low: str, sentence: Sentence, seen: set[tuple[str, str]]
) -> Iterator[Refusal]:
    """A refusal for each group that is named, or for all, once a page."""
    for group in [name for name, pattern in GROUPS if pattern.search(low)] or ["all"]:
        if (kind, group) not in seen:
            seen.add((kind, group))
            yield Refusal(kind, group, sentence.text)


def clause(low: str, start: int, end: int) -> str:
    """The refusing clause: what is offered to others beyond a semicolon or a "but" is theirs."""
    left = max(low.rfind(mark, 0, start) for mark in ("; ", ". ", " but ")) + 1
    ends = [at for mark in (";", ". ", " but ") if (at := low.find(mark, end)) >= 0]
    return low[left : min(ends, default=len(low))]


def kind_of(low: str) -> OpportunityType | None:
    return next((name for name, pattern in TYPES if pattern.search(low)), None)
