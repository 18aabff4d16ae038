"""How long the stay is: [shortest, longest] in weeks.

A length counts where its clause says that it is the stay's: the noun it is joined to ("four-week rotation"), the verb
before it ("observerships last"), the heading it stands under. Lead times, processing times, years since graduation and
the like have the same form and are told apart by the words right beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline import regex as re
from pipeline.extract import dates, lengths
from pipeline.extract.lengths import Length
from pipeline.extract.scope import inherited
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain
from pipeline.vocab import vocabulary

Bound = Literal["exact", "least", "most", "range"]

WORDS = vocabulary("durations")
STAY = r"(?:" + "|".join(WORDS["stays"]) + r")"
WEAK = r"(?:" + "|".join(WORDS["weak"]) + r")"
OTHER = r"(?:" + "|".join(WORDS["others"]) + r")"
HEADING = re.compile(r"\b(?:" + "|".join(WORDS["headings"]) + r")\b")
ADJECTIVES = r"(?:(?!(?:prior|before|after|in|of|from|to|for|and|or|per|is|are|with|at|on|by|notice|until|further|can|may|will|must|the|an?|your)(?![\w-]))[a-z][\w&'/-]*,?\s+){0,4}?"
JOINED = re.compile(rf"^[\s,-]*(?:\([^)]*\)\s*)?(?:long\s+)?{ADJECTIVES}{STAY}\b")
JOINED_WEAK = re.compile(rf"^[\s,-]*(?:\([^)]*\)\s*)?(?:long\s+)?{ADJECTIVES}{WEAK}\b")
JOINED_OTHER = re.compile(rf"^[\s-]*(?:\([^)]*\)\s*)?{ADJECTIVES}{OTHER}\b")
OF_STAY = re.compile(
    rf"^\s*(?:in length|in duration|long|duration|of (?:an? |the |their |your |our )?{ADJECTIVES}(?:{STAY}|observation|observing|coursework|clinical time|elective time|shadowing|study in)\b|in (?:an? |the |each |any |one |our )?(?:{ADJECTIVES}{STAY}|department|institution|service|clinic)|(?:for|at) (?:the |an? |your |their |each )?(?:whole |entire |full |chosen )*(?:elective|rotation|observership|visit|stay|host)\b)"
)
SUBJECT = re.compile(
    rf"\b(?:{STAY}|{WEAK}|students?|visitors?|participants?|applicants?|trainees?|vos?|scholars?|candidates?|you|they|awardees?|fellows?|physicians?|externs?|graduates?|everyone|doctors?|professionals?|clinicians?|surgeons?|medical students|interns?|guests?|individuals?|participation|enrollment|attendance|access)\b[^.;?!]{{0,80}}?\b(?:lasts?|lasting|last|is|are|be|being|offered|offers|follow|follows|available|provided|vary|varies|ranges?|ranging|runs?|run|spend|spends|spent|rotates?|stay|stays|remain|observe|observes|shadow|participate|attend|attends|enroll|limited|exceed|granted|scheduled|duration|length|completed?|takes?|consists?|accepted|schedule[sd]?|register|do|have|request|book|choose|select|undertake|arrange|join|serve|work|train|request|permitted|allowed|approved|extend|appointed|come|visit|up to|minimum|maximum|of|for|restricted|typically|usually|between)\b[^.;?!]{{0,40}}$"
)
LENGTH_WORD = re.compile(
    r"\b(?:durations?|lengths?|length of (?:stay|time)|period of (?:stay|observation|time)|commitments?|term limit|(?:time )?limit|time frame|maximum stay|minimum stay|stays?)\b[^.;?!]{0,60}$"
)
STARTS_ITEM = re.compile(
    r"^[^a-z0-9]*(?:(?:at least|minimum|maximum|max|min|up to|stay|a|of|about|typically|for|usually|generally|period|:|no more than|at most)\W+){0,5}$"
)

PURPOSES = r"(?:process|review|complete|respond|receive|hear|pay|accept|decide|obtain|get|arrange|prepare|finali[sz]e|execute|be (?:approved|processed|reviewed|cleared|scheduled|notified|released|considered)|allow|meet|submit|apply|cancel|withdraw|confirm|clear|onboard|secure)"
NOT_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,\s*)?(?:or (?:more|longer|less|fewer)\s+)?(?:prior|before|in advance|ahead|beforehand|advance|notice|of age|old\b|ago\b|from (?:the |your |our )?(?:date|receipt|time|submission|start|end|day|graduation|today|now)|after\b|following|"
    r"of (?:the |your |their |our |a |an |any )?(?:receipt|receiving|offer|acceptance|application|submission|start|end\b|notification|notice|graduat|arrival|visit date|date|expir|work|practice|practi[cs]ing|medical (?:school|education|training)|interview|clinical (?:work|experience in|rotations? (?:in|at))|full-?time|experience|lead|their core|core|in-hospital|accredited|teaching|schooling|research experience|leave|vacation|absence|sick|time off|employment|post)|"
    rf"(?:is required |are required |required |needed |is needed )?(?:in order )?to {PURPOSES}|post\b|since\b|per (?:week|month|day)|apart|until(?! further)|of (?:them|these|those|which)\b|for (?:the )?(?:processing|review|approval|onboarding|credentialing|visa|clearance|application|background|paperwork|completion|a decision)|"
    r"(?:are |is |was |were )?(?:required |needed |allowed |permitted )?(?:between|for travel|validity)|period (?:prior|before|after|from|following|of time (?:before|after|to))|later|past\b|earlier|from\b|out\b|into\b|each (?:week|month)|a (?:week|month|day)\b|ends?\b)"
)
EXPERIENCE_AFTER = re.compile(
    r"^\s*(?:of|in) (?:an? |the |any )?(?:[\w-]+ ){0,3}?(?:training|residency|internship|post-?graduate)\b"
)
FOR = re.compile(r"\bfor(?: a (?:period|total|duration|term) of)?\s*$")
VISITS = re.compile(
    r"\b(?:watch\w*|observ\w+|visit\w*|rotat\w+|train\w*|work\w*|come|host\w*|stay\w*|shadow\w*|spend\w*|join\w*|study)\b"
)
NOT_BEFORE = re.compile(
    r"(?:\bwithin(?: the| a| an)?(?: first| last| past| next| previous| same)?|\btakes?(?: up to| about| approximately| at least| a minimum of| between| around| anywhere from| roughly| typically)*|\btaking|\ballow(?: for)?(?: up to| at least| a minimum of| approximately)?|\bprocess(?:ed|ing)?(?: time)?(?: is| of| takes)?(?: a minimum of| approximately| up to| at least| minimum)*|\brespon\w+ (?:in|within|time)(?: of| is)?|\breviewed (?:in|within)|\bevery|\b(?:the|your|their|this|within|these) (?:last|past|next)|\bpast|\bprevious|\bprior|\bfirst|\bfinal|\bnotif\w+|\bvalid(?: for)?|\bexpires? (?:in|after)|\bages?|\bolder than|\bmore than|\bonce (?:a|per|every)|\badd|\bafter(?: the| an?| your| this)?|\b(?:begin|start|arriv\w*|open|due)\w* in|\bthan|\bwait(?:ing)?(?: period)?(?: of)?|\bin the|\bfor the (?:last|past|first|next|previous|entire)|\b(?:completed|practiced|practicing|worked|experience|licensed|finished|employed|trained)(?: at least| for| for at least| of at least| a minimum of)*|\bextended?(?: by| for)?|\bextensions? of|\badditional|\banother|\bextra|\bmiss(?:es|ed)?(?: more than| no more than| up to)*|\babsen\w+[^.;]{0,30}|\bolder|\bno (?:earlier|sooner|later) than|\b(?:a|per|each) |\bcancel\w*[^.;]{0,40}|\brefund\w*[^.;]{0,30}|\brequires?(?: a minimum of| at least| up to)?|\bvaccin\w+[^.;]{0,40}|\btest(?:s|ing|ed)?[^.;]{0,40}|\bscreen\w*[^.;]{0,30}|\bx-rays?[^.;]{0,30}|\bppd[^.;]{0,30}|\bnegative[^.;]{0,30}|\bretain\w*[^.;]{0,20}|\bcopy[^.;]{0,50}|\bresidency[^.;]{0,15}|\blicens\w+[^.;]{0,40}|\bgraduat(?:ed|ion|ing)\b[^.;]{0,40}|\bpostgraduate[^.;]{0,20}|\bexperience of|\bmember\w*[^.;]{0,30}|\breport[^.;]{0,30}|\bre-?apply[^.;]{0,20}|\beligible to[^.;]{0,20}|\bdeadline\b[^.;]{0,30}|\bdecision\w*[^.;]{0,30}|\bspan of|\bin any(?: given)?|\bduring (?:a|any|the)(?: first| last)?|\bin (?:a|an|any)(?: single)?|\b(?:one|two|three|\d) (?:times?|days?) (?:a|per|in|every)|\bper|\bincludes?|\bof which|\bhours)\W*$"
)
PURPOSE_BEFORE = re.compile(
    r"\b(?:apply|applications?|submitted|submit|received|contact(?:ed)?|paperwork|notified|processed|allow|plan|register|pay(?:ment|able)?|due|deposit|cancellations?|withdraw\w*|drop|lead time|turnaround|onboarding|approval|review|credentialing|visas?|affiliation agreements?|decision|interview|reapply|immuni[sz]ation|insurance|malpractice|coverage|cover|housing|lease|rent|fee|fees|parking|orientation)\b[^.;:]{0,50}$"
)
APART = re.compile(
    r"\b(?:degree|residency program|master|phd|curriculum|m\.?d\.? program|medical program|board exam)\b"
)
LIKE_LEAD = re.compile(r"\b(?:before|prior to|in advance|ahead of)\b")

MOST_BEFORE = re.compile(
    r"(?:\b(?:an?|the) )?(?:\bup to|\bbeyond|\bin excess of|\bmax(?:imum)?\.?(?: (?:duration|length|period|stay|time|term|limit))?(?: of| is|:)?(?: up to)?(?: (?:two|\d) )?|\bno (?:more|longer|greater) than|\bnot (?:to |be |last )?(?:exceed(?:ing)?|longer than|more than)|\bnot (?:to )?exceed|\b(?:cannot|can't|may not|must not|will not|should not|shall not|does not|do not|never) (?:exceed|last longer than|be longer than|stay longer than|be more than|last more than)|\bat (?:the )?most|\blimited to(?: an?)?(?: maximum of| total of)?|\bas long as|\bcapped at|\b(?:less|fewer|shorter) than|\bunder|\bmaximum(?:(?!min)[^.;]){0,45}? (?:is|of)|\ballowed[^.;]{0,30}? is|\bexceed(?:ing)?|\blonger than|\brestricted to|\ba total of|\blimit of)(?: of| a| an| the| only| about| approximately)*\s*$"
)
LEAST_BEFORE = re.compile(
    r"(?:\b(?:an?|the) )?(?:\bat least|\bmin(?:imum)?\.?(?: (?:duration|length|period|stay|time|commitment|term))?(?: of| is|:)?|\bno (?:less|fewer|shorter) than|\bnot (?:be )?(?:less|fewer|shorter) than|\bminimum(?:(?!max)[^.;]){0,45}? (?:is|of)|\bnot[^.;]{0,50}\b(?:less|fewer|shorter) than|\bno [^.;]{0,40}\b(?:less|fewer|shorter) than)(?: a| an| the)*\s*$"
)
MOST_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:or (?:less|fewer|shorter)|\(?max(?:imum)?\b|at (?:the )?most|(?:is|are) the (?:maximum|most|limit|longest)|total maximum|limit\b|cap\b|\w+ (?:maximum|limit)\b(?! of)|is allowed|(?:in total|total)\b)"
)
LEAST_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:or (?:more|longer|greater)|\(?min(?:imum)?\b|at (?:the )?(?:least|minimum)|and (?:up|longer|more)\b|is the (?:minimum|shortest)|\+|plus\b|\w+ minimum\b(?! of))"
)
ONLY = re.compile(
    r"\bonly\b|\bmust be\b|\buntil further notice\b|\beffective\b|\bas of\b|\ball (?:of )?(?:our )?(?:electives|rotations|observerships)\b"
)
PROLONGED = re.compile(
    r"\b(?:may|can|could) be (?:extended|prolonged|renewed|lengthened)|\bextensions? (?:may|can|are|is) (?:be )?(?:possible|considered|available|granted|allowed)|\blonger (?:stays?|periods?|rotations?|observerships?)[^.;]{0,40}(?:may|can|possible|considered|arranged)|\bcan (?:extend|prolong)|\bto stay longer\b|\bmay extend\b|\beach (?:additional|extra) week|\badditional weeks?\b|\bweek(?:s)? more\b"
)
UNPROLONGED = re.compile(r"\b(?:no|not|cannot|without)\b[^.;]{0,25}\bexten")
CAP_COUNT = re.compile(
    rf"\b(?:up to|maximum of|max of|no more than|at most|limited to(?: a maximum of)?|not exceed|maximum|take|complete|schedule|do|have|apply for|request)\s+(?:one or\s+|1 or\s+|1-|one to\s+)?(?P<n>{lengths.NUMBER})(?:\s*\(\d\))?\s+(?:additional\s+|such\s+|visiting\s+|consecutive\s+|separate\s+)?(?:(?P<each>{lengths.NUMBER})(?:\s*\(\d\))?[\s-]*weeks?[\s-]+)?(?:[a-z]+\s+){{0,2}}?(?:electives?|rotations?|blocks?|clerkships?|observerships?|sub-?internships?|externships?|experiences?)\b"
)
MARKETED = re.compile(
    r"\bexamples? of\b|\bfor example\b|\be\.g\.|\bpast\b|\bhave hosted\b|\brecently\b|\bduring my\b|\bi (?:spent|did|completed)\b|\bsuch as\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One length that a sentence says the stay has."""

    length: Length
    bound: Bound
    sentence: Sentence
    weight: int
    """3: said of the stay by verb or heading; 2: joined to its noun; 1: in passing."""
    only: bool = False


