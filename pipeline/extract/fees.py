"""What a participant may have to pay: every amount with its kind, unit and tier.

Each amount is given to the noun that governs it ("application fee", "stipend", "coverage"): the nearest in its own
clause, then what stands around it (a table's row and column, the sentence that introduces a list, the headings).
An amount that no price noun governs is left out: a wrong amount misleads more than a missing one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import get_args
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.extract import money
from pipeline.extract.award import gives_money
from pipeline.extract.fee_context import (
    BARE,
    FOR_LENGTH,
    SUNDRY,
    begins,
    card,
    context_label,
    continues,
    kind_in,
    titled,
)
from pipeline.extract.fee_free import HOST_PAYS, PURPOSE, TITLED_FEE, nothing
from pipeline.extract.fee_grammar import NAMED, plainly
from pipeline.extract.fee_labels import (
    INCLUDED,
    WORDS,
    Label,
    beside_the_included,
    govern,
    kind_of,
    labels_of,
)
from pipeline.extract.fee_readings import Reading, about, applies_to, clause_around, heading_of
from pipeline.extract.fee_settling import called, settled
from pipeline.extract.fee_tables import MOST, NOT_MINE, PREMIUM, TOTAL, row
from pipeline.extract.fee_units import COUNT, STAY, length_unit, per_of
from pipeline.extract.scope import elsewhere, inherited, side, side_of
from pipeline.model import UNIT, Claim, Fee, FeeKind, FeePer, Section, Sentence
from pipeline.sentences import plain

FEE_KINDS: tuple[str, ...] = get_args(FeeKind)

PRINTED_UNIT = re.compile(
    r"\s*(?:\(?(?:USD|US dollars|dollars)\)?\s*)?(?:per|each|every|/)\s*([A-Za-z]+(?:-[a-z]+)*(?: (?:hours?|days?))?)\b",
    re.I,
)
ONCE_EACH = re.compile("|".join(WORDS["once"]), re.I)
RECKONED = re.compile(
    r"\b(?:spend|budget(?:ing)?|plan on|plan for|set aside|reckon on|count on|expect to pay|estimate\w*)\b[^.;:$€£]{0,60}$"
)
"""What a stay costs outside the programme, as a guess."""
TAKEN_OFF = re.compile(
    r"\b(?:minus|less|except|deduct\w*|withh[eo]ld\w*|retain\w*|instead of|in place of|takes? the place of|in lieu of|replaces|replacing|rather than|formerly|previously|save|saves|discount(?:ed)? (?:of|by)|off)\s+(?:an?\s+|the\s+|from\s+)?$"
)
LEAVES = re.compile(r"\b(?:cancel\w*|withdraw\w*|drop(?:s|ped|ping)?|no-?\s?show|resched\w*|late)\b")
PART = re.compile(
    r"\b(?:remaining|balance|(?:first|second|third|final|half)\s+(?:payment|instal?lment)|half of(?! (?:the|your|this)\s*$)|other half|instal?lments?|of which(?! nothing| none))\b"
)
REST = re.compile(
    r"^\s*(?:(?:is\s+the\s+|\()?(?:remaining|remainder|balance|rest\b|instal?lment)|off\b|less\b|discount|(?:of (?:it|this|that|which) )?(?:is|are|will be|comes?|goes) (?:kept|retained)\b|(?:is|are) credited)"
)
BACK = re.compile(
    r"^\s*(?:of (?:it|this|that|which) )?(?:is|are|will be|comes?|goes) (?:returned|refunded|given back|back)\b"
)
"""What is given back of a sum; a fee that is named and then given back is asked all the same."""
ROSE = re.compile(
    r"\b(?:gone(?: up)?|went(?: up)?|rose|risen|raised|rais(?:es|ing)|increas(?:es|ed|ing)|rises|changes?d?|moved?s?|up)\s+from\s"
)
"""Before the sum that a fee was and the one that it is."""
WAS = re.compile(r"\bwas\s+$")
NOW = re.compile(r"\bnow\b|\buntil\b|\bpreviously\b|\bbefore 20\d\d\b|\bbut\b")
"""What a fee was counts, where no other has taken its place."""
BY_NIGHT = re.compile(
    r"^\s*(?:\(?usd\)?\s*)?(?:/|a|per|each|every)?\s*(?:night|nightly|hour|meal|credit|mile|copy|ticket)\b"
)
AT_OTHERS = re.compile(
    r"^[\s)]*(?:or so\s+|or less\s+|each\s+)?(?:at|from|in|through|with)\s+(?:an?\s+|the\s+|your\s+)?(?:own\s+)?(?:most|any|many|some|local|nearby|retail|commercial|outside|neighborhood|area)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:labs?|laborator\w+|pharmac\w+|clinics?|drug ?stores?|stores?|shops?|providers?|doctors?|places|urgent cares?|banks?|vendors?|centers?)\b"
)
"""A price that other houses ask: "$70 at most pharmacies"."""
GOTTEN = re.compile(
    r"\b(?:(?:apply|applies|applied|applying|compete|eligible|qualify|qualifies|nominated)\s+for|receiv(?:e|es|ing)|(?:is|are|be)\s+(?:awarded|granted|given|reimbursed)|win|wins|earn|earns)\s+"
    r"(?:(?:up\s+to|as\s+much\s+as|an?|the|additional|extra|maximum|of|approximately|about|between|funding|support|travel|money|us|cash|total)\s+)*$"
)
"""Money that goes to the learner: "apply for up to $500"."""
PAID_BY_HOST = re.compile(
    r"^[^.;$€£]{0,40}?\b(?:(?:paid|covered|met|borne|absorbed|funded)\s+(?:entirely\s+|in full\s+)?by|(?:charged|billed|invoiced|assessed)\s+(?:directly\s+)?to|(?:charge|bill|invoice)\s+(?:is|will be)\s+(?:made|sent)\s+to|(?:is|will be)\s+(?:made|sent)\s+to)\s+"
    r"(?:the\s+|our\s+|your\s+|a\s+|an\s+)?(?!home\b|student|visit|observer|applicant|participant|sending)(?:[\w'-]+\s+){0,2}?"
    r"(?:host\w*|sponsor\w*|departments?|divisions?|lab(?:s|orator\w+)?|pi|faculty|mentors?|preceptors?|hospital|university|institute|center)\b(?! or\b)"
)
HOST_CHARGED = re.compile(
    r"\b(?:host\w*|sponsor\w*)(?:\s+(?:departments?|divisions?|lab\w*|faculty|members?|units?|investigators?)){0,2}\s+(?:(?:is|are|(?:will|shall|may|must) be)\s+(?:charged|billed|invoiced|assessed)|pays?)\b[^.;$€£]{0,40}$"
    r"|\b(?:paid|payable|covered|borne|met)\s+by\s+(?:the|your|our|a|an|each|any)\s+(?:[\w-]+\s+)?(?:schools?|host\w*|sponsor\w*|departments?|hospital|lab\w*|universit\w+)(?:\s+(?:department|institution|lab))?\W*(?:is|of|at|totals?)?\s*$"
)
"""Who pays is the host, not the guest."""
LICENSE = re.compile(r"\blicen[sc]|\bpermits?\b|\bmedical board|\bboard of (?:\w+ )?(?:medic|osteo|examin)")
TO_THE_BOARD = re.compile(
    r"\b(?:paid|payable|pay|remit\w*|sent|goes)\b[^.;]{0,25}\b(?:board|state|commission|agency)\b|\b(?:board|state|commission) (?:of [\w ]{3,30} )?(?:charges|asks|collects|requires)\b"
)
"""What a licence costs goes to the state."""
LENT = r"(?:badges?|cards?|keys?|fobs?|pagers?|scrubs|lockers?|devices?|equipment|id|ids|coats?|passes)"
LOST = re.compile(
    rf"\b(?:lost|unreturned|damaged|misplaced|replac(?:e|es|ed|ing|ement))\s+(?:(?:or|and)\s+\w+\s+)?(?:an?\s+|the\s+|your\s+)?(?:[\w-]+\s+)?{LENT}\b|"
    rf"\b{LENT}\b[^.;$€£]{{0,40}}\b(?:lost|misplaced|damaged|replaced|not\s+(?:been\s+|be\s+)?(?:returned|turned in|handed in|given back))\b|"
    rf"\b(?:fail\w*\s+to|not)\s+return[^.;$€£]{{0,25}}\b{LENT}\b"
)
"""What is asked only of those who lose a badge."""
FOR_PATIENTS = re.compile(
    r"\b(?:for|from|of|before|until)\s+(?:all\s+|any\s+|each\s+|every\s+|a\s+)?(?:(?:new|self-?pay|international|uninsured|prospective)\s+)+patients?\b|\bpatient\s+(?:medical\s+)?(?:records?|consult\w*|appointments?|registration|deposit|services?)\b|\bpatients? (?:must|will|are|is|pays?)\b|\bseeking (?:treatment|care)\b|\bsecond opinions?\b"
)
ON_ACCEPTANCE = re.compile(
    r"\b(?:once|if|when|upon|after|on)\b[^$€£;]{0,25}\b(?:accept\w*|select\w*|chosen|placed|approved|approval|admitted|offered|admission|placement|picked)\b"
)
BOUNDED = re.compile(r"\b(?:max\w*|min\w*|total\w*|up to|cap\w*|no more than)\b")
CHANGES = re.compile(
    r"\b(?:it|the\s+(?:\w+\s+)?(?:fee|rate|price|cost|tuition|charge)|that)\s+(?:drops|falls|goes down|goes up|decreases|rises|increases|is reduced|is lowered|comes down)\s+to\s+(?:only\s+|just\s+)?$"
)
PARTNERS = r"(?:students?|members?|residents?|faculty|alumni|physicians|employees|partners?|schools?)"
EXEMPT = re.compile(
    rf"(?P<who>[A-Z][\w.'’ -]{{2,60}}?{PARTNERS}|\b{PARTNERS}\s+(?:of|from|at|in)\s+[^.;()]{{3,50}}?)\s+(?:are\s+)?exempt(?:ed)?\b(?! from (?!the fee|this fee|fees|payment|tuition|all fees))"
)
STAY_LABEL = re.compile(
    r"^\W*(?:one|two|three|four|six|eight|twelve|\d{1,2})[\s-]+(?:weeks?|months?)"
    r"(?:\s*\([^)]{1,25}\))?"
    r"(?:\s+(?:rotation|observership|externship|elective|program|placement|experience|package)(?:\s*[:=-]+)?|\s*[:=-]+)\s*$"
)
"""A line that names a stay and then its price: "Four weeks: $900"."""
FOR_STAY = re.compile(
    rf"^[^.;$]{{0,25}}\bfor\s+(?:an?|the|one|each|your|any)?\s*(?:[\w-]+\s+){{0,3}}{STAY}s?\b"
)
AFTER_OTHER = re.compile(r"[,;]|\band\b|\bplus\b|\bor\b")


def find(section: Section) -> Iterator[Claim]:
    """One claim a fee; the value is a Fee. Quotes carry the amount, or the words that say there is none."""
    dollar = dollar_of(section.url)
    readings = list(read(section.sentences, dollar, section))
    readings += list(read(inherited(section), dollar, section))
    if gives_money(section) and awarded(section):
        readings = list(beside_an_award(readings, section.type_hint not in (None, "award")))
    the_fee = called(section.sentences)
    for reading in settled(readings, side_of(section), the_fee):
        kind = reading.kind if reading.kind in FEE_KINDS else "program"
        fee = Fee(
            kind,  # type: ignore[arg-type]
            reading.amount,
            reading.currency,
            reading.per or default_per(reading, section),
            reading.applies_to,
            "" if reading.per else unknown_unit(reading),
        )
        yield Claim("fees", reading.raw, reading.quote, f"fees.{reading.rule}", fee, reading.order)


GIVEN = re.compile(
    r"\b(?:awards?|grants?|scholarships?|bursar(?:y|ies)|prizes?|stipends?|fellowships?|awardees?|grantees?|recipients?)\b"
)


def awarded(section: Section) -> bool:
    """Is money given at all? Visiting scholars are an award's in one place, and pay to be appointed in another."""
    return section.type_hint == "award" or any(GIVEN.search(s.low) for s in section.sentences)


