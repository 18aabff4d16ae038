"""Can I go? What a person says of herself against what a listing states: yes, ask or no, with reasons.

Yes only where the page takes her group and nothing that she asked about is unstated or against her. Whatever is unstated
and matters to her makes it ask. Only a stated value makes it no. Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from web import labels, view

Verdict = Literal["yes", "ask", "no"]
VISAS: Mapping[str, str] = {
    "visitor": "a visitor visa (B-1 or B-2) or ESTA",
    "j1": "a J-1 visa, with a sponsor",
    "f1": "an F-1 visa I hold or will hold",
    "resident": "no visa: I am a citizen or permanent resident",
}
VISITOR = frozenset({"B-1", "B-2", "B1", "B2", "B-1/B-2", "ESTA", "WB", "VWP"})
STEPS = ("step1", "step2", "step3")


@dataclass(frozen=True, slots=True)
class Person:
    """What someone says of herself; None or empty where she does not say."""

    group: str = "img_graduate"
    graduated: int | None = None
    passed: frozenset[str] = frozenset()
    ecfmg: bool | None = None
    english: bool | None = None
    visa: str = ""
    budget: float | None = None
    weeks: float | None = None
    specialties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    hands_on: bool = False
    letter: bool = False
    awards: bool = False
    """Awards too, beside places."""
    told_exams: bool = False
    """Whether she answered about exams at all: silence is no "not passed"."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason and which way it points; `field` is the column that it rests on."""

    verdict: Verdict
    text: str
    field: str


def read_person(pairs: Iterable[tuple[str, str]]) -> tuple[Person, list[str]]:
    """A person from query parameters, and what could not be understood, in words for the form."""
    many: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            many.setdefault(name, []).append(value.strip()[:80])
    wrong: list[str] = []

    def first(name: str) -> str:
        return many.get(name, [""])[0]

    def amount(name: str, label: str, most: float) -> float | None:
        text = first(name).replace(",", "").replace("$", "")
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            wrong.append(f"{label}: “{first(name)}” is not a number.")
            return None
        if not 0 <= value <= most:
            wrong.append(f"{label}: give a number from 0 to {labels.number(most)}.")
            return None
        return value

    def told(name: str) -> bool | None:
        return {"yes": True, "no": False}.get(first(name))

    group = first("group")
    year = amount("graduated", "Year of graduation", 2100)
    if year is not None and year < 1940:
        wrong.append("Year of graduation: give four digits, such as 2021.")
        year = None
    months = amount("months", "Months", 60)
    return (
        Person(
            group=group if group in labels.GROUPS else "img_graduate",
            graduated=int(year) if year else None,
            passed=frozenset(step for step in many.get("passed", ()) if step in STEPS),
            ecfmg=told("ecfmg"),
            english=told("english"),
            visa=first("visa") if first("visa") in VISAS else "",
            budget=amount("budget", "Budget", 1_000_000),
            weeks=round(months * 4.35, 1) if months else None,
            specialties=tuple(many.get("specialty", ())[:20]),
            states=tuple(many.get("state", ())[:60]),
            hands_on=first("hands_on") == "1",
            letter=first("letter") == "1",
            awards=first("awards") == "1",
            told_exams="passed" in many,
        ),
        wrong,
    )


