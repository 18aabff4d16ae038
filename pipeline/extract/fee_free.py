"""Stated free: zero where the page says that nothing is charged, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract.fee_labels import HEAD, WORD, kind_of
from pipeline.extract.fee_readings import WHO, Reading, clause, heading_of
from pipeline.extract.scope import side
from pipeline.model import Sentence
from pipeline.sentences import plain

HOST = r"(?:foundation|hospital|department|division|endowment|fund|society|institute|institution|program|university|school|college|section|academy|association|laboratory|lab|sponsor|host|mentor|preceptor|investigator)"
GIVES = r"(?:pay{0}|pick{0} up|cover{0}|give{0}|provide{0}|reimburse{0}|contribute{0}|fund{0}|award{0}|offer{0}|grant{0})"
HOST_PAYS = re.compile(
    rf"\b(?:{HOST}\s+(?:also\s+|then\s+|generously\s+)?{GIVES.format('s')}|(?:{HOST}\s+(?:will|can|may|would)|we|kindly)\s+(?:(?:also|will|then|generously|can|may)\s+)*{GIVES.format('')})\b"
    r"(?! (?:for nothing|nothing))[^.;]{0,90}$"
)
"""The verb agrees with the host: in "students of the medical school pay" the students do."""

NO_FEE = re.compile(
    r"\b(?P<no>no|zero|neither(?:\s+an?)?|(?:is|are|was|were|has|have|had|do|does|did|will|wo)(?:n't|\s+not|\s+never)\s+(?:currently\s+|been\s+|be\s+|charge[sd]?\s+|require\s+|assess\s+|have\s+|collect\s+|impose\s+|ask\s+for\s+|levy\s+)*(?:an?|any)|without(?:\s+an?|\s+any)?|never(?:\s+any)?|(?:not?|(?:do|does|did|will|wo|is|are)n't)\s+(?:currently\s+)?(?:charged?|require|assess(?:ed)?|have|collect|impose|pay|billed)(?:\s+an?|\s+any)?)\s+"
    rf"(?P<what>(?:{WORD}[\s/]+){{0,3}}?(?:or\s+{WORD}\s+)?(?:fees?|charges?|tuition|costs?|expense(?=\s+to\s+(?:the|you|any|our|visit|observ|student))))\b(?P<after>.{{0,80}})"
)
AND_NO = re.compile(
    rf"^\s*(?:,|or|and|nor|/|&)+\s+(?:no\s+|any\s+|nor\s+|an?\s+)*(?P<what>(?:{WORD}\s+){{0,2}}?(?:fees?|charges?|tuition|costs?))\b"
)
NOTHING = re.compile(
    r"\b(?:do|does|will|would|wo)(?:n't|\s+not)\s+cost\s+(?:\w+\s+)?(?:anything|money|a thing)\b|\b(?:costs?|charge[sd]?)\b[^.;:$€£]{0,40}?\b(?:nothing|not a (?:dime|cent|penny))\b|\bnothing\s+(?:is|will be)\s+(?:charged|asked|collected|due)\b|\bthere\s+is\s+nothing\s+to\s+pay\b|"
    r"(?<!hospital )(?<!program )(?<!department )(?<!institution )(?<!school )(?<!we )\b(?:will\s+|would\s+)?pays?\s+nothing\b(?! to)|"
    r"\b(?:do|does|did|has|have|will)(?:n't|\s+not|\s+never)\s+(?:ever\s+|currently\s+|presently\s+|normally\s+|generally\s+|usually\s+)?charged?\b(?!\s+(?:more|extra|different|late|per|(?:an?|any)\b))(?=\s*(?:[.,;!]|$|and\b|you\b|for\b|anyone|anybody|(?:\w+\s+){0,3}(?:students?|observers?|visitors?|schools|applicants?|learners|participants?|externs?|a dime|a cent|anything)\b))|"
    r"\b(?:nobody|no one|none of (?:them|you|our \w+)) (?:is charged|pays)\b(?! (?:you|them))|"
    r"\b(?:is|are|will|would|wo)(?:n't|\s+not|\s+never)\s+(?:be\s+)?(?:charged|billed)\b(?=\s*(?:[.,;!]|$|for (?:your|their|the|this|an?|observing|shadowing|any)\b|anything\b))|^\W*[$]\s?0(?:\.00)?\b"
)
ALL_FREE = re.compile(
    r"^\W*(?:it'?s\s+|it is\s+|this is\s+|yes,?\s+)?(?:completely\s+|entirely\s+|absolutely\s+)?free(?:\s+(?:of charge|of cost|to (?:join|attend|observe|shadow|participate|all)|for \w+))?\W*$"
)
COME_FREE = re.compile(
    r"(?:^|[.;:,(]\s?)\W*(?P<who>[\w][\w' -]{2,70}?)\s+(?:(?:come|comes|attend|attends|participate|join|joins)\s+free\b|(?:will\s+)?pays?\s+nothing\b)"
)
FREE = re.compile(
    r"\b(?:(?:tuition|fees?)\s+(?:is|are)\s+not\s+(?:charged|required|assessed|collected)|free\s+of\s+(?:charge|cost)|tuition[- ]free|free\s+to\s+(?:apply|enter|submit)|free\s+application|at\s+no\s+(?:cost|charge)|(?:is|are)\s+(?:completely\s+|entirely\s+|totally\s+)?free(?=\s*(?:[.;,!]|$|to\b|for\b|and\b))|(?:is|are)\s+(?:an?\s+)?(?:completely\s+|entirely\s+)?free\s+(?:programs?|programmes?|observerships?|opportunit(?:y|ies)|rotations?|experiences?|electives?|services?)\b|(?:costs?|tuition|charges?|price|fees?)\s+(?:is|are|of)\s+[$]\s?0(?:\.00)?(?![\d.,]\d)|(?:costs?|tuition|charges?|price|fees?)\s*[:=-]\s*(?:free|none|no\b|nil|waived|n/a))"
)
WAIVED = re.compile(
    r"\bwaives?\b[^.;]{0,20}?\b(?P<a>(?:[a-z-]{1,30}\s+){0,3}(?:fees?|tuition))\b|\b(?P<b>(?:[a-z-]{1,30}\s+){0,3}(?:fees?|tuition))\s+(?:is|are|will\s+be|has\s+been|have\s+been)\s+waived\b"
)
UNFREE = re.compile(
    r"\b(?:not|never|isn't|aren't)\s+(?:\w+\s+)?(?:free|waived)|\bcannot\s+be\s+waived|\bno\s+(?:fee\s+)?waivers?|\bfeel\s+free|\bunless\b|\bmay\s+(?:be\s+)?waive|\brefund|\bif\s+you\b.*\bwaive|\brequest\b.*\bwaiv|\bwaiver\b"
)
FREE_THINGS = re.compile(
    r"\b(?:bus|shuttle|park(?:ing)?|wi-?fi|internet|meals?|lunch|food|housing|lodging|accommodation|library|ride|transport\w*|gym|tumou?r boards?|grand rounds|live-?streams?|webinars?|lectures?|seminars?|journal clubs?|newsletters?|podcasts?|patients?|vaccin\w*|screening|scrubs|account|registration for the|conference|membership|printing|laundry|interpreter|care|coverage|insurance|badges?|lockers?|equipment|uniforms?|white coats?|translation|e-?mail|masks?)\b"
)
FREED = re.compile(
    r"\b(?:program(?:me)?s?|observerships?|rotations?|electives?|externships?|clerkships?|application|apply|shadowing|tuition|internships?|fellowships?|participat\w+|experience|opportunit\w+|attachment|placement|visit\w*|observ\w*|rotat\w*|attend\w*|join)\b"
)
BY_THE_WAY = re.compile(r"\bat\s*$|\bwith\s*$|\bprovided\s+(?:\w+\s+){0,3}$")
"""Before "no charge": the words tell how something is given, not that nothing is charged."""
NONE_CELL = re.compile(
    r"^\s*(?:free|none|no (?:fee|charge|cost|tuition)s?|waived|\$\s?0(?:\.00)?|nil|zero|nothing(?: at all| whatsoever| to us| to you)?|not a (?:cent|penny|dime))\s*[.!*]*\s*$"
)
ASKED_FEE = re.compile(
    rf"\b(?:is|are|will) there (?:be )?(?:an?|any)\b[^?]{{0,30}}\b(?:{HEAD})\b|\b(?:do|does|will|must) (?:i|we|you|\w+) (?:\w+ )?(?:have to pay|need to pay|pay|charge|cost)\b"
)
"""A question that is answered by yes or no, whether anything is to be paid."""
COST_ASKED = re.compile(
    r"^\W*(?:the )?(?:costs?|price)\W*$|\bwhat (?:does|will|would|do|is)\b[^?]*\b(?:cost|pay|price|charge)\b|\bhow much\b"
)
NO = re.compile(r"^\W*no\W*$")
PURPOSE = re.compile(
    r"^\s*(?:(?:directly\s+)?to\s+(?:the|our|an?|your)\s+(?:[\w-]+\s+){1,3}?)?(?:fees?\s+)?(?:is|are|will be)?\s*(?:charged|required|assessed|due)?\s*for\s+(?:the\s+|an?\s+|your\s+)?(?P<what>[a-z][a-z -]{3,40})"
)
TITLED_FEE = re.compile(
    rf"\b(?:{HEAD})\b|^\W*registration\W*$|\$|\bpricing\b|\bexpenses\b|\bfinancial\b|\bmoney\b"
)


def nothing(sentence: Sentence, among: bool = False) -> Iterator[Reading]:
    """Zero where the sentence says that nothing is charged; `among`: other amounts stand in the same sentence."""
    low = sentence.low
    if len(low) > 600 or UNFREE.search(low):
        return
    asked = plain(sentence.block.trail[-1]) if sentence.block.trail and len(low) < 24 else ""
    if asked and (
        (NONE_CELL.match(low) and TITLED_FEE.search(asked)) or (NO.match(low) and ASKED_FEE.search(asked))
    ):
        kind = kind_of(asked)
        if kind == "plain" and COST_ASKED.search(asked):
            kind = "program"
        if kind != "not_fees" and not FREE_THINGS.search(asked):
            yield Reading(
                0.0, "USD", kind, None, sentence.text, sentence.text, sentence.block.order, "free",
                heading=heading_of(sentence.block),
            )  # fmt: skip
        return
    end = 0
    waived = False
    what, more = "", ""
    if (match := NO_FEE.search(low)) is not None:
        what, end = match["what"], match.end("what")
        after = CUT_OFF.split(match["after"])[0]
        if (
            kind_of(what + " " + after[:30]) == "not_fees"
            or (OTHER_FEE.search(low[match.start() : end]) and not APPLYING_AFTER.search(low[end:]))
            or OF_THE_HOST.search(after)
            or (
                (purpose := PURPOSE.match(after))
                and kind_of(what) == "plain"
                and kind_of(purpose["what"]) in ("administrative", "other", "insurance", "deposit")
            )
            or NOT_A_PRICE.search(after)
            or FREE_THINGS.search(after[:40])
        ):
            return
        if (way := BY_THE_WAY.search(low[: match.start()])) and other_thing(low, way.start(), end):
            return
        if second := AND_NO.match(match["after"]):
            more = second["what"]
    elif (match := WAIVED.search(low)) is not None:
        what, end, waived = match["a"] or match["b"], match.end(), True
        if kind_of(what) == "not_fees":
            return
    elif (match := NOTHING.search(low)) is not None:
        end = match.end()
        near = (
            re.split(r"[;]|\.\s", low[max(0, match.start() - 70) : match.start()])[-1]
            + low[match.start() : end + 40]
        )
        if FREE_THINGS.search(near) or HOST_PAYS.search(low[: match.start()]):
            return
    elif (match := PRONOUN_FREE.match(low)) is not None and (subject := named_before(sentence)):
        end = match.end()
        if FREE_THINGS.search(subject) or not (FREED.search(subject) or TITLED_FEE.search(subject)):
            return
    elif (match := ALL_FREE.match(low) or COME_FREE.search(low)) is not None:
        end = match.end()
    elif (match := FREE.search(low)) is not None:
        end = match.end()
        if other_thing(low, match.start(), end):
            return
        what = match[0] if NAMED_NONE.match(match[0]) else ""
    else:
        return
    raw = sentence.text[match.start() : end].strip()
    kind = kind_of(what)
    ahead = NEW_CLAUSE.split(low[max(0, match.start() - 70) : match.start()])[-1]
    to_apply = (
        APPLYING_AFTER.search(low[end:])
        or TO_ENTER.search(match[0])
        or (not what and "appl" in ahead + low[match.start() : end + 30])
    )
    if kind == "plain" and to_apply:
        kind = "application"
    applies = free_to(sentence, match)
    named_first = PRICE_LINE.match(sentence.text[: match.start()]) is not None
    remark = (bool(applies) or waived) and not named_first
    if not applies and (group := COME_FREE.search(low)) is not None and len(low) < 300:
        applies = sentence.text[group.start("who") : group.end("who")].strip()
        remark = True
    if (
        not applies
        and (tier := TIER.match(sentence.text[: match.start()]))
        and kind_of(plain(tier["who"])) == "plain"
    ):
        applies = "" if TITLED_FEE.search(plain(tier["who"])) else tier["who"].strip()
    if among and kind == "plain" and not WHO.search(sentence.text) and not applies:
        return
    reading = Reading(
        0.0, "USD", kind, None, raw, sentence.text, sentence.block.order, "free",
        applies_to=applies, side=side(clause(low, match.start(), end)),
        heading=heading_of(sentence.block), label=what or ("apply" if to_apply else ""), remark=remark,
    )  # fmt: skip
    yield reading
    if more and kind_of(more) not in ("plain", "not_fees", kind):
        yield replace(reading, kind=kind_of(more), label=more)


NEW_CLAUSE = re.compile(r"[;:]|,?\s(?:and|but|so)\s(?=(?:we|you|it|there|they|nobody|no)\b)")
NAMED_NONE = re.compile(r"tuition|charges?\b|fees?\s*[:=-]")
CUT_OFF = re.compile(r"[;,]|\band (?:no|we|there|you|it)\b|\bbut\b|\.\s")
OTHER_FEE = re.compile(r"\b(?:additional|extra|late|hidden|other|further|different|separate)\b")
OF_THE_HOST = re.compile(
    r"^\s*(?:for|to)\s+(?:the\s+)?(?:host|institution|hospital|university|school|patient)"
)
NOT_A_PRICE = re.compile(r"^\s*(?:will|can|shall|may)?\s*(?:be\s+)?(?:refund|return|accept|process)")
APPLYING_AFTER = re.compile(r"^\W*(?:\w+\s+){0,5}?(?:applications?|apply|applying|register)\b")
TO_ENTER = re.compile(r"\bfree\s+to\s+(?:apply|enter|submit)\b")
PRICE_LINE = re.compile(r"^\W*[A-Z][^:;.,]{2,60}(?::|=|\s[-\u2013\u2014])\s*$")
TIER = re.compile(r"^\W*(?P<who>[A-Z][^:;]{3,60}):\s*$")
"""Whom "no charge" is for, where a line names them: "Veterans: no charge"."""


OF_CHARGE = re.compile(r"\b(?:of|at no|for no)\s+(?:charge|cost)\b")


PRONOUN_FREE = re.compile(
    r"^\W*(?:it|this|that|everything|all of (?:it|this))(?:'s|\s+is|\s+are)\s+(?:all\s+|also\s+|\w+ly\s+)?(?:free\b(?!\s+(?:to|from|of)\s+(?!charge|cost))|at no (?:cost|charge))"
)
"""What is free is what the sentence before has named: "It is free, it is short"."""


def named_before(sentence: Sentence) -> str:
    """The sentence before one in its block, in lower case; empty where it is the first."""
    at = sentence.block.text.find(sentence.text)
    before = plain(sentence.block.text[:at].strip()) if at > 0 else ""
    return re.split(r"[.?!]\s", before)[-1]


def other_thing(low: str, start: int, end: int) -> bool:
    """Whether what is free is parking, coverage or the like, and not the opportunity. The words "at no charge" stand
    behind their subject, however far: its clause is looked at from its beginning."""
    subject = low[max(0, start - 70) : end + 30]
    return bool(
        FREE_THINGS.search(clause(low, start, end))
        or FREE_THINGS.search(subject)
        or not (FREED.search(subject) or TITLED_FEE.search(low[:start] + OF_CHARGE.sub("", low[start:end])))
    )


def free_to(sentence: Sentence, match: re.Match[str]) -> str:
    after = re.match(
        r"\s*(?:\w+\s+){0,4}?for\s+([^.;,()]{3,50})",
        sentence.text[match.start() + len(match[0].split("  ")[0]) :],
    )
    if after and WHO.search(after[1]):
        return after[1].strip()
    who = WHO.search(sentence.text)
    return who[0] if who else ""