def beside_an_award(readings: Iterable[Reading], attended: bool) -> Iterator[Reading]:
    """Where money is given, the amounts that are still asked: to apply, and (`attended`) the tuition of a course."""
    for r in readings:
        named = r.kind == "application" and r.label
        if named or (attended and (r.amount == 0 or "tuition" in r.label or "fee" in r.label)):
            yield r
        elif r.amount == 0 and r.kind == "plain" and ("fee" in plain(r.raw) or "nothing" in plain(r.raw)):
            yield replace(r, kind="application", label=r.label or "apply")


def dollar_of(url: str) -> str:
    """What a bare dollar sign means on this site: US dollars, but for countries that have dollars of their own."""
    host = urlsplit(url).hostname or ""
    for ending, code in ((".nz", "NZD"), (".au", "AUD"), (".ca", "CAD"), (".sg", "SGD"), (".hk", "HKD")):
        if host.endswith(ending):
            return code
    return "USD"


def read(sentences: Iterable[Sentence], dollar: str, section: Section) -> Iterator[Reading]:
    sentences = tuple(sentences)
    last: Reading | None = None
    for number, sentence in enumerate(sentences):
        block = sentence.block
        low = sentence.low
        if block.cells:
            if sentence.index == 0 and not elsewhere(sentence, section):
                yield from row(block, dollar)
            if (
                len(block.cells) == 2
                and not money.hinted(low)
                and TITLED_FEE.search(plain(block.cells[0][1]))
            ):
                yield from nothing(sentence)
        elif money.hinted(low):
            if elsewhere(sentence, section):
                continue
            context = card(sentences, number, section) or context_label(sentences, number)
            for reading in amounts(sentence, context, dollar, last):
                last = reading if reading.amount else last
                yield reading
        elif block.kind != "heading" and ZERO_CUE.search(low) and not elsewhere(sentence, section):
            yield from nothing(sentence)