def judge(
    person: Person, row: Mapping[str, Any], today: date, any_department: bool = False
) -> tuple[Verdict, list[Reason]]:
    """The verdict on one listing with its reasons, the deciding ones first."""
    reasons: list[Reason] = []

    def say(verdict: Verdict, text: str, field: str) -> None:
        reasons.append(Reason(verdict, text, field))

    shut = view.shut_words(row)
    if shut:
        say(
            "no",
            {"Ended": "its page no longer shows it", "Closed now": "applications are not taken now"}.get(
                shut, "the institution says that it does not offer this"
            ),
            "status",
        )
    left = labels.days_left(row["deadline"], today)
    if not shut and left is not None and left < 0:
        say("ask", f"its deadline, {labels.day(row['deadline'])}, has passed: ask for the next", "deadline")
    column = labels.GROUP_COLUMNS[person.group]
    who = labels.SHORT_GROUPS[person.group]
    taken = row[column]
    if taken == "yes":
        say("yes", f"takes: {who}", column)
    elif taken == "no":
        say("no", f"does not take: {who}", column)
    elif taken == "limited":
        say("ask", f"{who}: only under a condition that most do not meet", column)
    else:
        say("ask", f"{who}: the page is silent", column)
    exams(person, row, say)
    visa(person, row, say)
    if person.budget is not None and row["type"] != "award":
        cost = row["cost_4_weeks_usd"]
        if cost is None:
            known = max(row["program_fee_usd"] or 0, row["application_fee_usd"] or 0)
            if known > person.budget:
                say(
                    "ask",
                    f"one fee alone is {labels.money(known)}, more than your budget; the unit or total is not stated",
                    "program_fee_usd",
                )
            else:
                say("ask", "its cost for four weeks is not stated", "cost_4_weeks_usd")
        elif cost > person.budget:
            say(
                "no",
                f"four weeks cost {labels.money(cost)}, more than your {labels.money(person.budget)}",
                "cost_4_weeks_usd",
            )
        else:
            say("yes", f"four weeks: {labels.money(cost)}", "cost_4_weeks_usd")
    if person.weeks is not None and row["type"] != "award":
        least = row["duration_min_weeks"]
        stay = labels.weeks(least, row["duration_max_weeks"])
        if least is not None and least > person.weeks + 0.5:
            say("no", f"a stay is {stay}, longer than you have", "duration_min_weeks")
        elif least is None and row["duration_max_weeks"] is None:
            say("ask", "the length of stay is not stated", "duration_max_weeks")
        else:
            say("yes", f"a stay is {stay}", "duration_max_weeks")
    for wanted, name, what in (
        (person.hands_on, "hands_on", "hands-on"),
        (person.letter, "letter_of_recommendation", "a letter of recommendation"),
    ):
        if wanted:
            if row[name] == "yes":
                say("yes", f"{what}: yes", name)
            elif row[name] == "no":
                say("no", f"{what}: no", name)
            else:
                say("ask", f"{what}: the page is silent", name)
    if any_department:
        say("ask", "takes any department: ask whether yours takes part", "specialties")
    if "faculty_sponsor" in labels.values(row["requirements"]):
        say("ask", "you must find a faculty sponsor there first", "requirements")
    verdict: Verdict = "yes"
    if any(reason.verdict == "no" for reason in reasons):
        verdict = "no"
    elif any(reason.verdict == "ask" for reason in reasons):
        verdict = "ask"
    rank = {"no": 0, "ask": 1, "yes": 2}
    return verdict, sorted(reasons, key=lambda reason: rank[reason.verdict])


def exams(person: Person, row: Mapping[str, Any], say: Any) -> None:
    for step in labels.values(row["usmle"]):
        name = labels.STEPS.get(step, step)
        if step in person.passed:
            say("yes", f"requires {name}, which you have", "usmle")
        elif person.told_exams:
            say("no", f"requires {name}", "usmle")
        else:
            say("ask", f"requires {name}", "usmle")
    if row["ecfmg_required"] == "yes":
        if person.ecfmg:
            say("yes", "requires the ECFMG certificate, which you have", "ecfmg_required")
        else:
            say("no" if person.ecfmg is False else "ask", "requires the ECFMG certificate", "ecfmg_required")
    if row["english_required"] == "yes" and not person.english:
        say(
            "no" if person.english is False else "ask",
            "requires an English test or proof of fluency",
            "english_required",
        )


def visa(person: Person, row: Mapping[str, Any], say: Any) -> None:
    if not person.visa or person.visa == "resident" or row["type"] == "award":
        return
    named = {value.upper() for value in labels.values(row["visas"])}
    shown = ", ".join(labels.values(row["visas"]))
    fits = {
        "visitor": bool(named & VISITOR),
        "j1": any(value.startswith("J") for value in named),
        "f1": any(value.startswith("F") for value in named),
    }[person.visa]
    if person.visa == "j1" and row["visa_sponsorship"] == "no":
        say("no", "does not sponsor a visa, and a J-1 needs a sponsor", "visa_sponsorship")
    elif fits and (person.visa != "j1" or row["visa_sponsorship"] == "yes"):
        say("yes", f"names your visa ({shown})", "visas")
    elif person.visa == "j1" and fits:
        say("ask", "names the J-1; whether it sponsors one is not stated", "visa_sponsorship")
    elif person.visa == "j1" and row["visa_sponsorship"] == "yes":
        say("ask", "sponsors a visa; which one is not stated", "visa_sponsorship")
    elif named:
        say("ask", f"names {shown}, not yours", "visas")
    else:
        say("ask", "which visas it accepts is not stated", "visas")
