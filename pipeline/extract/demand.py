"""Is a thing asked of the applicant, left open, waived, or given by the host? Judged at the clause around its name."""

from __future__ import annotations

from typing import Literal

from pipeline import regex as re
from pipeline.model import Block, Section, Sentence
from pipeline.sentences import plain

Stance = Literal["asked", "optional", "waived", "given", "silent"]

CUT = re.compile(
    r"[;•|]|\.\s|\s-\s(?=step|note)|,?\s(?:but|however|although|though|whereas|while|yet|unless|before|until|because|since)\s|:\s"
)
ASK = re.compile(
    r"\b(?:must|requir\w+|need(?:s|ed)?|submit\w*|suppl(?:y|ied|ies)|upload\w*|attach\w*|enclos\w*|include[sd]?|including|"
    r"send|e-?mail(?:ed)?|forward|proof|evidence|documentation|cop(?:y|ies)|complet(?:e|ed|es|ing|ion)|shall|should|"
    r"ha(?:ve|s) to|hold|possess|obtain|secure|show|mandatory|necessary|please|bring|present|furnish|responsible for|"
    r"provide[sd]?|fill|along with|together with|accompanied by|subject to|contingent|expected to|asked to|hand in|"
    r"undergo|pass(?:ed)?|ask(?:s|ed|ing)? (?:\w+ )?for|asked to|wants? (?:an?|your|to see|proof|the|one|two|three)|we(?:'d| would) like|expects?|calls? for|compris\w+|consists? of|contain\w*|"
    r"carr(?:y|ies)|on file|before (?:day one|you (?:start|arrive|come)|(?:the|your) first day|arrival|starting)|obligatory|compulsory|essential|give us|get us|gets? (?:an?|your)|runs? (?:an?|the)|(?:is|are) taken|take (?:an?|the)|lodge[ds]?|signed|write to \w+ with|"
    r"looks? at your|reviews? your|checks? your|verif\w+|attest\w*|certif\w+|valid|current|up[- ]to[- ]date|minimum|at least)\b"
)
SETTING = re.compile(
    r"\b(?:requir\w+|eligib\w+|documents?|documentation|checklist|how (?:do i|to|can i) apply|to apply|appl(?:y|ying)|"
    r"applications?|applicants?|need(?:ed)?|submit\w*|submission|criteria|prerequisites?|pre-requisites?|qualifications?|"
    r"must|onboarding|credential\w*|clearances?|compliance|upload\w*|provide|necessary|mandatory|include[sd]?|following|"
    r"materials|conditions|steps?|instructions|paperwork|certifications?|immunizations?|insurance|tuition does not cover|not included|before (?:you |your )?"
    r"(?:arriv|start|begin)\w*|pre-arrival|expectations|obligations|responsibilit\w+|who can|who may|admission|add|attach|enclose|hand in|bring|upload|depends on|papers|paperwork|dossier|packet|what (?:do )?(?:you|we|i|to) (?:\w+ )?(?:need|want|ask|send|prepare|bring|have|look for|require)|"
    r"(?:you|we|i) (?:will |'ll |do )?need|you'll need|send|prepare|first day|day one|day 1|(?:your|the) file|to have ready|uploaded|verified by|before you (?:come|write)|who qualifies|you qualify)\b"
)
NO_SETTING = re.compile(
    r"\b(?:fees? covers?|cover(?:s|ed)? by|benefits|we (?:offer|provide)|what (?:we|you) (?:offer|get|gain|receive|will "
    r"(?:receive|get|gain|learn))|objectives|goals|testimonials?|amenities|activities|not allowed|not permitted|may not|"
    r"curriculum|privileges|residency requirements|about us|optional|recommended|preferred|encouraged|"
    r"(?:role|duties|responsibilities) of (?:the )?(?:host|preceptor|department|faculty|supervisor)s?|some (?:\w+ ){1,3}(?:may|might))\b"
)
OPTIONAL = re.compile(
    r"\b(?:failing that|in lieu of|if (?:need be|there (?:is|are)|you (?:wish|like|want)|desired|available|applicable|any|certified|issued|received|earned|granted|passed|taken|obtained|completed|held|already|you have|one is|possible|needed|taken|requested|desired|not )|optional(?:ly)?|"
    r"(?:highly |strongly )?(?:recommend(?:ed|s)?|encourag(?:ed|es)|preferr?ably|preference|suggest(?:ed|s)?|advis(?:ed|able)|desirable|"
    r"(?:is|are|be|strongly|highly|but) preferred|preferred(?=\W*$|[.,;)]| but| over)|desired|welcome|favou?red)|(?:may|might|can|could)(?: also)? (?:be )?(?:\w+ )?(?:requir|request|ask|need|substitut|interview|waive)\w*|(?:you|applicants?|students?|candidates?|they|observers?) (?:may|can)(?: also)? (?:submit|includ|send|provid|add|attach|upload|request)\w*|a plus|is helpful|"
    r"(?:some|certain|many|several|few|a few|individual|specific|particular) (?:\w+ ){0,2}(?:electives?|departments?|programs?|rotations?|specialt(?:y|ies)|"
    r"sites?|clerkships?|divisions?|hosts?|hospitals?|institutions?|courses?|locations?|facilities|preceptors)|"
    r"where (?:applicable|asked|needed|required|available)|(?:up)?on request|not mandatory but|ideal(?:ly)?|(?:required|needed|necessary|asked) only (?:of|for|by|if|when|in|at)|only (?:if|when|for) (?:you|students|those|applicants|assigned)|"
    r"help(?:s|ful)?,? (?:but )?(?:is|are)(?:n't| not)|compulsory but)\b"
)
TRAILING = re.compile(r"if ")
WAIVED = re.compile(
    r"\b(?:(?:is|are|was|were|be)(?: also| generally| usually| currently)? (?:not|no longer|never) (?:\w+ )?(?:required|needed|necessary|mandatory|accepted|a requirement|"
    r"a prerequisite|requested)|not (?:required|needed|necessary|mandatory|a requirement)|(?:do|does|did|will|would) not (?:need|require|have to|ask|request|accept)|"
    r"(?:don't|doesn't|won't) (?:need|require|have to|ask)|need not|no need|waived(?! (?:if|when|where|in case|only|for (?:those|students|applicants|candidates|people|anyone|graduates|native|visitors|u\.s))\b)|(?:isn't|aren't|is not|are not|was not|good, not|but not|,? not) (?:\w+ )?(?:required|asked for|demanded|obligatory|compulsory|mandatory|needed)|nobody (?:here )?(?:will )?asks?|not (?:have to )?be (?:submitted|sent)|"
    r"(?:there (?:is|are) )?no (?:\w+[ -]){1,4}?(?:requirements?|(?:is |are )?(?:required|needed|necessary))|please do not (?:send|submit|include|e-?mail|attach)|"
    r"(?:don't|do not|no need to|needn't) (?:worry|bother|fret)|(?:don't|do not) (?:\w+ )?(?:send|submit|include|attach|bring|e-?mail)|"
    r"(?:do|does) not (?:send|submit|include)|not to (?:send|submit|include)|without (?:having|a|an|any)|(?:cannot|can not|will not|may not|not) be (?:issued|given|provided|granted|written))\b"
)
HOST = (
    r"(?:the |our )?(?:hospital|university|school|college|institution|program|office|department|clinic|foundation|society|center|"
    r"preceptors?|attendings?|faculty|host|institute|company|sponsor|\w+ fee)(?: of \w+)?(?: \w+)?"
)
GIVEN = re.compile(
    rf"\b(?:we|{HOST}) (?:will|shall|can|may|also) (?:also )?(?:provide|issue|supply|give|arrange|cover|offer|pay|conduct|send|write|award|purchase|secure|prepare|perform)\b|"
    r"\bwe (?:also )?(?:provide|issue|supply|give|arrange|cover|offer|pay for|conduct|write|award|purchase|secure|prepare|perform)\b|"
    rf"\b{HOST} (?:provides|issues|supplies|gives|arranges|covers|offers|pays|conducts|sends|writes|awards|purchases|secures|prepares|performs)\b|"
    r"(?<!must be )(?<!to be )(?<!should be )(?<!must also be )(?<!also be )\b(?:(?:is|are|will be) (?:\w+ )?(?:provided|covered|supplied|issued|given|arranged|furnished|paid)"
    r"(?! (?:to|with|before|prior|at least|in english|electronically|on|no later))|included in (?:the|your) (?:\w+ )?(?:fee|tuition|price|cost|program))|"
    r"\b(?:price|fee|tuition|cost|package|payment|rate)s?\b[^.;]{0,40}\b(?:includes?|covers?)\b|"
    r"\b(?:will|can|may|shall) (?:receive|get|be (?:given|awarded|issued|provided))\b|\bfree of charge\b"
)


