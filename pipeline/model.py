"""The nouns of the pipeline: frozen, typed, and without behaviour that touches disk, clock or network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

Kind = Literal["program", "index", "no_offer", "irrelevant", "blocked"]
OpportunityType = Literal[
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
]
Status = Literal["open", "closed", "not_offered", "unknown"]
Answer = Literal["yes", "no", "unknown"]
AudienceAnswer = Literal["yes", "limited", "no", "unknown"]
AudienceGroup = Literal["img_graduate", "international_student", "us_student", "physician"]
FeeKind = Literal["application", "program", "administrative", "deposit", "insurance", "other"]
FeePer = Literal["once", "rotation", "week", "month", "day", "year"]
BlockKind = Literal["heading", "paragraph", "item", "row", "term", "control"]
AttemptOutcome = Literal[
    "ok",
    "unchanged",
    "moved",
    "missing",
    "gone",
    "blocked",
    "robots",
    "shell",
    "soft-404",
    "wrong-page",
    "timeout",
    "dns",
    "tls",
    "too-large",
    "bad-type",
    "server-error",
    "not-in-archive",
    "error",
]

AUDIENCE_GROUPS: tuple[AudienceGroup, ...] = get_args(AudienceGroup)
OPPORTUNITY_TYPES: tuple[OpportunityType, ...] = get_args(OpportunityType)
ATTEMPT_OUTCOMES: tuple[AttemptOutcome, ...] = get_args(AttemptOutcome)
REQUIREMENTS = (
    "cv",
    "personal_statement",
    "recommendation_letter",
    "transcript",
    "good_standing",
    "diploma",
    "passport",
    "photo",
    "immunization",
    "background_check",
    "drug_screen",
    "health_insurance",
    "malpractice_insurance",
    "hipaa_training",
    "faculty_sponsor",
    "bls_acls",
    "interview",
    "application_form",
    "exam_scores",
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was served. `body` is the decoded (uncompressed) entity; `fetched` is aware UTC."""

    url: str
    fetched: datetime
    body: bytes
    content_type: str = "text/html"
    status: int = 200
    final_url: str | None = None
    sha256: str = ""
    source: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def fetched_on(self) -> date:
        return self.fetched.date()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as shown: its words and its absolute address (http, https, mailto or tel only)."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, table row, definition or heading, under its heading trail.

    `text` keeps the page's own wording: inline tags vanish, every other tag is one space, white space is folded,
    so that any slice of it stands verbatim in the page. `trail` is the headings above, outermost first. A table row
    has `cells` of (column header, cell text); a list item has `lead`, the sentence that introduces its list.
    """

    trail: tuple[str, ...]
    text: str
    links: tuple[Link, ...] = ()
    kind: BlockKind = "paragraph"
    lead: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    level: int = 0
    """1 to 6 for headings, 0 otherwise."""
    order: int = 0
    """Place on the page; unique within one page."""
    breaks: tuple[int, ...] = ()
    """Offsets in `text` of the spaces where the page breaks the line; they often end a sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or item, cell, line or heading) of a block; a table row of short cells is one.

    `low` is `text` in lower case with plain quotes and hyphens, of the same length.
    """

    text: str
    low: str
    block: Block
    index: int = 0
    """Place among the sentences of its block."""


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a page that speaks of one programme.

    `sentences` are its own; `shared` are those of the page that hold for every programme on it (contact, general
    requirements). A page with one programme has everything in `sentences` and nothing in `shared`.
    """

    title: str
    sentences: tuple[Sentence, ...]
    shared: tuple[Sentence, ...]
    url: str
    page_title: str
    fetched: date
    sole: bool = True
    """True where the page carries this programme only."""
    type_hint: OpportunityType | None = None
    margin: tuple[Sentence, ...] = ()
    """The page's asides: whom to ask, where the page's own text does not say."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that the page states. `raw` holds the words that carry it, `quote` the sentence around them.

    Raises ValueError unless `raw` stands in `quote`: a value without its words cannot be made.
    `field` is a name of the JSON form (`status`, `audience.img_graduate`, `fees`, `duration_weeks` ...).
    """

    field: str
    raw: str
    quote: str
    rule: str
    value: Any = None
    order: int = 0
    """`order` of the block that it was read in."""
    strength: int = 0
    """Higher wins where claims of one field conflict; equal strength is settled by refusal over offer."""

    def __post_init__(self) -> None:
        if not self.raw or self.raw not in self.quote:
            raise ValueError(f"{self.field}: the words {self.raw!r} do not stand in the quote {self.quote!r}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A settled value with its proof; `field` as in Claim."""

    field: str
    value: Any
    quote: str
    rule: str


UNIT = "unit: "
"""Begins the note of a fee whose unit the vocabulary lacks; the printed unit follows."""


@dataclass(frozen=True, slots=True)
class Fee:
    """One amount that a participant may have to pay. `amount` 0 is stated free."""

    kind: FeeKind
    amount: float
    currency: str = "USD"
    per: FeePer = "once"
    applies_to: str = ""
    note: str = ""

    @property
    def unknown_unit(self) -> str:
        """The unit as printed ("per semester") where it is none of FeePer; `per` then says nothing."""
        return self.note.removeprefix(UNIT) if self.note.startswith(UNIT) else ""


def unknown_audience() -> dict[AudienceGroup, AudienceAnswer]:
    return dict.fromkeys(AUDIENCE_GROUPS, "unknown")


@dataclass(frozen=True, slots=True)
class Listing:
    """One opportunity as its page states it; the fields of the JSON form. Silence is "unknown", None or empty."""

    title: str
    type: OpportunityType
    status: Status = "unknown"
    audience: Mapping[AudienceGroup, AudienceAnswer] = field(default_factory=unknown_audience)
    hands_on: Answer = "unknown"
    specialties: tuple[str, ...] = ()
    duration_weeks: tuple[float | None, float | None] = (None, None)
    fees: tuple[Fee, ...] = ()
    visas: tuple[str, ...] = ()
    visa_sponsorship: Answer = "unknown"
    usmle: tuple[str, ...] = ()
    ecfmg_required: Answer = "unknown"
    english_required: Answer = "unknown"
    requirements: tuple[str, ...] = ()
    lor: Answer = "unknown"
    certificate: Answer = "unknown"
    deadline: str | None = None
    lead_time_weeks: float | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    application_url: str | None = None
    city: str | None = None
    state: str | None = None
    award_amount: tuple[float | None, float | None] | None = None
    currency: str | None = None
    award_kind: str | None = None
    covers: tuple[str, ...] = ()
    cycle: str | None = None
    facts: tuple[Fact, ...] = ()
    """The winning claim of every field that is asserted, each with its quote."""

    def evidence(self) -> dict[str, str]:
        """Field to quote; audience is one entry per group here (`audience.img_graduate`)."""
        return {fact.field: fact.quote for fact in self.facts}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page says is not offered, and to whom ("all" where it names nobody)."""

    type: OpportunityType
    audience: str
    quote: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should look at. `message` says field, value, reason and quote; `remedy` what to do."""

    stage: str
    source: str
    url: str
    field: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says."""

    url: str
    kind: Kind
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    issues: tuple[Issue, ...] = ()
    reason: str = ""
    """Why the gate chose this kind, in a few words ("captcha", "script-only shell", "no term found")."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one address in one crawl, however it ended. `at` is aware UTC."""

    run: str
    source: str
    url: str
    at: datetime
    outcome: AttemptOutcome
    status: int | None = None
    sha256: str = ""
    final_url: str | None = None
    why: str = ""
    seconds: float = 0.0
    bytes: int = 0
    retry_at: datetime | None = None
    """Not to be tried before this: the server's Retry-After."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one source fared in one run."""

    source: str
    run: str
    health: AttemptOutcome
    pages: int = 0
    listings: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one listing that now reads otherwise. `listing` is the opportunity's id."""

    listing: str
    field: str
    old: str | None
    new: str | None
    run: str