def find(section: Section) -> Iterator[Claim]:
    """At most one claim, for duration_weeks: a pair of weeks, either end None."""
    statements = list(read(section.sentences))
    if not any(s.weight == 3 for s in statements):
        statements += read(inherited(section))
    statements += list(dated_stay(section)) if not statements else []
    statements += list(block_caps(section, statements))
    if not statements:
        return
    own = " ".join(
        s.low for s in section.sentences if "week" in s.low or "exten" in s.low or "longer" in s.low
    )
    least, most, main, rule = settled(statements, bool(PROLONGED.search(own)) and not UNPROLONGED.search(own))
    if least is None and most is None:
        return
    sentence = main.sentence
    raw = sentence.text[main.length.start : main.length.end]
    yield Claim(
        "duration_weeks",
        raw,
        sentence.text,
        f"duration.{rule}",
        (least, most),
        sentence.block.order,
        main.weight,
    )


def read(sentences: Iterable[Sentence]) -> Iterator[Statement]:
    for sentence in sentences:
        low = sentence.low
        if not lengths.hinted(low) or len(low) > 1500:
            continue
        headed = under_heading(sentence)
        previous: Statement | None = None
        for length in lengths.find(low):
            beside = previous is not None and bool(BESIDE.match(low[previous.length.end : length.start]))
            statement = stated(length, sentence, headed, beside)
            if statement is not None:
                yield statement
            previous = statement
        yield from counted(sentence)