ZERO_CUE = re.compile(
    r"\bnone\b|neither|nobody|\bno one\b|fee|free|\bno\b|\bnot\b|waive|nothing|n't\b|never|charge"
)


def amounts(
    sentence: Sentence, context: Label | None, dollar: str, earlier: Reading | None
) -> Iterator[Reading]:
    """The fees of one sentence; `context` is what stands around it and names a price, if anything does; `earlier` is
    the amount read before."""
    low = sentence.low
    found = tuple(m for m in money.find(sentence.text, dollar) if m.most <= MOST)
    if len(found) == 2 and found[0].most < found[1].most and BARE.match(low):
        found = found[:1]  # the price now, beside the one that is struck out
    if not found or NOT_MINE.search(low):
        return
    if ("patient" in low or "opinion" in low) and FOR_PATIENTS.search(low):
        return
    if not any(m.most for m in found):
        yield from nothing(sentence)
        return
    last: Reading | None = None
    read_here = False
    if (
        earlier is not None
        and earlier.heading == heading_of(sentence.block)
        and earlier.order <= sentence.block.order
    ):
        last = earlier
    governed = govern(found, beside_the_included(labels_of(low), found, low), low)
    for index, (m, label) in enumerate(zip(found, governed, strict=True)):
        start = found[index - 1].end if index else 0
        end = found[index + 1].start if index + 1 < len(found) else len(low)
        before, after = low[start : m.start], low[m.end : end]
        near = low[: m.start][-90:]
        if (
            GOTTEN.search(near)
            or RECKONED.search(near)
            or TAKEN_OFF.search(low[: m.start][-30:])
            or PART.search(before[-45:])
            or (REST.search(after[:25]) and not (label is not None and label.kind == "deposit"))
            or PAID_BY_HOST.match(after)
            or (LICENSE.search(low) and TO_THE_BOARD.search(before[-60:] + " $ " + after[:50]))
            or HOST_CHARGED.search(before)
        ):
            continue
        if BACK.match(after) and (label is None or label.weak or label.kind in ("plain", "not_fees")):
            continue
        if WAS.search(before) and (len(found) > 1 or NOW.search(after)):
            continue
        if (
            LEAVES.search(clause_around(low, m))
            and not CHANGES.search(before)
            and not re.search(r"non-?refundable", low)
        ) or (LOST.search(clause_around(low, m)) and (label is None or label.kind != "deposit")):
            continue
        if (
            (BY_NIGHT.match(after) and (label is None or label.kind in ("plain", "not_fees")))
            or AT_OTHERS.match(after)
            or (m.most == 0 and label is None)
            or HOST_PAYS.search(before)
        ):
            continue
        own = AFTER_OTHER.split(before)[-1] if index else before
        per = per_of(own, after)
        rule = "label"
        firm = plainly(sentence, m, before, after, label, bool(index))
        if firm is not None:
            label, unit_, rule = firm
            per = per or unit_
        elif label is None and context is None and STAY_LABEL.match(before):
            label, per, rule = Label(0, 0, "", "program"), length_unit(before) or per, "stay"
        elif label is None or label.weak or label.kind == "plain":
            bought = INCLUDED.search(after)
            if SUNDRY.search(re.split(r"[;]|\.\s", before)[-1]) or SUNDRY.search(
                after[: min(40, bought.start() if bought else 40)]
            ):
                continue
            if label is not None and not label.weak:
                pass
            elif last is not None and (
                CHANGES.search(before)
                or (
                    index
                    and last.order == sentence.block.order
                    and (context is None or context.kind == "plain")
                )
                or continues(label, context, last)
            ):
                label, rule = Label(0, 0, last.label, last.kind), "context"
                per = per or last.per
            elif context is not None and context.kind == "not_fees":
                continue
            elif context is not None:
                label, rule = context, "context"
            elif (
                label is None and per is None and not FOR_STAY.match(after) and not FOR_LENGTH.match(after)
            ) or (
                label is None
                and not (FOR_STAY.match(after) and len(found) > 1)
                and not titled(sentence.block)
                and not begins(sentence, m, after)
            ):
                continue
            else:
                label, rule = label or Label(0, 0, "", "plain"), "unit"
        if label.kind == "plain" and (purpose := PURPOSE.match(after)) and kind_of(purpose["what"]) in NAMED:
            label = replace(label, kind=kind_of(purpose["what"]), text=purpose["what"])
        kind = kind_in(label, low, context, per)
        if (
            kind == "application"
            and (rule == "context" or label.kind == "plain")
            and ON_ACCEPTANCE.search(
                re.split(r"[;]|\.\s", before)[-1] + " $ " + re.split(r"[;]|\.\s", after)[0][:60]
            )
        ):
            kind = "program"
        if (
            kind in ("application", "administrative")
            and rule == "context"
            and per in ("week", "month", "day")
            and not per_of(label.text, "")
        ):
            kind = "program"
        if kind != label.kind:
            rule = "context"
        if kind == "not_fees" or (kind == "insurance" and m.most > PREMIUM):
            continue
        if per is None and context is not None:
            per = per_of(context.text, "")
        if per is None and last is not None and index and last.kind == kind and not BOUNDED.search(own):
            per = last.per
        for value in dict.fromkeys(
            (m.most,) if ROSE.search(before + m.raw.lower()[:5]) else (m.least, m.most)
        ):
            last = Reading(
                value, m.currency, kind, per, m.raw, sentence.text, sentence.block.order, rule,
                applies_to(sentence.text[start : m.start], sentence.text[m.end : end]),
                side(about(low, m.start, m.end)),
                heading_of(sentence.block), label.text, bool(TOTAL.search(before[-30:]) or TOTAL.search(after[:12])),
                tier=bool(STAY_LABEL.match(before)),
            )  # fmt: skip
            read_here = True
            yield last
    if last is not None and (exempt := EXEMPT.search(sentence.text)) and last.order == sentence.block.order:
        yield replace(
            last, amount=0.0, raw=exempt[0], rule="free", applies_to=exempt["who"].strip(), remark=True
        )
    yield from nothing(sentence, among=read_here)


