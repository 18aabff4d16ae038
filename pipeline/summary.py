"""The summary of a listing, written from its values: no sentence of a page goes into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TYPE_NAMES = {
    "observership": "observership",
    "externship": "externship",
    "elective": "elective for medical students",
    "sub_internship": "sub-internship for medical students",
    "research": "research place",
    "shadowing": "shadowing place",
    "fellowship": "fellowship",
    "preceptorship": "preceptorship",
    "award": "award",
    "volunteer": "volunteer place",
    "other": "training opportunity",
}
GROUPS = (
    ("accepts_img_graduates", "graduates of foreign schools"),
    ("accepts_international_students", "students of foreign schools"),
    ("accepts_us_students", "US students"),
    ("accepts_physicians", "physicians from abroad"),
)


def summary(row: Mapping[str, Any], specialties: Sequence[str]) -> str:
    """Two or three sentences for a reader in a hurry, from an `opportunities` row and its specialty names.

    Silence is left out, never filled in; a refusal is always said.
    """
    sentences = [opening(row, specialties), people(row), terms(row), standing(row)]
    return " ".join(sentence for sentence in sentences if sentence)


def opening(row: Mapping[str, Any], specialties: Sequence[str]) -> str:
    kind = TYPE_NAMES.get(row["type"], "opportunity")
    article = "An" if kind[0] in "aeiou" else "A"
    place = ", ".join(part for part in (row.get("city"), row.get("state")) if part)
    where = f" at {row['institution']}" + (f" in {place}" if place and row["type"] != "award" else "")
    named = [name for name in specialties if name != "any"]
    if "any" in specialties:
        field = ", in most departments"
    elif 0 < len(named) <= 3:
        field = f", in {listed(named)}"
    elif named:
        field = f", in {len(named)} specialties"
    else:
        field = ""
    seller = ", sold by a company" if row.get("is_seller") else ""
    return f"{article} {kind}{where}{field}{seller}."


def people(row: Mapping[str, Any]) -> str:
    by_answer: dict[str, list[str]] = {"yes": [], "limited": [], "no": []}
    for column, name in GROUPS:
        if row[column] in by_answer:
            by_answer[row[column]].append(name)
    parts = []
    if by_answer["yes"]:
        parts.append(f"takes {listed(by_answer['yes'])}")
    if by_answer["limited"]:
        parts.append(f"takes {listed(by_answer['limited'])} only under conditions")
    if by_answer["no"]:
        parts.append(f"does not take {listed(by_answer['no'], 'or')}")
    return f"It {'; '.join(parts)}." if parts else ""


def terms(row: Mapping[str, Any]) -> str:
    parts = []
    if row["hands_on"] == "yes" and row["type"] != "award":
        parts.append("hands-on")
    elif row["hands_on"] == "no" and row["type"] != "award":
        parts.append("observation only")
    if length := duration(row.get("duration_min_weeks"), row.get("duration_max_weeks")):
        parts.append(length)
    if row.get("cost_4_weeks_usd") is not None:
        cost = row["cost_4_weeks_usd"]
        parts.append("free of charge" if cost == 0 else f"{dollars(cost)} for four weeks")
    elif row.get("program_fee_usd"):
        parts.append("a fee is charged")
    elif row.get("application_fee_usd"):
        parts.append(f"application fee {dollars(row['application_fee_usd'])}")
    if amount := award(row):
        parts.append(amount)
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def award(row: Mapping[str, Any]) -> str:
    least, most, currency = row.get("award_min"), row.get("award_max"), row.get("award_currency") or ""
    if most is None and least is None:
        return ""

    def money(amount: float) -> str:
        return dollars(amount) if currency == "USD" else f"{number(amount)} {currency}".strip()

    if least is not None and most is not None:
        return f"worth {money(most)}" if least == most else f"worth {money(least)} to {money(most)}"
    return f"worth up to {money(most)}" if most is not None else f"worth at least {money(least or 0)}"


def standing(row: Mapping[str, Any]) -> str:
    if row.get("ended_reason"):
        return f"Ended: {row['ended_reason']}."
    if row["status"] == "closed":
        return "Applications are not taken now."
    if row["status"] == "not_offered":
        return "Not offered."
    return ""


def duration(shortest: float | None, longest: float | None) -> str:
    if shortest is None and longest is None:
        return ""
    if shortest is None:
        return f"up to {weeks(longest or 0)}"
    if longest is None:
        return f"at least {weeks(shortest)}"
    return weeks(shortest) if shortest == longest else f"{number(shortest)} to {weeks(longest)}"


def weeks(value: float) -> str:
    return f"{number(value)} week" + ("" if value == 1 else "s")


def number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def dollars(value: float) -> str:
    return f"${number(value)}"


def listed(names: Sequence[str], word: str = "and") -> str:
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