def under_heading(sentence: Sentence) -> bool:
    """Does a heading, row name, column or lead right above ask for the length of the stay?"""
    block = sentence.block
    if block.kind == "heading":
        return False
    near = [plain(block.trail[-1])] if block.trail else []
    if block.cells:
        near += [plain(header) for header, _ in block.cells] + [plain(block.cells[0][1])]
    near.append(plain(block.lead))
    return any(len(text) < 90 and HEADING.search(text) and not LIKE_LEAD.search(text) for text in near)


def stated(length: Length, sentence: Sentence, headed: bool, beside: bool = False) -> Statement | None:
    """The length as one of the stay, or None where its words make it something else's."""
    low = sentence.low
    before, after = low[: length.start], low[length.end :]
    here = re.split(r"[;]|[.?!]\s", before)[-1]
    if length.working or length.most > 110 or (length.unit == "year" and length.most > 104):
        return None
    joined = JOINED.match(after)
    weakly = None if joined else JOINED_WEAK.match(after)
    joined = joined or weakly
    if NOT_AFTER.match(after) and not (joined and not re.match(r"\s*(?:prior|before|of|in)\b", after)):
        return None
    if JOINED_OTHER.match(after) and not (
        joined and len(joined[0]) <= len((JOINED_OTHER.match(after) or joined)[0])
    ):
        return None
    told = MOST_BEFORE.sub("", LEAST_BEFORE.sub("", here))
    if (
        NOT_BEFORE.search(told)
        and not NAMED_LENGTH.search(here)
        and not (joined and ARTICLED.search(told) and not after_a_course(told, joined))
    ):
        return None
    if EXPERIENCE_AFTER.match(after) and not FOR.search(told):
        return None
    if OTHERS.search(here) and not OURS.search(here):
        return None
    if ABSENT.search(here[-60:]) or ABSENT.search(after[:30]) or licensed(sentence):
        return None
    if re.search(
        r"\b(?:additional|another|extra|final|first|the last|remaining)\W*$", here
    ) or MARKETED.search(here[-60:]):
        return None
    if MARKETED.search(plain(sentence.block.lead)) or MARKETED.search(
        plain("".join(sentence.block.trail[-1:]))
    ):
        return None
    if APART.search(after[:60]) or (
        length.unit == "year"
        and not (joined or headed or re.search(r"\b(?:stays?|lasts?|duration|for)\W*$", here))
    ):
        return None
    bound: Bound = "range" if length.is_range else "exact"
    upper, lower = MOST_BEFORE.search(here), LEAST_BEFORE.search(here)
    if upper and lower:  # the nearer word rules: "a minimum of one and a maximum of three"
        upper, lower = (upper, None) if nearest(upper) > nearest(lower) else (None, lower)
    if upper or (MOST_AFTER.match(after) and not lower):
        bound = "most"
    elif (lower or LEAST_AFTER.match(after)) and not (length.is_range and not length.choice):
        bound = "least"
    if CAP_PAREN.search(here) or "limit" in here[-16:]:
        bound = "most"
    if THAN.search(here) and REFUSED.match(after):
        bound = "least"
    of_stay = bool(OF_STAY.match(after))
    subject = bool(
        beside
        or SUBJECT.search(here)
        or COLON.search(told)
        or CAP_PAREN.search(here)
        or (MOST_IS.match(after) and len(low) < 90)
        or (THAN.search(here) and REFUSED.match(after) and OURS.search(here))
        or LENGTH_WORD.search(here)
        or (FOR.search(told) and VISITS.search(here))
    )
    alone = headed and bool(STARTS_ITEM.match(here) or len(low) < 60)
    since = here[max((m.end() for m in LAST_STAY.finditer(here)), default=0) :]
    if PURPOSE_BEFORE.search(since) and not joined and not of_stay and not headed:
        return None
    if LIKE_LEAD.search(after[:60]) and not joined and not of_stay and not headed:
        return None
    priced = bool(PRICED.match(after)) and bool(STARTS_ITEM.match(here))
    if not (joined or of_stay or subject or headed or priced or short_stay(sentence, here, after, bound)):
        return None
    weight = 3 if headed or of_stay or subject else 2
    if joined and subject:
        weight = 3
    if weakly and not headed:
        weight = 2 if subject else 1
    if not (joined or of_stay or headed or alone) and length.unit == "year":
        return None
    return Statement(length, bound, sentence, weight, bool(ONLY.search(low)))


