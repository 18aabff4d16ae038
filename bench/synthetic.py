"""A made-up directory of any size, the same for the same seed: for the site's tests and benchmarks. Nothing in it is real."""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from pipeline import specialty
from pipeline.store import DirectoryWriter

CITIES: Sequence[tuple[str, str, float, float]] = (
    ("New York", "NY", 40.71, -74.0),
    ("Brooklyn", "NY", 40.65, -73.95),
    ("Buffalo", "NY", 42.88, -78.88),
    ("Houston", "TX", 29.76, -95.37),
    ("Dallas", "TX", 32.78, -96.8),
    ("Los Angeles", "CA", 34.05, -118.24),
    ("San Diego", "CA", 32.72, -117.16),
    ("Miami", "FL", 25.76, -80.19),
    ("Tampa", "FL", 27.95, -82.46),
    ("Chicago", "IL", 41.88, -87.63),
    ("Boston", "MA", 42.36, -71.06),
    ("Philadelphia", "PA", 39.95, -75.17),
    ("Pittsburgh", "PA", 40.44, -79.99),
    ("Cleveland", "OH", 41.5, -81.69),
    ("Detroit", "MI", 42.33, -83.05),
    ("Atlanta", "GA", 33.75, -84.39),
    ("Seattle", "WA", 47.61, -122.33),
    ("Baltimore", "MD", 39.29, -76.61),
    ("Rochester", "MN", 44.02, -92.47),
    ("Birmingham", "AL", 33.52, -86.8),
)
NAMES = (
    "Saint Odile",
    "Lakeside",
    "Riverbend",
    "Northgate",
    "Cedar Hill",
    "Harbor",
    "Summit",
    "Prairie",
    "Maple Valley",
    "Eastwood",
)
ENDS = (
    "Medical Center",
    "University Hospital",
    "School of Medicine",
    "Clinic",
    "Children's Hospital",
    "Health System",
)
KINDS = (
    "observership",
    "observership",
    "observership",
    "externship",
    "elective",
    "elective",
    "research",
    "award",
    "shadowing",
    "fellowship",
    "sub_internship",
    "preceptorship",
)
TITLES = {
    "observership": "Observership for International Physicians",
    "externship": "Clinical Externship",
    "elective": "Visiting Student Elective",
    "research": "Postdoctoral Research Place",
    "award": "Travel Award for International Graduates",
    "shadowing": "Physician Shadowing",
    "fellowship": "Visiting Fellowship",
    "sub_internship": "Sub-internship",
    "preceptorship": "Preceptorship",
}
WHO = ("yes", "yes", "limited", "no", "not stated")
YES_NO = ("yes", "no", "not stated")
GRAPE = (
    "cv",
    "passport",
    "immunization",
    "background_check",
    "health_insurance",
    "recommendation_letter",
    "transcript",
    "application_form",
    "faculty_sponsor",
)