NOT_NEEDED = re.compile(
    r"\W*(?:no\b(?! (?:later|more|older|less))|none\b|not (?:required|needed|necessary)|n/a\b|optional\b)"
)
EXCLUDED = re.compile(
    r"\b(?:cannot|can not|will not|may not|not be (?:considered|accepted|processed)|incomplete|rejected|denied|ineligible)\b"
)


BRIEF = 6
"""A part of fewer sentences than this only points elsewhere: what the page says of all is not said to be its own."""


def inherited(section: Section) -> tuple[Sentence, ...]:
    """The page-wide sentences that hold for this programme too; none for a part that is a mere pointer."""
    return section.shared if len(section.sentences) >= BRIEF else ()


def clause(low: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause that holds [start, end)."""
    left, right = 0, len(low)
    for cut in CUT.finditer(low):
        if cut.end() <= start:
            left = cut.end()
        elif cut.start() >= end:
            right = cut.start()
            break
    return left, right


@re.memo
def heading_asks(text: str) -> bool:
    return bool(SETTING.search(text)) and not NO_SETTING.search(text)


def setting(block: Block) -> Stance:
    """What the list lead or the nearest heading says of everything under it."""
    if block.lead:
        lead = plain(block.lead)
        if WAIVED.search(lead):
            return "waived"
        if OPTIONAL.search(lead) and not re.search(r"\bmust\b|\brequired\b", lead):
            return "optional"
        if heading_asks(lead):
            return "asked"
        if NO_SETTING.search(lead):
            return "silent"
    if any(header and heading_asks(plain(header)) for header, _ in block.cells[:1]):
        return "asked"
    for heading in reversed(block.trail[-2:]):
        low = plain(heading)
        if WAIVED.search(low):
            return "waived"
        if NO_SETTING.search(low):
            return "silent"
        if heading_asks(low):
            return "asked"
    return "silent"


def aside(low: str, at: int, start: int, end: int) -> bool:
    """Does a remark in parentheses at `at` speak of a thing of its own ("Step 1 (an ECFMG certificate isn't needed)")?"""
    opened = low.rfind("(", 0, at)
    if opened < 0 or ")" in low[opened:at] or (opened < start and ")" not in low[opened:start]):
        return False
    return opened >= end and bool(re.search(r"[a-z]{3,}\s", low[opened:at]))


OF_ITS_OWN = re.compile(r"\b(?:step|steps|level|ecfmg|certificat\w+|letters?|toefl|ielts|comlex|scores?)\b")
"""Things that a remark in parentheses may leave open beside the one that is asked ("Step 1 (Step 3 preferred)")."""


def stance(sentence: Sentence, start: int, end: int) -> Stance:
    """How the thing named at [start, end) of `sentence.low` stands to the applicant."""
    low = sentence.low
    left, right = clause(low, start, end)
    part = low[left:right]
    waived = WAIVED.search(part)
    if waived and aside(low, left + waived.start(), start, end):
        waived = None
    if waived and waived[0].startswith("without") and EXCLUDED.search(part):
        return "asked"  # "applicants without a host cannot be considered"
    if waived:
        return "waived"
    if any(NOT_NEEDED.match(plain(cell)) for _, cell in sentence.block.cells[1:]):
        return "waived"  # a row of a table: "Liability cover | Not required"
    colon = low.rfind(":", 0, start)
    if (
        colon > 0
        and not re.search(r"[.;]\s", low[colon:start])
        and WAIVED.search(low[max(0, colon - 90) : colon])
    ):
        return "waived"
    for hit in OPTIONAL.finditer(part):
        at, stop = left + hit.start(), left + hit.end()
        if TRAILING.match(hit[0]) and at >= end:
            # "USMLE scores and an ECFMG certificate if available": only the last thing named is left open
            if not re.search(r",|\band\b", low[end:at].rstrip(" ,(")):
                return "optional"
        elif aside(low, at, start, end) and OF_ITS_OWN.search(low[low.rindex("(", 0, at) : at]):
            continue
        elif "(" in low[left:at].rpartition(")")[2]:
            # in parentheses: it speaks of what stands with it there, or of the name just before
            opened = low.rindex("(", left, at)
            inside = (start > opened and ")" not in low[opened:start]) or start < opened < end
            if inside or (end <= opened and not re.search(r",|\band\b", low[end:opened])):
                return "optional"
        elif stop > start - 60 and at < end + 60:
            return "optional"
    if re.search(r"\bpays? for\b", part) and not re.search(r"\b(?:must|required|need)\b", part):
        return "silent"
    if GIVEN.search(part) and not re.search(r"\bmust\b|\bproof of\b|\bevidence of\b", part):
        return "given"
    around = setting(sentence.block)
    if around in ("waived", "optional"):
        return around
    if ASK.search(part) or ASK.search(low):
        return "asked"
    return around