def unknown_unit(reading: Reading) -> str:
    """The unit that stands right after an amount and is none that is known, as printed: "per semester"."""
    _, _, after = reading.quote.partition(reading.raw)
    if (hit := PRINTED_UNIT.match(after)) and not ONCE_EACH.fullmatch(hit[1]):
        return f"{UNIT}per {hit[1]}"
    return ""


def default_per(reading: Reading, section: Section) -> FeePer:
    """Once, but for a price that is named after the rotation it pays for, and the tuition of an elective."""
    if reading.amount and "tuition" in reading.label and section.type_hint in ("elective", "sub_internship"):
        return "rotation"
    if reading.kind in ("program", "plain") and re.search(
        r"\b(?:rotation|elective|clerkship|block)s?\b", reading.label
    ):
        return "rotation"
    if reading.amount and reading.kind in ("program", "plain"):
        under = (
            s.low
            for s in section.sentences
            if ("cover" in s.low or " for " in s.low) and heading_of(s.block) == reading.heading
        )
        if any(COVERS_LENGTH.search(low) for low in under):
            return "rotation"
    return "once"


COVERS_LENGTH = re.compile(
    rf"\b(?:the|this|that) (?:\w+ )?(?:fee|cost|price|tuition|charge|payment) (?:covers?|pays for|buys|is for) (?:the |an? |one |your |each |up to |full |entire |whole )*{COUNT}[\s-]*(?:weeks?|months?)\b"
)
"""A fee that is said to cover a stay of some length is paid for each: "The fee covers the four-week rotation"."""