def write(
    path: Path,
    size: int,
    now: date = date(2026, 11, 22),
    seed: int = 7,
    quotes: bool = True,
    proofs: bool = True,
) -> None:
    """Write a directory of `size` opportunities to `path`, which must not exist; `proofs` writes their evidence too."""
    chance = random.Random(seed)
    table = specialty.specialties()
    core = [item for item in table if item.level == "core"]
    with DirectoryWriter(path) as out:
        institutions = institution_rows(out, max(12, size // 4), chance)
        for item in table:
            out.add(
                "specialties",
                {
                    "id": item.id,
                    "name": item.name,
                    "parent": item.parent,
                    "level": item.level,
                    "synonyms": json.dumps(list(item.synonyms + item.loose)),
                    "acgme_name": item.acgme,
                    "nrmp_name": item.nrmp,
                    "opportunities": 0,
                },
            )
        out.add(
            "specialties",
            {"id": "any", "name": "Any department", "level": "any", "synonyms": "[]", "opportunities": 0},
        )
        out.add(
            "runs",
            {
                "id": "run-1",
                "started": f"{now}T02:00:00Z",
                "ended": f"{now}T03:00:00Z",
                "sources": size,
                "pages": size,
                "ok": size,
                "unchanged": 0,
                "failed": 0,
                "outcomes": json.dumps({"ok": size}),
            },
        )
        for number in range(size):
            opportunity(
                out,
                number,
                institutions[number % len(institutions)],
                chance,
                now,
                core,
                table,
                quotes,
                proofs,
            )
        for number in range(8):
            out.add(
                "leads",
                {
                    "id": f"lead-{number}",
                    "kind": "award",
                    "name": f"Harbor Society Grant {number + 1}",
                    "institution": "Harbor Society",
                    "specialty": "Neurology",
                    "specialty_id": "neurology",
                    "url": f"https://society.example/grants/{number + 1}",
                    "address": "page",
                    "deadline_text": "March 1",
                    "deadline_stated_year": 2024,
                    "deadline_expected": json.dumps([f"{now.year + 1}-03-01"]),
                    "deadline_basis": "The day stated for 2024, rolled forward.",
                    "seen_on": "2024-03-01",
                    "confidence": "low",
                    "note": "Not confirmed by us.",
                    "link_state": "not checked",
                },
            )
        out.finish()


def institution_rows(out: DirectoryWriter, count: int, chance: random.Random) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number in range(count):
        city, state, latitude, longitude = CITIES[number % len(CITIES)]
        name = f"{NAMES[number % len(NAMES)]} {ENDS[(number // 7) % len(ENDS)]}{f' {number // 60}' if number >= 60 else ''}"
        seller = chance.random() < 0.08
        row: dict[str, object] = {
            "id": f"institution-{number}",
            "name": f"{name} of {city}",
            "parent": f"{NAMES[number % len(NAMES)]} Health" if number % 3 == 0 else None,
            "kind": "broker" if seller else ("medical_school" if "School" in name else "hospital"),
            "city": city,
            "state": state,
            "country": "US",
            "latitude": latitude,
            "longitude": longitude,
            "url": f"https://hospital-{number}.example/",
        }
        out.add("institutions", row)
        rows.append(row)
    return rows


def opportunity(
    out: DirectoryWriter,
    number: int,
    institution: dict[str, object],
    chance: random.Random,
    now: date,
    core: Sequence[specialty.Specialty],
    table: Sequence[specialty.Specialty],
    quotes: bool,
    proofs: bool,
) -> None:
    kind = KINDS[number % len(KINDS)]
    source = f"source-{number}"
    identifier = f"{source}-{kind}"
    page = f"https://hospital-{number}.example/visitors/{kind}"
    confirmed = now - timedelta(days=chance.choice((1, 2, 3, 9, 20, 45, 90)))
    age = (now - confirmed).days
    health = chance.choice(("ok", "ok", "ok", "unchanged", "blocked", "timeout"))
    out.add(
        "sources",
        {
            "id": source,
            "institution_id": institution["id"],
            "urls": json.dumps([page]),
            "spider": "pages",
            "cadence": "weekly",
            "is_seller": int(institution["kind"] == "broker"),
            "reviewed": 1,
            "last_tried": f"{now}T02:00:00Z",
            "last_good": f"{confirmed}T02:00:00Z",
            "health": health,
            "consecutive_failures": 0 if health in ("ok", "unchanged") else 3,
            "why": None
            if health in ("ok", "unchanged")
            else "The site did not show the page to a robot; ask a person.",
            "pages": 1,
            "listings": 1,
        },
    )
    any_department = chance.random() < 0.12
    chosen = (
        []
        if any_department
        else sorted(
            {
                chance.choice(core if chance.random() < 0.6 else table).id
                for _ in range(chance.choice((1, 1, 2, 4)))
            }
        )
    )
    names = {item.id: item for item in table}
    months = chance.choice((1, 2, 3))
    low, high = chance.choice(
        ((4.0, 4.0), (None, 4.0), (2.0, 12.0), (1.0, 4.0), (None, None), (4.0, 26.0), (0.4, 0.6))
    )
    fee = chance.choice((None, None, 0.0, 150.0, 500.0, 900.0, 1500.0, 3200.0))
    application = chance.choice((None, 0.0, 50.0, 100.0))
    cost = None if fee is None else fee + (application or 0)
    deadline = chance.choice(
        (None, None, None, (now + timedelta(days=chance.randrange(-60, 300))).isoformat())
    )
    status = (
        "not_offered"
        if chance.random() < 0.05
        else chance.choice(("open", "open", "open", "closed", "not stated"))
    )
    visas = chance.choice(([], [], ["B-1", "B-2"], ["J-1"], ["B-1", "ESTA", "J-1"]))
    row = {
        "id": identifier,
        "institution_id": institution["id"],
        "institution": institution["name"],
        "title": f"{names[chosen[0]].name if chosen and number % 2 else ''} {TITLES.get(kind, kind.title())}".strip(),
        "type": kind,
        "status": status,
        "accepts_img_graduates": chance.choice(WHO),
        "accepts_international_students": chance.choice(WHO),
        "accepts_us_students": chance.choice(WHO),
        "accepts_physicians": chance.choice(WHO),
        "hands_on": "no" if kind == "observership" else chance.choice(YES_NO),
        "specialties": json.dumps(["any"] if any_department else [names[item].name for item in chosen]),
        "duration_min_weeks": low,
        "duration_max_weeks": high,
        "application_fee_usd": application,
        "program_fee_usd": fee,
        "cost_4_weeks_usd": cost,
        "visas": json.dumps(visas),
        "visa_sponsorship": chance.choice(YES_NO),
        "usmle": json.dumps(chance.choice(([], [], ["step1"], ["step1", "step2"]))),
        "ecfmg_required": chance.choice(YES_NO),
        "english_required": chance.choice(YES_NO),
        "requirements": json.dumps(sorted(chance.sample(GRAPE, chance.randrange(0, 6)))),
        "letter_of_recommendation": chance.choice(YES_NO),
        "certificate": chance.choice(YES_NO),
        "deadline": deadline,
        "deadline_text": deadline and f"by {deadline}",
        "lead_time_weeks": float(4 * months) if number % 3 == 0 else None,
        "award_kind": "travel_grant" if kind == "award" else None,
        "award_min": 500.0 if kind == "award" else None,
        "award_max": 2500.0 if kind == "award" else None,
        "award_currency": "USD" if kind == "award" else None,
        "covers": json.dumps(["travel", "registration"] if kind == "award" else []),
        "cycle": "annual" if kind == "award" else None,
        "city": institution["city"],
        "state": institution["state"],
        "latitude": institution["latitude"],
        "longitude": institution["longitude"],
        "url": page,
        "application_url": f"{page}/apply" if number % 2 else None,
        "contact_email": f"visitors@hospital-{number}.example" if number % 3 else None,
        "contact_phone": "212-555-0100" if number % 4 == 0 else None,
        "operator_kind": institution["kind"],
        "is_seller": int(institution["kind"] == "broker"),
        "summary": f"{TITLES.get(kind, kind.title())} at {institution['name']} in {institution['city']}.",
        "first_seen": (now - timedelta(days=200)).isoformat(),
        "last_confirmed": confirmed.isoformat(),
        "last_changed": (confirmed - timedelta(days=chance.choice((0, 0, 3, 30)))).isoformat(),
        "source_id": source,
        "freshness": "fresh" if age <= 14 else "aging" if age <= 60 else "stale",
    }
    extra = " ".join(
        " ".join((names[item].name, *names[item].synonyms, names[names[item].parent or item].name))
        for item in chosen
    )
    out.add_opportunity(row, f"{institution['city']} {institution['state']}", extra or "any department")
    for item in chosen or ["any"]:
        out.add("opportunity_specialties", {"opportunity_id": identifier, "specialty_id": item})
    for seq, (what, amount) in enumerate((("application", application), ("program", fee)), start=1):
        if amount is not None:
            out.add(
                "fees",
                {
                    "opportunity_id": identifier,
                    "seq": seq,
                    "kind": what,
                    "amount": amount,
                    "currency": "USD",
                    "per": "once" if what == "application" else "rotation",
                },
            )
    for field in (
        "type",
        "status",
        "accepts_img_graduates",
        "accepts_physicians",
        "hands_on",
        "cost_4_weeks_usd",
        "duration_max_weeks",
    ):
        if proofs and row[field] not in (None, "not stated"):
            quote = f"Our program says of {field.replace('_', ' ')}: {row[field]}, as visitors should know."
            out.add(
                "evidence",
                {
                    "opportunity_id": identifier,
                    "field": field,
                    "seq": 1,
                    "value": str(row[field]),
                    "quote": quote if quotes else None,
                    "page_url": page,
                    "text_fragment_url": f"{page}#:~:text=Our%20program%20says" if quotes else None,
                    "fetched_at": f"{confirmed}T02:00:00Z",
                    "page_sha256": hashlib.sha256(page.encode()).hexdigest(),
                    "rule": "made.up",
                    "first_seen": row["first_seen"],
                    "last_confirmed": row["last_confirmed"],
                },
            )
    if number % 5 == 0:
        out.add(
            "changes",
            {
                "opportunity_id": identifier,
                "field": "program_fee_usd",
                "old": "400.0",
                "new": None if fee is None else str(fee),
                "seen_on": row["last_changed"],
                "run_id": "run-1",
                "cause": "page",
            },
        )
    if number % 9 == 0:
        out.add(
            "refusals",
            {
                "source_id": source,
                "institution_id": institution["id"],
                "institution": institution["name"],
                "type": "observership",
                "audience": chance.choice(("img_graduate", "all", "international_student")),
                "quote": "We do not offer observerships to graduates at this time." if quotes else None,
                "page_url": page,
                "page_sha256": hashlib.sha256(page.encode()).hexdigest(),
                "first_seen": row["first_seen"],
                "last_confirmed": row["last_confirmed"],
            },
        )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
