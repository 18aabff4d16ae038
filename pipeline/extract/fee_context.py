"""What stands around an amount and names it: the sentence before, the lead of a list, the heading, the line beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract import money
from pipeline.extract.fee_free import TITLED_FEE
from pipeline.extract.fee_labels import HEAD, WORD, Label, LabelKind, kind_of, named_in
from pipeline.extract.fee_readings import Reading
from pipeline.extract.fee_units import COUNT, STAY
from pipeline.extract.money import Money
from pipeline.model import Block, FeePer, Section, Sentence
from pipeline.sentences import plain

THIS = re.compile(rf"^(?:this|the|that|such)\s+(?P<label>(?:{WORD}\s+){{0,3}}(?:{HEAD}|deposit))\b")
SUNDRY = re.compile(
    r"\b(?:parking|garage|parking deck|rooms?|housing|apartments?|hotels?|inn|lodging|dorm\w*|meals?|lunch\w*|dinners?|breakfasts?|cafeteria|bus|shuttle|taxi|metro\w*|transit|"
    r"airfare|flights?|scrubs|white coats?|gas cards?|gift cards?|books?|copies|physicals|class(?:es)?|consultations?|tickets?|banquet|donations?|rent(?:al)?|groceries|food|to sleep|"
    r"sublet|condo|homestay|board exam|conference|symposium|course registration|usmle|step [123]|ecfmg|toefl|nbme|visas?|sevis|passports?|returned checks?|bounced|bad checks?)\b"
)
"""Things that a visitor may pay for beside the programme; an amount that only a verb or the heading ties to a fee is theirs."""
GETS = re.compile(
    r"\b(?:receives?|gets?|earns?|is (?:paid|given|awarded)|are (?:paid|given|awarded)|(?:can|may|will) (?:get|receive|apply for)|salar\w+|stipends?|paid in|to help with)\b"
)
FOR_LENGTH = re.compile(
    rf"^\s*(?:\(?usd\)?\s*)?for\s+(?:the\s+|an?\s+|all\s+|your\s+)?(?:full\s+|whole\s+)?(?:{COUNT.replace('?P<n>', '?:')}[\s-]*(?:weeks?|months?|days?)|month|week)\b"
)
PER_HEAD = re.compile(
    rf"^\s*(?:usd\s*)?(?:per|a|each|/)\s*(?:[\w-]+\s+(?:per|a|each)\s+)?(?:week|month|day|{STAY})\b"
)
BARE = re.compile(
    r"^\W*(?:only|just|from|usd|us)?\s*[$€£]\s?\d[\d,.]*(?:\s*(?:usd)?\W*|\s+[$€£]\s?\d[\d,.]*)(?:(?:most |best )?(?:popular|value|seller)\W*)?$"
)
LENGTH_LINE = re.compile(rf"^\W*(?:{COUNT.replace('?P<n>', '?:')})[\s-]*(?:weeks?|wks?|months?|days?)\W*$")
PACKAGES = re.compile(r"\b(?:packages?|pricing|prices|plans?|tuition)\b")
OF_STAY = re.compile(
    r"\b(?:costs?|price|charges?)\s+(?:per|for|of)\s+(?:each\s+|an?\s+|the\s+|one\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:electives?|rotations?|clerkships?|observerships?|externships?|placements?|courses?|preceptorships?)\b"
)
"""A price that is named for the stay itself, whatever fee the lines above speak of."""
WITH_APPLICATION = re.compile(
    r"\baccompan\w+ (?:the|your|all|each|every|an?) (?:\w+ )?applications?\b|\b(?:with|at the time of|upon|to submit|for|submit\w*)\s+(?:\w+\s+){0,2}application\b|\bto apply\b|\bwhen (?:you )?apply|(?<!accepted )(?<!successful )(?<!selected )(?<!approved )\bapplicants\s+(?:must|should|are (?:asked|required) to|need to|will)\s+(?:also\s+)?(?:submit|send|enclose|include|attach)\b"
)
PROCESSING = re.compile(r"(?:[\w-]+\s+)*processing (?:fees?|charges?|costs?).*")
APPLICANT = re.compile(
    r"\b(?:per|each|every|with (?:the|your|each)) (?:[\w-]+ ){0,2}requests?\b|\bapplica|\bapply|\b(?:is|are|when) submitted|\bclick(?:ing)? submit|\b(?:at|on|upon) submission|\babstract|\bnominat"
)
ACCEPTED = re.compile(r"\baccept|\boffer|\bonce\b|\bapproved\b")


def card(sentences: Sequence[Sentence], number: int, section: Section) -> Label | None:
    """A line that is nothing but a price, beside a line that is nothing but a length: a package and what it costs."""
    sentence = sentences[number]
    if not BARE.match(sentence.low):
        return None
    beside = [*sentences[max(0, number - 2) : number], *sentences[number + 1 : number + 3]]
    lengths_ = [s.low for s in beside if LENGTH_LINE.match(s.low) and s.block.trail == sentence.block.trail]
    lengths_ += [low for low in map(plain, sentence.block.trail[-1:]) if LENGTH_LINE.match(low)]
    if lengths_:
        return Label(0, 0, f"rotation of {lengths_[0]}", "program")
    titles = [plain(text) for text in (*sentence.block.trail, section.title)]
    return Label(0, 0, "package", "program") if any(PACKAGES.search(t) for t in titles) else None


def continues(label: Label | None, context: Label | None, last: Reading) -> bool:
    """ "Schools that send five students pay $900" right after "$1,200 a block": another tier of the same price."""
    return (
        label is not None
        and label.weak
        and (context is None or context.kind == "plain")
        and last.kind in ("program", "plain")
        and last.per not in (None, "once")
    )


def begins(sentence: Sentence, m: Money, after: str) -> bool:
    """A price that opens its line and names the time or the stay that it buys."""
    if sentence.low[: m.start].strip(" -*+(\u2022") or GETS.search(sentence.low):
        return False
    trail = " ".join(plain(text) for text in sentence.block.trail[-1:])
    if GETS.search(trail) or SUNDRY.search(trail):
        return False
    return bool(PER_HEAD.match(after) or FOR_LENGTH.match(after))


def titled(block: Block) -> bool:
    """Does a heading just above, or the block around, say that prices are meant?"""
    if any(TITLED_FEE.search(plain(text)) for text in block.trail[-2:]):
        return True
    kinds = {label.kind for label in named_in(plain(block.text))} if len(block.text) < 800 else set()
    return bool(kinds) and "not_fees" not in kinds


def kind_in(label: Label, low: str, context: Label | None, per: FeePer | None = None) -> LabelKind:
    """The kind of a label as its sentence and surroundings settle it."""
    if label.kind == "plain":
        if OF_STAY.search(low):
            return "program"
        if context is not None and context.kind not in ("plain", "not_fees"):
            return (
                "program" if per in ("week", "month", "day") and context.kind != "insurance" else context.kind
            )
        return "application" if WITH_APPLICATION.search(low) else "plain"
    if (
        label.kind == "administrative"
        and PROCESSING.fullmatch(label.text)
        and APPLICANT.search(low)
        and not ACCEPTED.search(low)
    ):
        return "application"
    return label.kind


def context_label(sentences: Sequence[Sentence], number: int) -> Label | None:
    """What stands around a sentence and names its sum.

    In this order: "This deposit ..." right after it, the sentences before it in its block, the lead of its list, the
    line above a run of priced lines, the headings.
    """
    sentence = sentences[number]
    block = sentence.block
    following = sentences[number + 1] if number + 1 < len(sentences) else None
    if following is not None and following.block is block and (match := THIS.match(following.low)):
        return Label(
            0, 0, match["label"], "deposit" if "deposit" in match["label"] else kind_of(match["label"])
        )
    for previous in reversed(sentences[max(0, number - 3) : number]):
        if previous.block is not block:
            break
        named = named_in(previous.low)
        if named and len(previous.low) < 160 and not money.hinted(previous.low):
            return named[-1]
    texts = [block.lead]
    if len(sentence.low) < 100:
        above = list(sentences[max(0, number - 20) : number])
        while (
            above
            and len(above[-1].low) < 100
            and (money.hinted(above[-1].low) or OPEN_PRICE.search(above[-1].low))
        ):
            above.pop()
        if above and above[-1].block is not block and len(above[-1].low) < 100:
            texts.append(above[-1].text)
    for text in (*texts, *reversed(block.trail[-3:])):
        low = plain(text)
        named = named_in(low)
        if named:
            if all(label.kind == "not_fees" for label in named):
                return named[0]
            kinds = {label.kind for label in named if label.kind not in ("not_fees", "plain")}
            first = next(label for label in named if label.kind != "not_fees")
            return replace(first, text=low, kind=first.kind if len(kinds) <= 1 else "plain", weak=False)
        if low and TITLED_FEE.search(low):
            return Label(0, 0, low, "plain")
    return None


OPEN_PRICE = re.compile(
    r"\b(?:tb[ad]|call|inquire|varies|sold out|full|closed|coming soon|on request)\W*$|\bto be (?:announced|determined)\W*$"
)
"""A line of a price list whose price is left open."""
