"""The directory's codes in the words that people read: one place, so that page, feed and file say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import us

TYPES = {
    "observership": "Observership",
    "externship": "Externship",
    "elective": "Elective",
    "sub_internship": "Sub-internship",
    "research": "Research",
    "shadowing": "Shadowing",
    "fellowship": "Fellowship",
    "preceptorship": "Preceptorship",
    "award": "Award",
    "volunteer": "Volunteering",
    "other": "Other",
}
TYPES_PLURAL = {
    "observership": "Observerships",
    "externship": "Externships",
    "elective": "Electives",
    "sub_internship": "Sub-internships",
    "research": "Research places",
    "shadowing": "Shadowing",
    "fellowship": "Fellowships",
    "preceptorship": "Preceptorships",
    "award": "Awards",
    "volunteer": "Volunteering",
    "other": "Other",
}
GROUPS = {
    "img_graduate": "Graduate of a school abroad (IMG)",
    "international_student": "Student of a school abroad",
    "us_student": "Student of a US school",
    "physician": "Practicing physician from abroad",
}
SHORT_GROUPS = {
    "img_graduate": "IMG graduate",
    "international_student": "Student abroad",
    "physician": "Physician from abroad",
    "us_student": "US student",
}
GROUP_COLUMNS = {
    "img_graduate": "accepts_img_graduates",
    "international_student": "accepts_international_students",
    "us_student": "accepts_us_students",
    "physician": "accepts_physicians",
}
ANSWERS = {"yes": "Yes", "limited": "Limited", "no": "No", "not stated": "Not stated"}
STATUSES = {"open": "Open", "closed": "Closed now", "not_offered": "Not offered", "not stated": "Not stated"}
FRESHNESS = {
    "fresh": "Read in the 14 days before the build",
    "aging": "Read 15 to 60 days before",
    "stale": "Older than 60 days",
    "ended": "Ended",
}
FRESH_SHORT = {"fresh": "fresh", "aging": "aging", "stale": "stale", "ended": "ended"}
KINDS = {
    "hospital": "Hospital",
    "medical_school": "Medical school",
    "society": "Society",
    "private_practice": "Private practice",
    "nonprofit": "Nonprofit",
    "broker": "Seller (broker)",
}
FEE_KINDS = {
    "application": "Application fee",
    "program": "Program fee",
    "administrative": "Administrative fee",
    "deposit": "Deposit",
    "insurance": "Insurance",
    "other": "Other fee",
}
PER = {
    "once": "once",
    "rotation": "per rotation",
    "week": "per week",
    "month": "per month",
    "day": "per day",
    "year": "per year",
}
REQUIREMENTS = {
    "cv": "CV",
    "personal_statement": "Personal statement",
    "recommendation_letter": "Letter of recommendation to apply",
    "transcript": "Transcript",
    "good_standing": "Letter of good standing",
    "diploma": "Diploma",
    "passport": "Passport",
    "photo": "Photograph",
    "immunization": "Immunization record",
    "background_check": "Background check",
    "drug_screen": "Drug screen",
    "health_insurance": "Health insurance",
    "malpractice_insurance": "Malpractice insurance",
    "hipaa_training": "HIPAA training",
    "faculty_sponsor": "A faculty sponsor at the institution",
    "bls_acls": "BLS or ACLS card",
    "interview": "Interview",
    "application_form": "Application form",
    "exam_scores": "Exam scores",
}
STEPS = {"step1": "USMLE Step 1", "step2": "USMLE Step 2 CK", "step3": "USMLE Step 3"}
COVERS = {
    "travel": "travel",
    "lodging": "lodging",
    "registration": "registration",
    "stipend": "stipend",
    "tuition": "tuition",
    "research_costs": "research costs",
}
AWARD_KINDS = {
    "travel_grant": "Travel grant",
    "research_grant": "Research grant",
    "scholarship": "Scholarship",
    "observership_grant": "Observership grant",
    "prize": "Prize",
    "fellowship": "Fellowship",
    "membership": "Membership",
    "other": "Other",
}
CYCLES = {
    "annual": "every year",
    "biannual": "twice a year or every second year",
    "one_off": "once",
    "unknown": "not stated",
}
FIELDS = {
    "listing": "The listing",
    "title": "Title",
    "type": "Kind",
    "status": "Status",
    "accepts_img_graduates": "IMG graduates",
    "accepts_international_students": "Students abroad",
    "accepts_us_students": "US students",
    "accepts_physicians": "Physicians from abroad",
    "hands_on": "Hands-on",
    "specialties": "Specialties",
    "duration_min_weeks": "Shortest stay",
    "duration_max_weeks": "Longest stay",
    "application_fee_usd": "Application fee",
    "program_fee_usd": "Program fee",
    "cost_4_weeks_usd": "Cost of four weeks",
    "visas": "Visas",
    "visa_sponsorship": "Visa sponsorship",
    "usmle": "USMLE required",
    "ecfmg_required": "ECFMG certificate required",
    "english_required": "English test required",
    "requirements": "Requirements",
    "letter_of_recommendation": "Letter of recommendation",
    "certificate": "Certificate",
    "deadline": "Deadline",
    "deadline_text": "Deadline in words",
    "lead_time_weeks": "Apply this long before",
    "award_kind": "Award",
    "award_min": "Least amount",
    "award_max": "Greatest amount",
    "covers": "Covers",
    "cycle": "Given",
    "city": "City",
    "state": "State",
    "application_url": "Where to apply",
    "contact_email": "E-mail",
    "contact_phone": "Telephone",
}
HEALTH = {
    "ok": "Read",
    "unchanged": "Read, unchanged",
    "moved": "Moved",
    "gone": "Page gone",
    "blocked": "Blocks robots by a wall or a captcha",
    "robots": "robots.txt refuses us",
    "shell": "Shows nothing without a browser's scripts",
    "soft-404": "Says “not found” with a success code",
    "wrong-page": "Shows another page",
    "timeout": "Timed out",
    "dns": "Name not found",
    "tls": "Certificate fault",
    "too-large": "Page too large",
    "bad-type": "Not a page",
    "server-error": "Server error",
    "not-in-archive": "Not in the archive that was read",
    "error": "Error",
    "never tried": "Not tried yet",
}
HEALTHY = frozenset({"ok", "unchanged", "moved"})
STATES = {state.abbr: state.name for state in (*us.states.STATES, us.states.DC, *us.states.TERRITORIES)}


def values(array: Any) -> list[str]:
    """The texts of a JSON array column; an empty list where it is NULL or not an array."""
    if isinstance(array, list):
        return [str(item) for item in array]
    try:
        found = json.loads(array or "[]")
    except (TypeError, ValueError):
        return []
    return [str(item) for item in found] if isinstance(found, list) else []


def number(value: float | None) -> str:
    """1234.0 as `1,234`, 4.5 as `4.5`."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def money(value: float | None, currency: str | None = "USD") -> str:
    """`$1,200`, `free` for a stated 0, and `not stated` for None; other currencies by their code."""
    if value is None:
        return "not stated"
    if value == 0:
        return "free"
    shown = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return f"${shown}" if (currency or "USD") == "USD" else f"{currency} {shown}"


