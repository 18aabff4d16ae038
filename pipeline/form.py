"""A Reading as the JSON form of docs/form.md: one object a page."""

from __future__ import annotations

import re
from typing import Any

from pipeline.model import AUDIENCE_GROUPS, Fee, Listing, Reading

EVIDENCED = ("status", "hands_on", "fees", "duration_weeks", "type")


def reading_json(reading: Reading) -> dict[str, Any]:
    form: dict[str, Any] = {
        "url": reading.url,
        "kind": reading.kind,
        "listings": [listing_json(listing) for listing in reading.listings],
        "refusals": [{"type": r.type, "audience": r.audience, "quote": r.quote} for r in reading.refusals],
    }
    if reading.reason:
        form["reason"] = reading.reason
    return form


def listing_json(listing: Listing) -> dict[str, Any]:
    evidence = {name: quote for name in EVIDENCED if (quote := proof(listing, name))}
    if quote := next((q for g in AUDIENCE_GROUPS if (q := proof(listing, f"audience.{g}"))), ""):
        evidence["audience"] = quote
    form: dict[str, Any] = {
        "title": listing.title,
        "type": listing.type,
        "status": listing.status,
        "audience": dict(listing.audience),
        "hands_on": listing.hands_on,
        "specialties": list(listing.specialties),
        "duration_weeks": list(listing.duration_weeks),
        "fees": [
            {"kind": f.kind, "amount": f.amount, "currency": f.currency, "per": f.per}
            | ({"applies_to": f.applies_to} if f.applies_to else {})
            | ({"note": f.note} if f.note else {})
            for f in listing.fees
        ],
        "visas": list(listing.visas),
        "visa_sponsorship": listing.visa_sponsorship,
        "usmle": list(listing.usmle),
        "ecfmg_required": listing.ecfmg_required,
        "english_required": listing.english_required,
        "requirements": list(listing.requirements),
        "lor": listing.lor,
        "certificate": listing.certificate,
        "deadline": listing.deadline,
        "lead_time_weeks": listing.lead_time_weeks,
        "emails": list(listing.emails),
        "phones": list(listing.phones),
        "application_url": listing.application_url,
        "city": listing.city,
        "state": listing.state,
        "evidence": evidence,
        "proof": [{"field": f.field, "quote": f.quote, "rule": f.rule} for f in listing.facts],
    }
    if listing.type == "award" or listing.award_amount or listing.award_kind:
        form |= {
            "award_amount": list(listing.award_amount) if listing.award_amount else None,
            "currency": listing.currency,
            "award_kind": listing.award_kind,
            "covers": list(listing.covers),
            "cycle": listing.cycle,
        }
    return form


def proof(listing: Listing, field: str) -> str:
    """The quote that proves a field best: one of two words or more; for fees one that carries its amount."""
    quotes = [fact for fact in listing.facts if fact.field == field]
    for fact in quotes:
        if len(re.findall(r"\w+", fact.quote)) >= 2 and (field != "fees" or carries(fact.quote, fact.value)):
            return fact.quote
    return quotes[0].quote if quotes else ""


def carries(quote: str, fee: Fee) -> bool:
    """Do the amount's digits stand in the quote? A stated "free" has none."""
    digits = re.sub(r"[,\s]", "", quote)
    return fee.amount == 0 or f"{fee.amount:g}" in digits or str(int(fee.amount)) in digits
