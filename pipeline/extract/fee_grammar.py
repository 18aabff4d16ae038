"""What the grammar around an amount says it is, whatever the nouns further off."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.extract.fee_free import PURPOSE
from pipeline.extract.fee_labels import LABEL, Label, kind_of
from pipeline.extract.fee_units import COUNT, STAY, UNITS, per_of
from pipeline.extract.money import Money
from pipeline.model import FeePer, Sentence

NAMED = ("administrative", "insurance", "not_fees", "application", "deposit")
STAY_IS = re.compile(
    rf"\b(?:each|every|an?|one|the|per)\s+(?:[\w-]+\s+){{0,2}}?{STAY}s?\s+(?:is|costs?|runs|comes to|goes for|will cost|will be)\s+(?:only\s+|just\s+|us\s*)*$"
    r"|\b(?:rotations|electives|clerkships|externships|blocks)\s+(?:are|(?:start|begin)\s+(?:at|from))\s+(?:only\s+|just\s+|us\s*)*$"
)
UNIT_IS = re.compile(
    r"\b(?:each|every|any)\s+(?:[\w-]+\s+){0,2}?(?P<unit>week|month|day)\b(?:\s+(?:after|beyond|past|over|on top|more|thereafter)\b[^.;$€£]{0,25})?\s*,?\s*(?:is|costs?|adds?|runs|comes to|will cost|:)\s+(?:only\s+|just\s+|an?\s+(?:extra|additional|further)\s+|another\s+|us\s*)*$"
)
COVERS_STAY = re.compile(
    rf"^\s*(?:covers?|buys?|gets you|pays for)\s+(?:the\s+|your\s+|up to\s+|an?\s+)?(?:whole\s+|entire\s+|first\s+)?(?:{COUNT}[\s-]*(?:weeks?|months?|days?)|{STAY})\b"
)
IN_BRACKETS = re.compile(r"^\s*\((?P<what>[a-z][a-z -]{2,30})\)")
BRACKETED = re.compile(
    r"(?:^|[.;:]\s|\d\.\s)\W*(?P<what>[a-z][a-z0-9/&'\u2019, -]{2,70})\((?:[^()$]{0,40}\b)?(?:costs?|fees?|prices?|charges?|is|about|approx\w*|approximately|usd?|you pay)?\W*$"
)
"""An item of a list and in brackets what it costs: "Record check (cost about $40)"."""
OTHERS_PAID = re.compile(
    r"\b(?:pay|pays|paid|payable|send|sent)\b[^.;]{0,20}\b(?:the\s+)?(?:state|county|police|vendor|agency|company|lab|laboratory|provider|bureau|fbi|service|castle ?branch|sterling|certiphi)\b"
)
"""What is paid to the state or to a vendor is paid for the check that the sentence names."""
STAY_NAMED = re.compile(
    r"^\W*(?:[a-z][\w'&/-]*\s+){0,3}(?:observerships?|electives?|rotations?|clerkships?|externships?|preceptorships?|shadowing|placements?|program)\s*(?:\([^)]{2,30}\)\s*)?[:=-]+\s*$"
)
"""A line that begins with the stay's own name and goes on with its price."""
NAMED_LINE = re.compile(
    r"^\W*(?P<what>[a-z][a-z/&' -]{2,45}?)(?:\s*\([^)]*\))?(?:\s*(?:,|:|=|-|\.{2,})\s*|\s)(?:(?:a|of|is|us|usd|only|the|you\s+pay|non-?refundable|,)\s*)*$"
)
"""A line that begins with a name and goes on with its price: "Application, $125"."""
TO_APPLY = re.compile(r"^\s*(?:is (?:charged|asked|due) )?(?:just |only )?to (?:apply|submit)\b")
TO_ATTEND = re.compile(
    rf"^\s*(?:(?:per|a|each|/)\s*(?:week|month|day|{STAY})\s+)?to\s+(?:attend|observe|rotate|participate|shadow|take part|join)\b"
)
ITEM_CUT = re.compile(r"[;,]")
AMOUNT_FIRST = re.compile(r"^\s*[-:=]\s*(?P<what>[a-z][a-z /&-]{2,40}?)\s*(?:[;,.]|$)")

