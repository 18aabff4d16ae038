"""Everything that one listing's page shows: values in groups, each with its proof, and the same as schema.org JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from web import labels, view

Row = Mapping[str, Any]


def proofs(evidence: Iterable[Row]) -> dict[str, list[dict[str, Any]]]:
    """Evidence by field; the same sentence of the same page once."""
    found: dict[str, list[dict[str, Any]]] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in evidence:
        key = (row["field"], row["quote"] or row["value"], row["page_url"])
        if key in seen:
            continue
        seen.add(key)
        found.setdefault(row["field"], []).append(
            {
                "quote": row["quote"] or "",
                "value": labels.shown(row["field"], row["value"]),
                "page": labels.safe_url(row["page_url"]),
                "jump": labels.safe_url(row["text_fragment_url"]) or labels.safe_url(row["page_url"]),
                "exact": bool(row["text_fragment_url"]),
                "host": labels.host(row["page_url"]),
                "read": labels.day(row["fetched_at"]),
                "since": labels.day(row["first_seen"]),
                "rule": row["rule"],
            }
        )
    return found


def groups(row: Row) -> list[dict[str, str]]:
    """The four groups with their answers, IMG graduates first."""
    return [
        {"label": labels.GROUPS[group], "value": row[column], "field": column}
        for group, column in labels.GROUP_COLUMNS.items()
    ]


def fee_lines(fees: Iterable[Row]) -> list[dict[str, str]]:
    return [
        {
            "kind": labels.FEE_KINDS.get(fee["kind"], fee["kind"]),
            "amount": labels.money(fee["amount"], fee["currency"]),
            "per": labels.PER.get(fee["per"], fee["per"]) if fee["amount"] else "",
            "applies_to": fee["applies_to"] or "",
            "note": fee["note"] or "",
        }
        for fee in fees
    ]


def checklist(row: Row) -> list[str]:
    """What to have or hand in, as the page states it."""
    wanted = [labels.STEPS.get(step, step) for step in labels.values(row["usmle"])]
    if row["ecfmg_required"] == "yes":
        wanted.append("ECFMG certificate")
    if row["english_required"] == "yes":
        wanted.append("English test or proof of fluency")
    return wanted + [labels.REQUIREMENTS.get(item, item) for item in labels.values(row["requirements"])]


def report_links(row: Row, address: str, contact: str) -> dict[str, str]:
    """Links that report an error in this listing, with everything needed to look it up.

    `contact` is what IMGDIR_CONTACT holds: an e-mail address, or the address of a form for new issues; with neither
    the letter has no recipient, and the page says so.
    """
    title = f"imgdir: {row['id']}"
    body = f"Listing: {address}\nSource page: {row['url']}\n\nWhat is wrong, and which sentence of the page says so?\n"
    mail = contact.removeprefix("mailto:") if "@" in contact and "/" not in contact else ""
    issue = labels.safe_url(contact) if contact.startswith("http") else ""
    return {
        "issue": f"{issue}{'&' if '?' in issue else '?'}{urlencode({'title': title, 'body': body})}"
        if issue
        else "",
        "mail": f"mailto:{quote(mail, safe='@')}?{urlencode({'subject': title, 'body': body}, quote_via=quote)}",
        "known": "1" if mail or issue else "",
    }


def json_ld(row: Row, institution: Row | None, address: str) -> Markup:
    """schema.org data of a listing, as the content of a script element that is data, not code.

    Raises nothing; values that are not stated are left out. `<` is written as an escape, so that no text ends the element.
    """
    kind = "MonetaryGrant" if row["type"] == "award" else "EducationalOccupationalProgram"
    provider: dict[str, Any] = {"@type": "Organization", "name": row["institution"]}
    if institution and labels.safe_url(institution["url"]):
        provider["url"] = institution["url"]
    if row["city"] or row["state"]:
        provider["address"] = {
            "@type": "PostalAddress",
            **({"addressLocality": row["city"]} if row["city"] else {}),
            **({"addressRegion": row["state"]} if row["state"] else {}),
            "addressCountry": "US",
        }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address,
        "name": row["title"],
        "description": row["summary"],
        "url": address,
        "sameAs": row["url"],
    }
    if kind == "MonetaryGrant":
        data["funder"] = provider
        amount = row["award_max"] if row["award_max"] is not None else row["award_min"]
        if amount is not None:
            data["amount"] = {
                "@type": "MonetaryAmount",
                "value": amount,
                "currency": row["award_currency"] or "USD",
            }
    else:
        data["provider"] = provider
        data["programType"] = labels.TYPES.get(row["type"], row["type"])
        if row["deadline"]:
            data["applicationDeadline"] = row["deadline"]
        longest = row["duration_max_weeks"] or row["duration_min_weeks"]
        if longest:
            data["timeToComplete"] = (
                f"P{longest:g}W" if float(longest).is_integer() else f"P{round(longest * 7)}D"
            )
        wanted = checklist(row)
        if wanted:
            data["programPrerequisites"] = "; ".join(wanted)
        if row["cost_4_weeks_usd"] is not None:
            data["offers"] = {
                "@type": "Offer",
                "price": row["cost_4_weeks_usd"],
                "priceCurrency": "USD",
                "description": "Cost of four weeks, computed from the stated fees",
            }
    text = (
        json.dumps(data, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    )
    return Markup(text)


def history(changes: Iterable[Row]) -> list[dict[str, str]]:
    """Changes of a listing in words, newest first."""
    return [
        {
            "day": labels.day(change["seen_on"]),
            "date": change["seen_on"],
            "field": labels.field_name(change["field"]),
            "old": labels.shown(change["field"], change["old"]),
            "new": labels.shown(change["field"], change["new"]),
            "cause": {
                "page": "the page says something else",
                "reading": "the same page, read better",
                "calendar": "a date has passed",
            }.get(change["cause"], change["cause"]),
        }
        for change in changes
    ]


def compared(rows: Sequence[Row], today: date) -> list[dict[str, Any]]:
    """The lines of a comparison: a label, a cell for each listing, and whether they differ. A cell is (kind, words)."""
    lines: list[dict[str, Any]] = []

    def line(label: str, cells: list[tuple[str, str]]) -> None:
        lines.append({"label": label, "cells": cells, "differs": len({cell[1] for cell in cells}) > 1})

    def words(label: str, column: str) -> None:
        line(label, [(row[column], labels.ANSWERS.get(row[column], row[column])) for row in rows])

    line("Kind", [("", labels.TYPES.get(row["type"], row["type"])) for row in rows])
    line(
        "Status",
        [("", view.shut_words(row) or labels.STATUSES.get(row["status"], row["status"])) for row in rows],
    )
    line(
        "Where",
        [
            ("", ", ".join(part for part in (row["city"], row["state"]) if part) or "not stated")
            for row in rows
        ],
    )
    line(
        "Run by",
        [("", "Seller" if row["is_seller"] else labels.KINDS.get(row["operator_kind"], "")) for row in rows],
    )
    for group, column in labels.GROUP_COLUMNS.items():
        words(labels.GROUPS[group], column)
    words("Hands-on", "hands_on")
    line(
        "Specialties",
        [
            (
                "",
                ", ".join("any department" if s == "any" else s for s in labels.values(row["specialties"]))
                or "not stated",
            )
            for row in rows
        ],
    )
    line(
        "Cost of four weeks",
        [("", view.award_words(row) if row["type"] == "award" else view.cost_words(row)) for row in rows],
    )
    line("Fee to apply", [("", labels.money(row["application_fee_usd"])) for row in rows])
    line(
        "Length of stay",
        [("", labels.weeks(row["duration_min_weeks"], row["duration_max_weeks"])) for row in rows],
    )
    line("Deadline", [("", view.deadline_words(row, today)) for row in rows])
    line(
        "Apply before the start",
        [
            ("", f"{labels.number(row['lead_time_weeks'])} weeks" if row["lead_time_weeks"] else "not stated")
            for row in rows
        ],
    )
    line("Visas", [("", ", ".join(labels.values(row["visas"])) or "not stated") for row in rows])
    words("Sponsors a visa", "visa_sponsorship")
    line("Have ready", [("", ", ".join(checklist(row)) or "not stated") for row in rows])
    words("Letter of recommendation", "letter_of_recommendation")
    words("Certificate", "certificate")
    line("Page read", [("", labels.day(row["last_confirmed"])) for row in rows])
    return lines