PRICED = re.compile(r"^\s*(?:[:=-]+\s*)?(?:usd\s*)?[$€£]\s?\d")
"""A line or row that begins with a length and goes on with a price names a stay: "Four weeks: $900"."""
LAST_STAY = re.compile(rf"\b{STAY}\b")


def after_a_course(told: str, joined: re.Match[str]) -> bool:
    """ "After the two-week course" is a part of the stay; "after the four-week program" is the stay itself."""
    return bool(re.search(r"\bafter the\W*$", told)) and bool(
        re.search(r"\b(?:course|training|session|module|orientation)s?$", joined[0])
    )


def nearest(match: re.Match[str]) -> int:
    """Where the last of the bound's own words begins."""
    return max(
        (m.start() for m in BOUND_WORD.finditer(match.string, match.start(), match.end())),
        default=match.start(),
    )


BOUND_WORD = re.compile(
    r"[a-z]*(?:min|max)[a-z]*|\b(?:up|most|least|more|less|fewer|shorter|longer|greater|exceed\w*|limit\w*|under|capped|restricted|total|long)\b"
)
NAMED_LENGTH = re.compile(r"\b(?:commitments?|durations?|lengths?)\b[^.;]{0,25}$")
PROGRAM_AFTER = re.compile(rf"^,?\s+(?:the|our|an?)\s+(?:[\w-]+\s+){{0,2}}(?:{STAY}|{WEAK})\b")
BESIDE = re.compile(r"^\s*(?:,\s*)?(?:and|or|to|but|with|up|/|;)?[^.;]{0,40}$")
COLON = re.compile(rf"\b{STAY}\b[^.;:]{{0,25}}:\s*(?:less than\s*|under\s*)?$")
MOST_IS = re.compile(r"^\s*(?:is|are) the (?:most|maximum|limit|longest)\b")
CAP_PAREN = re.compile(r"\b(?:max(?:imum)?|up to|no more than|limit(?:ed)?|at most)\b[^.;()]{0,45}\($")
THAN = re.compile(r"\b(?:shorter|less|fewer) than(?: an?)?\s*$")
REFUSED = re.compile(r"^[^.;]{0,25}\b(?:not|cannot|no longer|never)\b")
OTHERS = re.compile(r"\b(?:our residents|residents rotate|pgy|our fellows|faculty members?|attendings?)\b")
OURS = re.compile(rf"\b(?:{STAY}|students?|visiting|visitors?|imgs?|externs?|applicants?)\b")
ARTICLED = re.compile(
    r"\b(?:additional|a|the|per|each|final|first|complete[sd]?|requires?|in an?|includes?|than)\W*$"
)
ABSENT = re.compile(r"\b(?:absen\w+|miss(?:ed|es)?|days? off|vacation|leave|late)\b")
LICENSE = re.compile(r"\blicens(?:e|es|ed|ing|ure)\b|\bexemption\b")