def weeks(shortest: float | None, longest: float | None) -> str:
    """A stay in words: `4 weeks`, `2 to 4 weeks`, `up to 4 weeks`, `from 4 weeks`, `3 days`."""

    def span(value: float) -> str:
        if value < 1:
            days = max(1, round(value * 7))
            return f"{days} day{'' if days == 1 else 's'}"
        if value >= 52 and value % 52 == 0:
            years = int(value // 52)
            return f"{years} year{'' if years == 1 else 's'}"
        return f"{number(round(value, 1))} week{'' if value == 1 else 's'}"

    if shortest is None and longest is None:
        return "not stated"
    if shortest is None or longest is None:
        return f"up to {span(longest)}" if longest is not None else f"from {span(shortest or 0)}"
    if shortest == longest:
        return span(shortest)
    if shortest >= 1 and not (longest >= 52 and longest % 52 == 0):
        return f"{number(round(shortest, 1))} to {span(longest)}"
    return f"{span(shortest)} to {span(longest)}"


def day(text: str | None) -> str:
    """`2026-11-22` or a timestamp as `22 Nov 2026`; the text itself where it is no date."""
    if not text:
        return ""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{found.day} {found:%b %Y}"


def age(text: str | None, today: date) -> str:
    """How long ago, in plain words."""
    try:
        days = (today - date.fromisoformat((text or "")[:10])).days
    except ValueError:
        return ""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    if days < 730:
        return f"{round(days / 30.4)} months ago"
    return f"{days // 365} years ago"


def days_left(text: str | None, today: date) -> int | None:
    """Days until a date; negative where it has passed, None where there is none."""
    try:
        return (date.fromisoformat((text or "")[:10]) - today).days
    except ValueError:
        return None


def state_name(code: str | None) -> str:
    return STATES.get(code or "", code or "")


def field_name(field: str) -> str:
    return FIELDS.get(field, field.replace("_", " ").capitalize())


def shown(field: str, value: str | None) -> str:
    """One value of a column, as stored in `changes` or `evidence`, in words."""
    if value is None or value == "":
        return "nothing"
    if field == "type":
        return TYPES.get(value, value)
    if field == "status":
        return STATUSES.get(value, value)
    if field == "listing":
        return value
    if value in ANSWERS:
        return ANSWERS[value]
    if field.endswith("_usd"):
        try:
            return money(float(value))
        except ValueError:
            return value
    if field.endswith("_weeks"):
        try:
            return f"{number(float(value))} weeks"
        except ValueError:
            return value
    if value.startswith("["):
        table: Mapping[str, str] = REQUIREMENTS | STEPS | COVERS
        return ", ".join(table.get(item, item) for item in values(value)) or "nothing"
    if field == "deadline":
        return day(value)
    return value


def safe_url(address: str | None) -> str:
    """The address where it is http, https, mailto or tel; empty otherwise, so that no other scheme becomes a link."""
    if not address:
        return ""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme in {"http", "https"} and parts.hostname:
        return address.strip()
    if parts.scheme in {"mailto", "tel"}:
        return address.strip()
    return ""


def host(address: str | None) -> str:
    """The site's name without `www.`, to show where a link leads."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
