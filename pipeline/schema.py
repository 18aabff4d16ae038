"""The tables and columns of directory.db: one source of truth for the store, the exports, metadata.yml and the docs.

Words: a word column says `not stated` where the page is silent; a number column is NULL; 0 is stated free.
Columns that hold several values are JSON arrays, sorted or in the order of their importance. Dates are ISO 8601.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VERSION = 1
"""`PRAGMA user_version`. Raise it whenever a column is removed or changes its meaning."""
APPLICATION_ID = 0x494D4731
"""`PRAGMA application_id`: "IMG1", so that `file` and `imgdir doctor` tell our files from others."""
NOT_STATED = "not stated"

SqlType = Literal["text", "integer", "real"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    description: str
    type: SqlType = "text"
    references: str | None = None
    """`table.column` of a foreign key."""
    words: tuple[str, ...] = ()
    """The closed list of words it may hold; empty where it is free text."""
    required: bool = False
    """NOT NULL."""
    array: bool = False
    """A JSON array of texts."""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


YES_NO = ("yes", "no", NOT_STATED)
WHO = ("yes", "limited", "no", NOT_STATED)
TYPES = (
    "observership",
    "externship",
    "elective",
    "sub_internship",
    "research",
    "shadowing",
    "fellowship",
    "preceptorship",
    "award",
    "volunteer",
    "other",
)
INSTITUTION_KINDS = ("hospital", "medical_school", "society", "private_practice", "nonprofit", "broker")


def words(name: str, description: str, allowed: tuple[str, ...] = YES_NO) -> Column:
    return Column(name, description, words=allowed, required=True)


def array(name: str, description: str) -> Column:
    return Column(name, description, required=True, array=True)


OPPORTUNITIES = Table(
    "opportunities",
    "One thing to apply for: an observership, externship, elective, research place or award, as its own page states it.",
    (
        Column(
            "id",
            "Stable id: the source's key, the type and, where there are several, the track.",
            required=True,
        ),
        Column("institution_id", "Who runs it.", references="institutions.id", required=True),
        Column(
            "institution", "Name of the institution, repeated here so that a row reads alone.", required=True
        ),
        Column("title", "Short name of the program.", required=True),
        words(
            "type",
            "Observership: watch only. Externship: clinical experience for graduates. Elective: a rotation of an "
            "enrolled student (sub_internship if only that). Shadowing: informal or before medical school.",
            TYPES,
        ),
        words(
            "status",
            "Open: a live description or a stated yes. Closed: applications are not taken now, whatever the reason, or "
            "the page has gone. Not offered: the institution says that it does not do this.",
            ("open", "closed", "not_offered", NOT_STATED),
        ),
        words(
            "accepts_img_graduates",
            "Takes graduates of medical schools outside the US and Canada who want US experience or residency. "
            "Limited: only under a condition that most do not meet.",
            WHO,
        ),
        words(
            "accepts_international_students",
            "Takes students enrolled in medical schools outside the US and Canada.",
            WHO,
        ),
        words("accepts_us_students", "Takes students enrolled in US MD or DO schools.", WHO),
        words("accepts_physicians", "Takes trained or practicing physicians from abroad as visitors.", WHO),
        words("hands_on", "May the participant take part in care? Observation only is no."),
        array(
            "specialties",
            "Specialties on offer, ACGME names; `any` where the page says any or most departments.",
        ),
        Column("duration_min_weeks", "Shortest stay.", "real", unit="weeks"),
        Column("duration_max_weeks", "Longest stay.", "real", unit="weeks"),
        Column(
            "application_fee_usd",
            "Fee to apply; the highest where the page has several. 0 is stated free.",
            "real",
            unit="US dollars",
        ),
        Column(
            "program_fee_usd",
            "Fee to take part as printed, the highest where the page has several; its unit stands in fees. 0 is stated free.",
            "real",
            unit="US dollars",
        ),
        Column(
            "cost_4_weeks_usd",
            "Computed: everything that must be paid for four weeks. Empty unless the page states enough to compute it.",
            "real",
            unit="US dollars",
        ),
        array("visas", "Visa classes a participant may or must hold (B-1, J-1, ESTA ...)."),
        words(
            "visa_sponsorship",
            "Does the institution sponsor or issue a visa? A letter of invitation alone is not sponsorship.",
        ),
        array("usmle", "USMLE steps that are required (step1, step2, step3)."),
        words("ecfmg_required", "Is ECFMG certification required?"),
        words("english_required", "Is an English test or stated fluency required?"),
        array("requirements", "What an applicant must hand in or have."),
        words(
            "letter_of_recommendation", "Can the participant get a letter of recommendation or an evaluation?"
        ),
        words("certificate", "Can the participant get a certificate?"),
        Column("deadline", "Next closing date; a yearly date is given for its next year."),
        Column("deadline_text", "The deadline in words: a date, a yearly date, or the page's own term."),
        Column("lead_time_weeks", "How long before the start one must apply.", "real", unit="weeks"),
        Column("award_kind", "What is given; empty unless it is an award or funded."),
        Column("award_min", "Least amount of the award, in award_currency.", "real", unit="award_currency"),
        Column(
            "award_max", "Greatest amount of the award, in award_currency.", "real", unit="award_currency"
        ),
        Column("award_currency", "Currency of the award (ISO 4217)."),
        array(
            "covers",
            "What an award pays for: travel, lodging, registration, stipend, tuition, research costs.",
        ),
        Column(
            "cycle",
            "How often an award is given (annual, biannual, one_off); empty unless it is an award or funded.",
        ),
        Column("city", "City of the program, or of its institution."),
        Column("state", "Two-letter USPS code."),
        Column("latitude", "Of the city or institution.", "real", unit="degrees"),
        Column("longitude", "Of the city or institution.", "real", unit="degrees"),
        Column("url", "The page that states the terms.", required=True),
        Column("application_url", "Where one applies."),
        Column("contact_email", "The program's own address for questions."),
        Column("contact_phone", "The program's own telephone number."),
        words("operator_kind", "Who operates it.", INSTITUTION_KINDS),
        Column(
            "is_seller",
            "1 where places are sold by a company that is not the hospital itself. Sellers are marked and never put first.",
            "integer",
            required=True,
        ),
        Column(
            "summary",
            "Two or three sentences written by the program from the values; never copied.",
            required=True,
        ),
        Column("first_seen", "The day on which a reading first showed it.", required=True),
        Column("last_confirmed", "The day of the last proper reading of its page.", required=True),
        Column("last_changed", "The day on which its page last changed one of its values.", required=True),
        Column("source_id", "The registry entry it comes from.", references="sources.id", required=True),
        words(
            "freshness",
            "Age of the last proper reading: fresh up to 14 days, aging up to 60, stale after. Ended: see ended_reason.",
            ("fresh", "aging", "stale", "ended"),
        ),
        Column("ended_on", "The day on which it ended, as far as a reading can tell."),
        Column("ended_reason", "Why it counts as ended: page gone, no longer on its page, source withdrawn."),
        Column(
            "missing_since",
            "The day of the first proper reading of its page that no longer shows it; a second one ends it.",
        ),
        Column("track", "The part of the id that tells it from others of its type at one source."),
    ),
    ("id",),
    (
        ("institution_id",),
        ("source_id",),
        ("type", "accepts_img_graduates"),
        ("accepts_img_graduates", "cost_4_weeks_usd"),
        ("accepts_international_students",),
        ("status",),
        ("state", "city"),
        ("cost_4_weeks_usd",),
        ("deadline",),
        ("last_changed",),
        ("freshness",),
    ),
)

INSTITUTIONS = Table(
    "institutions",
    "A hospital, school, society or seller that runs or lists opportunities.",
    (
        Column("id", "Slug of name and state.", required=True),
        Column("name", "Name as the institution writes it.", required=True),
        Column("parent", "Health system or university it belongs to."),
        words("kind", "What it is.", INSTITUTION_KINDS),
        Column("city", "City of its seat."),
        Column("state", "Two-letter USPS code."),
        Column("country", "ISO 3166 code.", required=True),
        Column("latitude", "Of its seat.", "real", unit="degrees"),
        Column("longitude", "Of its seat.", "real", unit="degrees"),
        Column("url", "Its own site."),
    ),
    ("id",),
    (("state",), ("name",)),
)

SPECIALTIES = Table(
    "specialties",
    "A canonical specialty or subspecialty by its ACGME name.",
    (
        Column("id", "Slug.", required=True),
        Column("name", "Canonical name.", required=True),
        Column("parent", "The specialty it belongs to.", references="specialties.id"),
        Column(
            "level",
            "core, subspecialty, or any (the row for listings that take any department).",
            required=True,
        ),
        array("synonyms", "Other names that pages use."),
        Column("acgme_name", "Name at the ACGME."),
        Column("nrmp_name", "Name in the Match."),
        Column(
            "opportunities",
            "How many listings name it, subspecialties not included.",
            "integer",
            required=True,
        ),
    ),
    ("id",),
    (("parent",), ("name",)),
)

OPPORTUNITY_SPECIALTIES = Table(
    "opportunity_specialties",
    "Which opportunity offers which specialty.",
    (
        Column("opportunity_id", "The opportunity.", references="opportunities.id", required=True),
        Column("specialty_id", "The specialty.", references="specialties.id", required=True),
    ),
    ("opportunity_id", "specialty_id"),
    (("specialty_id", "opportunity_id"),),
)

FEES = Table(
    "fees",
    "One amount that a participant may have to pay.",
    (
        Column("opportunity_id", "The opportunity.", references="opportunities.id", required=True),
        Column("seq", "Order on the page, from 1.", "integer", required=True),
        words(
            "kind",
            "What it pays for.",
            ("application", "program", "administrative", "deposit", "insurance", "other"),
        ),
        Column("amount", "Amount as printed; 0 is stated free.", "real", required=True, unit="currency"),
        Column("currency", "ISO 4217 code.", required=True),
        words("per", "Per what.", ("once", "rotation", "week", "month", "day", "year")),
        Column("applies_to", "Whom it applies to, where the page says so."),
        Column("note", "What else the page says of it, in a few words."),
    ),
    ("opportunity_id", "seq"),
    (("kind", "amount"),),
)

EVIDENCE = Table(
    "evidence",
    "The proof of one value: the words that say it, where, and since when. The shipped directory has no quotes; a crawl fills them in.",
    (
        Column("opportunity_id", "The opportunity.", references="opportunities.id", required=True),
        Column("field", "Column of opportunities that it proves.", required=True),
        Column("seq", "Order among the proofs of one field, from 1.", "integer", required=True),
        Column("value", "The value that it proves, as text.", required=True),
        Column("quote", "The sentence of the page that says so, verbatim; empty in the shipped directory."),
        Column("page_url", "The page.", required=True),
        Column(
            "text_fragment_url",
            "The page's address with a text fragment that scrolls to the words; empty in the shipped directory.",
        ),
        Column("fetched_at", "When that version of the page was fetched (UTC).", required=True),
        Column("page_sha256", "SHA-256 of the page's body.", required=True),
        Column("rule", "The rule of the program that read it.", required=True),
        Column("first_seen", "The day on which a reading first showed this value.", required=True),
        Column("last_confirmed", "The day of the last proper reading that showed it.", required=True),
    ),
    ("opportunity_id", "field", "seq"),
    (("page_sha256",), ("rule",)),
)

CHANGES = Table(
    "changes",
    "One value that now reads otherwise.",
    (
        Column("opportunity_id", "The opportunity.", references="opportunities.id", required=True),
        Column(
            "field",
            "Column of opportunities that changed; `listing` where it is new, ended or returned.",
            required=True,
        ),
        Column("old", "What it said before."),
        Column("new", "What it says now."),
        Column("seen_on", "The day of the reading that showed the change.", required=True),
        Column(
            "run_id",
            "The crawl that saw it; empty where the page itself did not change.",
            references="runs.id",
        ),
        words(
            "cause",
            "Page: the page says something else. Reading: the same page is read better. Calendar: a date has passed.",
            ("page", "reading", "calendar"),
        ),
    ),
    ("opportunity_id", "field", "seen_on", "cause"),
    (("seen_on",), ("run_id",)),
)

SOURCES = Table(
    "sources",
    "One entry of the registry and how its crawling fares.",
    (
        Column("id", "Key: the name of its file under sources/.", required=True),
        Column("institution_id", "Whose pages they are.", references="institutions.id", required=True),
        array("urls", "Addresses that are crawled."),
        Column("spider", "How they are crawled: pages, index or sitemap.", required=True),
        Column("cadence", "How often they are due: daily, weekly, monthly.", required=True),
        Column("is_seller", "1 for a seller.", "integer", required=True),
        Column(
            "reviewed",
            "1 where a person has read the pages and stated what to expect.",
            "integer",
            required=True,
        ),
        Column("last_tried", "When it was last tried (UTC)."),
        Column("last_good", "When one of its pages was last read properly (UTC)."),
        Column(
            "health",
            "Named outcome of the last try (ok, unchanged, moved, gone, blocked ...), or `never tried`.",
            required=True,
        ),
        Column("consecutive_failures", "Tries in a row without a proper reading.", "integer", required=True),
        Column("why", "What is wrong and what to do, where something is."),
        Column("pages", "Pages that were read properly.", "integer", required=True),
        Column("listings", "Listings it gives.", "integer", required=True),
    ),
    ("id",),
    (("health",), ("institution_id",)),
)

PAGES = Table(
    "pages",
    "One address that was tried, and how its last try ended.",
    (
        Column("url", "The address.", required=True),
        Column("source_id", "The registry entry.", references="sources.id"),
        Column("last_tried", "When it was last tried (UTC).", required=True),
        Column("outcome", "Named outcome of the last try.", required=True),
        Column("status", "HTTP status of the last try.", "integer"),
        Column("last_good", "When it was last read properly (UTC)."),
        Column("sha256", "SHA-256 of the body of the last proper reading."),
        Column("kind", "What the last proper reading took it for: program, index, no_offer, irrelevant."),
        Column("listings", "Listings it states.", "integer", required=True),
        Column("final_url", "Where it redirected to, where it did."),
        Column("why", "A few words on the outcome."),
    ),
    ("url",),
    (("source_id",), ("outcome",)),
)

RUNS = Table(
    "runs",
    "One crawl with its counts.",
    (
        Column("id", "Name of the run.", required=True),
        Column("started", "First try (UTC).", required=True),
        Column("ended", "Last try (UTC).", required=True),
        Column("sources", "Sources tried.", "integer", required=True),
        Column("pages", "Pages tried.", "integer", required=True),
        Column("ok", "Read anew.", "integer", required=True),
        Column("unchanged", "Confirmed without change.", "integer", required=True),
        Column("failed", "Ended otherwise.", "integer", required=True),
        Column("outcomes", "Count of each named outcome, a JSON object.", required=True),
    ),
    ("id",),
    (("started",),),
)

MATCH_OUTCOMES = Table(
    "match_outcomes",
    "How applicants matched: one row a specialty, year, kind of applicant, way of counting (scope) and measure. Figures "
    "are the NRMP's or second-hand, as the row says; the NRMP is not affiliated with this project.",
    (
        Column("id", "Stable id of the row.", required=True),
        Column(
            "specialty_id", "The specialty; empty for all specialties together.", references="specialties.id"
        ),
        Column("specialty", "Its name, or `All specialties`.", required=True),
        Column("row_label", "Name of the row as its source prints it.", required=True),
        Column("track", "Categorical, preliminary, PGY-1 and the like, where the source says so."),
        Column("year", "Match year.", "integer", required=True),
        Column("applicant_type", "non_us_img, us_img or all_img.", required=True),
        Column(
            "scope",
            "What was counted: applicants by the specialty they ranked first, positions filled, or all applicants to "
            "first-year positions. Figures of two scopes are never compared.",
            required=True,
        ),
        Column(
            "measure",
            "counts, or what was measured (step2ck, contiguous_ranks, publications ...).",
            required=True,
        ),
        Column("matched_n", "Applicants who matched, or positions they filled.", "integer"),
        Column("not_matched_n", "Applicants who did not match to it.", "integer"),
        Column("match_rate_pct", "Matched of all who applied.", "real", unit="percent"),
        Column("rate_basis", "Whether the source states the rate or it is computed from the counts."),
        Column("matched_measure_n", "How many of the matched reported the measure.", "integer"),
        Column("matched_q1", "First quartile of the matched.", "real"),
        Column("matched_median", "Median of the matched.", "real"),
        Column("matched_q3", "Third quartile of the matched.", "real"),
        Column("matched_mean", "Mean of the matched.", "real"),
        Column("not_matched_measure_n", "How many of the not matched reported the measure.", "integer"),
        Column("not_matched_q1", "First quartile of the not matched.", "real"),
        Column("not_matched_median", "Median of the not matched.", "real"),
        Column("not_matched_q3", "Third quartile of the not matched.", "real"),
        Column("not_matched_mean", "Mean of the not matched.", "real"),
        Column("positions_filled", "Positions filled by anybody.", "integer"),
        Column("positions_offered", "Positions offered.", "integer"),
        Column(
            "img_share_pct",
            "Share of the filled positions that IMGs took, as printed.",
            "real",
            unit="percent",
        ),
        Column("report", "Name of the report.", required=True),
        Column("source_url", "Where the figure was seen."),
        Column("source_kind", "What kind of page that is.", required=True),
        Column(
            "second_hand",
            "1 where the figure was not read from the publisher's own page or report.",
            "integer",
            required=True,
        ),
        Column("confidence", "high, medium-high, medium or low."),
        Column("conflict", "Why the row is not settled: it denies itself, or another source denies it."),
        Column(
            "other_scope", "What another way of counting gives for the same specialty, year and applicants."
        ),
        Column("note", "Anything needed to read the figure rightly."),
    ),
    ("id",),
    (("specialty_id", "year"), ("measure", "year")),
)

DIRECTOR_SURVEY = Table(
    "director_survey",
    "What residency program directors cited in surveys, most of them second-hand, as the row says.",
    (
        Column("id", "Stable id of the row.", required=True),
        Column(
            "specialty_id", "The specialty; empty for all specialties together.", references="specialties.id"
        ),
        Column("specialty", "Its name, or `All specialties`.", required=True),
        Column("year", "Year of the survey.", "integer", required=True),
        Column("factor", "What directors were asked about.", required=True),
        Column("stage", "interview, ranking, applicant type policy or method.", required=True),
        Column("percent_citing", "Directors who cited it.", "real", unit="percent"),
        Column("mean_importance", "Mean importance, 1 to 5.", "real"),
        Column("rank", "Its place among the factors, where only that is known.", "integer"),
        Column("report", "Name of the report.", required=True),
        Column("source_url", "Where the figure was seen."),
        Column(
            "second_hand",
            "1 where the figure was not read from the publisher's own report.",
            "integer",
            required=True,
        ),
        Column("confidence", "high, medium-high, medium or low."),
        Column("held", "Why the figure is not shown on pages; empty where it is."),
        Column("note", "Anything needed to read the figure rightly."),
    ),
    ("id",),
    (("specialty_id", "year"),),
)

RESOURCES = Table(
    "resources",
    "Articles, tools and pages for interviews, action items, outlook and data.",
    (
        Column("id", "Stable id.", required=True),
        Column("title", "Title.", required=True),
        Column("publisher", "Who publishes it."),
        Column("url", "Address.", required=True),
        Column(
            "specialty_id",
            "The specialty it is about; empty where it is for all.",
            references="specialties.id",
        ),
        Column("specialty", "Its name, or `All specialties`."),
        Column("topic", "interview, action_item, outlook or data.", required=True),
        Column(
            "kind",
            "official, society, article, company (sells to applicants), personal, or copy (of another's work: not linked).",
            required=True,
        ),
        Column("free", "yes, partly or abstract.", required=True),
        Column("year", "Year of publication.", "integer"),
        Column("note", "What it is good for."),
        Column("source_url", "Where it was seen."),
        Column(
            "link_state",
            "What the last check of the address found (ok, gone, blocked ...), or `not checked`.",
            required=True,
        ),
        Column("link_checked", "The day of that check."),
    ),
    ("id",),
    (("specialty_id",), ("topic",)),
)

REFUSALS = Table(
    "refusals",
    "What an institution says it does not offer, and to whom: an answer that saves weeks.",
    (
        Column("source_id", "The registry entry.", references="sources.id", required=True),
        Column("institution_id", "Who says so.", references="institutions.id", required=True),
        Column("institution", "Its name.", required=True),
        words("type", "What is not offered.", TYPES),
        Column(
            "audience",
            "To whom: img_graduate, international_student, us_student, physician or all.",
            required=True,
        ),
        Column("quote", "The sentence of the page that says so, verbatim; empty in the shipped directory."),
        Column("page_url", "The page.", required=True),
        Column("page_sha256", "SHA-256 of the page's body.", required=True),
        Column("first_seen", "The day on which a reading first showed it.", required=True),
        Column("last_confirmed", "The day of the last proper reading that showed it.", required=True),
    ),
    ("source_id", "type", "audience", "page_url"),
    (("audience",), ("institution_id",)),
)

LEADS = Table(
    "leads",
    "Known by address only and not yet read by us. Never mixed into search results.",
    (
        Column("id", "Stable id.", required=True),
        Column("kind", "award or place.", required=True),
        Column("name", "Name.", required=True),
        Column("institution", "Who is said to run it."),
        Column("specialty", "Specialty it is said to be for."),
        Column("specialty_id", "The same, as an id.", references="specialties.id"),
        Column("url", "Address; a bare home page where address says so."),
        Column(
            "address",
            "page, home page (the terms are elsewhere) or shared (several leads name one page).",
            required=True,
        ),
        Column("award_kind", "What an award gives."),
        Column("amount_usd", "Greatest amount that was stated.", "real", unit="US dollars"),
        Column("amount_note", "What was said of the amount."),
        Column("open_to_img", "yes, no or check, as last seen."),
        Column("career_stage", "student, trainee, early_career, practicing; several in one text."),
        Column(
            "country_rule",
            "any, lmic, outside_us, outside_us_canada, us_canada, not_stated, or a list in words.",
        ),
        Column("eligibility", "Who may apply, in our words, as last seen."),
        Column("destination", "Where it takes one."),
        Column("city", "City of a place."),
        Column("state", "Two-letter USPS code of a place."),
        Column("deadline_text", "Deadline as last stated, without a year."),
        Column("deadline_stated_year", "The year for which it was last stated.", "integer"),
        Column(
            "deadline_expected",
            "Next such day, an expectation only: the stated day rolled forward. JSON array.",
            array=True,
            required=True,
        ),
        Column("deadline_basis", "What the expectation rests on, or why there is none.", required=True),
        Column("seen_on", "When it was seen, as precisely as known."),
        Column("seen_at", "Site on which it was seen."),
        Column("confidence", "high, medium or low."),
        Column("note", "What is known of it, and that it is not confirmed.", required=True),
        Column("link_state", "What the last check of the address found, or `not checked`.", required=True),
        Column("link_checked", "The day of that check."),
    ),
    ("id",),
    (("kind",), ("specialty_id",)),
)

CANDIDATES = Table(
    "candidates",
    "Pages that discovery found, with score and reasons, to be reviewed by a person.",
    (
        Column("url", "The address.", required=True),
        Column("domain", "Its site.", required=True),
        Column("source_id", "The registry entry it was found for.", references="sources.id"),
        Column("score", "How likely it states an opportunity.", "real", required=True),
        array("reasons", "Why."),
        Column("title", "Words of the link or title."),
        Column("found_on", "The day it was found.", required=True),
        Column("found_at", "The page or sitemap that names it."),
        Column("state", "new, accepted or rejected.", required=True),
    ),
    ("url",),
    (("score",),),
)

PROBLEMS = Table(
    "problems",
    "Something that a person should look at, with its remedy.",
    (
        Column("id", "Row number.", "integer", required=True),
        words(
            "severity", "Floor: an update was held back. Warning: it was let through.", ("floor", "warning")
        ),
        Column("stage", "Step of the pipeline that noticed.", required=True),
        Column("source_id", "Registry entry, or the file that could not be read.", required=True),
        Column("url", "The page.", required=True),
        Column("field", "The field.", required=True),
        Column("message", "What, where and why.", required=True),
        Column("remedy", "What to do.", required=True),
    ),
    ("id",),
    (("source_id",), ("stage",)),
)

SEARCH_WORDS = Table(
    "search_words",
    "Words of the search index and how many listings use them, so that a misspelled search can be answered with the word meant.",
    (
        Column("word", "In lower case.", required=True),
        Column("listings", "Listings that use it.", "integer", required=True),
    ),
    ("word",),
)

TABLES: tuple[Table, ...] = (
    INSTITUTIONS,
    SPECIALTIES,
    SOURCES,
    RUNS,
    OPPORTUNITIES,
    OPPORTUNITY_SPECIALTIES,
    FEES,
    EVIDENCE,
    CHANGES,
    REFUSALS,
    PAGES,
    MATCH_OUTCOMES,
    DIRECTOR_SURVEY,
    RESOURCES,
    LEADS,
    CANDIDATES,
    PROBLEMS,
    SEARCH_WORDS,
)
"""In an order in which foreign keys point backward."""

BY_NAME = {table.name: table for table in TABLES}

SEARCH = "opportunities_fts"
"""FTS5 over title, institution, place, specialties (with parents and synonyms) and summary; its rowid is that of opportunities."""
SEARCH_COLUMNS = ("title", "institution", "place", "specialties", "summary")
TOKENIZER = "porter unicode61 remove_diacritics 2"