def licensed(sentence: Sentence) -> bool:
    """Does the sentence, or the heading over it, speak of a licence, which has terms of its own?"""
    return bool(LICENSE.search(sentence.low)) or any(
        LICENSE.search(plain(text)) for text in sentence.block.trail[-1:]
    )


def short_stay(sentence: Sentence, here: str, after: str, bound: Bound) -> bool:
    """A list item or line that says little but a length with its bound ("Minimum 1 month.")."""
    return (
        len(sentence.low) < 45
        and bound in ("least", "most")
        and not re.search(
            r"[a-z]{4,}",
            re.sub(
                r"min\w*|max\w*|least|most|month\w*|week\w*|stay|length|required?|up to", "", here + after
            ),
        )
    )


def counted(sentence: Sentence) -> Iterator[Statement]:
    """ "Up to two 4-week electives": the block, and its cap."""
    for match in CAP_COUNT.finditer(sentence.low):
        if match["each"] is None:
            continue
        total = lengths.number(match["n"]) * lengths.number(match["each"])
        if 0 < total <= 104:
            length = Length(match.start(), match.end(), match[0], total, total, "week")
            yield Statement(length, "most", sentence, 3)


def block_caps(section: Section, statements: list[Statement]) -> Iterator[Statement]:
    """ "No more than two electives" where each elective is known to be four weeks."""
    blocks = {s.length.most for s in statements if s.bound == "exact" and s.weight >= 2}
    if len(blocks) != 1 or any(s.bound == "most" for s in statements):
        return
    block = blocks.pop()
    for sentence in section.sentences:
        for match in CAP_COUNT.finditer(sentence.low):
            count = lengths.number(match["n"])
            if match["each"] is None and CAPS.match(match[0]) and 1 < count <= 6:
                length = Length(match.start(), match.end(), match[0], count * block, count * block, "week")
                yield Statement(length, "most", sentence, 2)