"""An item of a price list whose amount comes first: "$100 - application"."""
HOLDS = re.compile(
    r"\b(?:to\s+)?(?:hold|holds|reserve|reserves|secure|secures|save|guarantee|guarantees|lock in|confirm)\s+(?:your|the|a|their|his|her|that)\s+(?:\w+\s+)?(?:place|spot|seat|slot|dates?|month|position|rotation|space|block|week)s?\b"
)
DOWN = re.compile(r"^\s*(?:usd\s*)?(?:down|up front)\b")


def plainly(
    sentence: Sentence, m: Money, before: str, after: str, label: Label | None, later: bool
) -> tuple[Label, FeePer | None, str] | None:
    """What the grammar around an amount says it is, whatever the nouns further off: a deposit, a week's price, an
    item's."""
    own_kind = label.kind if label is not None and not label.weak else "plain"
    low = sentence.low
    named = label is not None and own_kind == "administrative" and "fee" not in label.text
    if (named or own_kind in ("plain", "not_fees")) and (
        DOWN.match(after)
        or HOLDS.search(re.split(r"[;]|\.\s", before)[-1])
        or HOLDS.search(re.split(r"[;]|\.\s", after)[0][:70])
    ):
        return Label(0, 0, "deposit", "deposit"), None, "label"
    if (match := UNIT_IS.search(before)) and not LABEL.search(before[: match.start()]):
        return Label(0, 0, "each " + match["unit"], "program"), UNITS[match["unit"]], "label"
    if (match := STAY_IS.search(before)) and not LABEL.search(before[: match.start()]):
        return Label(0, 0, "rotation", "program"), "rotation", "label"
    if own_kind == "plain" and TO_ATTEND.match(after):
        return Label(0, 0, "to attend", "program"), None, "label"
    if (
        own_kind == "plain"
        and (item := AMOUNT_FIRST.match(after))
        and not ITEM_CUT.split(before)[-1].strip(" .-*\u2022")
    ):
        kind = kind_of(item["what"])
        if kind not in ("plain", "not_fees"):
            return Label(0, 0, item["what"], kind), None, "label"
    if own_kind == "plain" and TO_APPLY.match(after):
        return Label(0, 0, "to apply", "application"), None, "label"
    if own_kind == "plain" and (label is None or label.weak) and (covers := COVERS_STAY.match(after)):
        return Label(0, 0, covers[0], "program"), "rotation", "label"
    if own_kind == "plain" and DUE.search(low) and (purpose := PURPOSE.match(after)):
        kind = kind_of(purpose["what"])
        if (kind in NAMED and kind != "not_fees") or (kind == "program" and later):
            return Label(0, 0, purpose["what"], kind), None, "label"
    if own_kind == "plain" and OTHERS_PAID.search(before[-70:] + " $ " + after[:40]):
        kind = kind_of(re.split(r"\.\s", low[: m.start])[-1])
        if kind in ("administrative", "other", "insurance"):
            return Label(0, 0, "paid to others", kind), None, "label"
    if own_kind == "plain" and (named_item := BRACKETED.search(before)):
        kind = kind_of(named_item["what"])
        if kind in ("application", "administrative", "insurance", "deposit", "other"):
            return Label(0, 0, named_item["what"].strip(), kind), None, "label"
    if (
        own_kind == "plain"
        and (paren := IN_BRACKETS.match(after))
        and (kind := kind_of(paren["what"])) not in ("plain", "not_fees")
    ):
        return Label(0, 0, paren["what"], kind), None, "label"
    if own_kind == "plain" and not later and STAY_NAMED.match(before) and kind_of(before) == "program":
        return Label(0, 0, before.strip(" :-="), "program"), per_of("", before), "label"
    if own_kind == "plain" and not later and len(low) < 160 and (line := NAMED_LINE.match(before)):
        kind = kind_of(line["what"])
        if (
            kind in ("application", "administrative", "insurance", "deposit", "other")
            or "tuition" in line["what"]
        ):
            return Label(0, 0, line["what"], kind), None, "label"
    return None


DUE = re.compile(r"\b(?:total|due|payable|owe[ds]?|pay|pays|charged?|breaks down|made up of)\b")