CAPS = re.compile(r"(?:up to|max|no more than|at most|limited to|not exceed)")


def dated_stay(section: Section) -> Iterator[Statement]:
    """Where no length is printed, the dates of the one session that the section is about."""
    found: list[tuple[float, Sentence, dates.Dated]] = []
    for sentence in section.sentences:
        session = SESSION.search(sentence.low)
        if session is None:
            continue
        for dated in dates.find(sentence.text):
            if not dated.is_range or dated.precision != "day" or dated.start < session.start():
                continue
            days = (dated.finish(section.fetched) - dated.begin(section.fetched)).days + 1
            if 2 <= days <= 21:
                found.append((lengths.weeks(days, "day"), sentence, dated))
    if found and len({value for value, _, _ in found}) == 1 and len(found) <= 2:
        value, sentence, dated = found[0]
        yield Statement(Length(dated.start, dated.end, dated.raw, value, value, "day"), "exact", sentence, 2)


SESSION = re.compile(
    r"\b(?:rotation|session|program|course|observership|visit|cohort)s?(?: dates?| [a-d1-9])?\s*:"
)


def settled(
    statements: list[Statement], prolonged: bool
) -> tuple[float | None, float | None, Statement, str]:
    """One pair out of all statements, the statement to quote, and the rule that settled it."""
    only = [s for s in statements if s.only and s.bound in ("exact", "range") and s.weight >= 2]
    hard = [s for s in only if re.search(r"\bonly\b[^.;]{0,60}$", s.sentence.low[: s.length.start])]
    if hard and not any(s.bound == "most" for s in hard):
        chosen = hard
        return min(s.length.least for s in chosen), max(s.length.most for s in chosen), chosen[0], "only"
    top = max(s.weight for s in statements)
    firm = [s for s in statements if s.weight == top] if top >= 2 else statements
    blocks = [
        s
        for s in statements
        if s.bound in ("exact", "range")
        and s.weight >= min(top, 2 if any(x.weight == 2 and x.bound != "least" for x in statements) else 1)
    ]
    leasts = [s for s in statements if s.bound == "least"]
    mosts = [s for s in statements if s.bound == "most"]
    low = [s.length.least for s in leasts] or [s.length.least for s in blocks]
    high = [s.length.most for s in mosts]
    least: float | None = min(low) if low else None
    most: float | None
    if high:
        most = max([*high, *(s.length.most for s in blocks if s.bound == "range")])
        if blocks and least is not None and least > most:
            least = None
        rule = "block_and_cap" if blocks or leasts else "at_most"
    elif leasts:
        ranged = [s.length.most for s in blocks if s.length.most > (least or 0)]
        most = max(ranged) if ranged else None
        rule = "at_least"
    else:
        most = max((s.length.most for s in blocks), default=None)
        if prolonged and most is not None:
            most = None
        rule = "stated"
    main = (firm if not blocks else [s for s in blocks if s in firm] or blocks)[0]
    if not blocks and mosts:
        main = max(mosts, key=lambda s: s.length.most)
    return least, most, main, rule
