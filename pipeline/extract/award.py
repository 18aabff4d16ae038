"""Awards: how much, in what currency, of what kind, for what, and how often.

Only sections that give money are read: the heading names an award, grant, scholarship, prize or fellowship.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.extract import dates, money
from pipeline.extract.dates import Dated
from pipeline.extract.money import Money
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain
from pipeline.vocab import vocabulary

WORDS = vocabulary("awards")
TITLE = re.compile(r"(?<![\w-])(?:" + "|".join(WORDS["titles"]) + r")(?!\w)")
COVERS = {
    name: re.compile(r"(?<![\w-])(?:" + "|".join(words) + r")(?!\w)")
    for name, words in WORDS["covers"].items()
}
GIVES = re.compile(
    r"\bgrants?\b|\bawards?\b|\bawarded\b|\bscholarships?\b|\bbursar|\bprizes?\b|\bstipends?\b|\bhonorari|\bfellowships?\b|\breceives?\b|\bgets?\b|"
    r"\bgives?\b|\bgiven\b|\bpaid\b|\bpays\b|\bprovides?\b|\boffers?\b|\bfunds?\b|\bfunding\b|\bsupport|\bamounts?\b|\bvalued?\b|\bsums?\b|\bworth\b|\bup to\b|\bat most\b|"
    r"\bmaximum\b|\bcash\b|\breimburse|\bwinners?\b|\brecipients?\b|\bfellow\b|\bscholars?\b|\bcontribution\b|\ballowance\b|\bcosts? of\b|\bfor\b|\bbetween\b|\b(?:per|to|a|each) (?:person|student|fellow|applicant|resident|graduate)\b|\beach\b|\bapiece\b|\bspen[dt]\b"
)
NOT_THE_AWARD = re.compile(
    r"\bper night\b|\ba night\b|\bnightly\b|\bmembership (?:fee|dues)|\bdues\b|\bapplication fee|\bregistration fee (?:is|of)|\bsince (?:19|20)\d\d|\bto date\b|\bmillion\b|\btax\b|"
    r"\bgross (?:national|domestic)\b|\bper capita\b|\bendow|\bdonat|\bincome (?:of|below|under)|\braised\b|\bprogram fee\b|\btuition fee|\(an? \W?[\w$€£,. ]{2,14} value\b"
)
PART = re.compile(
    r"\bof which\b|\bof it\b|\bthe (?:other|remaining|rest)\b|\bhalf\b|\bremaining\b|\bbalance\b|\binstal?lment|\bfirst payment\b|\bfinal payment\b"
)
ASIDE = re.compile(
    r"^[\s.,)]*(?:(?:more|extra|further|additional|as well|also|in addition|on top)\b[^.;]{0,24}?|)(?:is\s+|are\s+|pays?\s+|)(?:for|towards?)\s+(?:the\s+|their\s+)?(?:travel|lab\b|laboratory|mentor|supplies|registration|materials|publication)|\bthe lab\b|\bmentor'?s?\b"
)
ELSEWHERE = re.compile(
    r"\b(?:the|host|mentor'?s?) (?:lab|laboratory|institution|mentor|host)\b|\bmentors?\b|\b(?:additional|extra|further|another|plus)\b"
)
LIMIT_BEFORE = re.compile(
    r"(?:\b(?:up to|upto|at most|no more than|not more than|a? ?maximum(?: amount| award| grant| value)?(?: of| is)?|max\.?|not (?:to )?exceed(?:ing)?|cannot exceed|may not exceed|(?:not|never) (?:to )?(?:go|run|come|be) (?:beyond|above|over|past)|limited to|less than|as much as|capped at|ceiling (?:of|is)|limit (?:of|is)|to a maximum of)|^\W*to)\s*(?:the equivalent of\s*)?$"
)
LIMIT_AFTER = re.compile(r"^\s*\(?(?:maximum|max\b|at most|or less|limit|ceiling)")
LEAST_BEFORE = re.compile(r"\b(?:at least|minimum(?: of)?|no less than|not less than|from|starting at)\s*$")
RATE_AFTER = re.compile(
    r"^\s*(?:/|per|a|an|each|every)\s*-?(?:week|month|day|night|hour)\b|^\s*(?:/|per|a)\s*year\b|^\s*(?:weekly|monthly|daily)\b"
)
SPAN = re.compile(r"(\d{1,2})\s*(?:-|to)\s*(\d{1,2})[\s-]*weeks?")

MEETING = re.compile(
    r"\b(?:attend\w*|attendance|come to|coming to|participat\w+ in|present\w*|go to|going to|travel to)\b[^.;]{0,60}\b(?:meetings?|conferences?|congress(?:es)?|summit|symposi\w+|expo|annual)\b"
)
OBSERVES = re.compile(
    r"\bobserver?ships?\b|\bvisitorships?\b|\bobserve\b|\bas (?:an )?observers?\b|\bfor observation\b|\bshadow(?:s|ing)?\b|\bas (?:a )?visitors? (?:to|at|in)\b|\bvisit(?:s|ing)? (?:and work in )?(?:clinics|laborator|labs|hospital|centers|centres|programs)"
)
ANNUAL = re.compile(
    r"\b(?:annually|(?:each|every) (?:academic |calendar |fiscal )?(?:year|spring|summer|fall|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december|annual)|year after year|yearly|once a year|per year|a year|annual (?:award|grant|scholarship|prize|fellowship|program|call|application|deadline|cycle|competition)|(?:awarded|given|offered|held|presented) (?:annually|yearly))\b"
)
TWICE = re.compile(
    r"\b(?:(?:twice|two times) (?:a|per|each|every|in (?:a|the|each|every)) (?:calendar |academic )?year|twice yearly|twice annually|semi-?annual(?:ly)?|biannual(?:ly)?|bi-?annual(?:ly)?|(?:two|2) (?:calls|cycles|rounds|deadlines|competitions|(?:application|submission|funding|grant) (?:cycles|periods|windows|rounds|deadlines))(?: \w+){0,2} (?:a|per|each|every|in (?:a|the|each|every)) ?year|2 calls?|two calls?|2 deadlines|(?:1st|first) cycle)\b"
)
NOT_COVERED = re.compile(
    r"\b(?:not(?! (?:to )?exceed| more)|cannot(?! exceed)|no(?! more)|nor|without|never|excluding|exclude[sd]?|responsib\w+|own expense|at their own)\b"
)
PAYS_FOR = re.compile(
    r"\b(?:cover(?:s|ed|ing)?|pay(?:s|ing)?|paid|funds?|funded|funding|support(?:s|ed)?|reimburse\w*|provid\w+|includ\w+|towards?|costs?|expenses|free|complimentary|grants?|awards?|scholarships?|stipends?|fellowship|allowance|claim|subsid\w+|assist\w*|defray\w*|help with|benefits?|contain\w*|for|appl(?:y|ied) to|put to|spen[dt]|offsets?|meets?|used?)\b"
)


@dataclass(frozen=True, slots=True)
class Sum:
    money: Money
    sentence: Sentence
    limit: bool


def gives_money(section: Section) -> bool:
    """Is the section about money that is awarded? Told by its type as far as known, else by its words."""
    hint = section.type_hint
    if hint == "award":
        return True
    title = plain(section.title)
    if hint not in (None, "fellowship", "other"):
        return bool(FUNDED.search(title))
    given = sum(len(AWARD_WORDS.findall(TRAINED.sub(" ", s.low))) for s in section.sentences)
    stays = sum(len(STAY_WORDS.findall(s.low)) for s in section.sentences)
    named = bool(TITLE.search(title) or PATH.search(urlsplit(section.url).path.lower()))
    if hint is None:
        return given > stays and given >= (1 if named else 2)
    if any(s.block.kind == "heading" and AWARDS.search(s.low) for s in section.sentences):
        return True
    return given >= stays and any(FUNDS.search(s.low) for s in section.sentences)


FUNDED = re.compile(r"\bfunded\b|\bawards?\b|\bgrants?\b|\bscholarships?\b|\bbursar|\bstipend")
AWARDS = re.compile(
    r"\b(?:observership|travel|visiting|international)\w*\s+(?:awards?|grants?|scholarships?)\b"
)
AWARD_WORDS = re.compile(
    r"\b(?:awards?|grants?|scholarships?|bursar(?:y|ies)|prizes?|fellowships?|awardees?|grantees?|recipients?|visiting scholars?)\b"
)
TRAINED = re.compile(
    r"\b(?:residenc(?:y|ies)|internships?)(?:,| and| or|/| &)*\s*fellowships?\b|\b(?:clinical|subspecialty|acgme[\w-]*|accredited|surgical|medical|our|graduate|advanced|pursue|pursuing|entering)\s+fellowships?\b|"
    r"\bfellowships?[- ](?:positions?|training|trained|directors?|match|interviews?|applications? (?:service|season)|and residenc\w+|or residenc\w+)\b"
)
"""Fellowships that are years of training and no money."""
STAY_WORDS = re.compile(
    r"\b(?:observerships?|observers?|rotations?|electives?|clerkships?|externships?|shadowing|visiting students?|attachments?)\b"
)
PATH = re.compile(r"award|grant|scholar|bursar|fellowship|prize")
FUNDS = re.compile(
    r"\bstipend|\bgrants?\b|\bawards?\b|\bawarded\b|[$€£]\s?\d|\d\s?(?:eur|usd)\b|\bfund(?:s|ed|ing)?\b|\bcalls?\b|\bpays? for\b|\bsupports?\b|\bcommittee\b|\bclosing date\b"
)


def find(section: Section) -> Iterator[Claim]:
    """award_amount (a pair), currency, award_kind, covers (one claim each) and cycle."""
    if not gives_money(section):
        return
    sums = tuple(found_sums(section))
    if sums:
        yield from amount_claims(primary(sums), section)
    covers = list(covered(section))
    kinds = list(kind_claim(section, {str(claim.value) for claim in covers}))
    if not covers and kinds and kinds[0].value == "research_grant" and GRANT.search(plain(section.title)):
        covers = [Claim("covers", kinds[0].raw, kinds[0].quote, "award.covers_research", "research_costs")]
    yield from covers
    yield from kinds
    yield from cycle_claims(section)


GRANT = re.compile(r"\bgrants?\b")
"""Money for the work itself; an award, a fellowship or a scholarship for research is money for the person."""


# --- amounts -------------------------------------------------------------------------------------------------------


def found_sums(section: Section) -> Iterator[Sum]:
    dollar = dollar_of(section.url)
    for sentence in section.sentences:
        if not money.hinted(sentence.low) or not (GIVES.search(sentence.low) or sentence.block.cells):
            continue
        for m in money.find(sentence.text, dollar):
            before, after = sentence.low[: m.start], sentence.low[m.end :]
            near = sentence.low[max(0, m.start - 60) : m.end + 40]
            if (
                m.most > 500_000
                or NOT_THE_AWARD.search(near)
                or PART.search(re.split(r"[;.]\s", before)[-1])
                or RATE_AFTER.search(after)
            ):
                continue
            yield Sum(m, sentence, bool(LIMIT_BEFORE.search(before) or LIMIT_AFTER.search(after)))


def dollar_of(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for ending, code in ((".nz", "NZD"), (".au", "AUD"), (".ca", "CAD"), (".sg", "SGD"), (".hk", "HKD")):
        if host.endswith(ending):
            return code
    return "USD"


def primary(sums: Sequence[Sum]) -> list[Sum]:
    """The first sum and its tiers: those of the same sentence or of the list items beside it, asides left out."""
    named = [
        s
        for s in sums
        if re.search(
            r"\b(?:award amount|grant amount|amount|value|stipend|honorarium)\b",
            s.sentence.low[max(0, s.money.start - 40) : s.money.end + 24],
        )
    ]
    first = (named or list(sums))[0]
    block = first.sentence.block
    found = [first]
    for s in sums:
        if s is first or s.money.currency != first.money.currency or s.money.most == first.money.most:
            continue
        other = s.sentence.block
        beside = s.sentence.block is block and abs(s.sentence.index - first.sentence.index) <= 1
        listed = (
            other.kind == block.kind
            and other.kind in ("item", "row")
            and other.trail == block.trail
            and abs(other.order - block.order) <= 6
        )
        tiers = s.limit and first.limit and abs(other.order - block.order) <= 2
        aside = ASIDE.search(s.sentence.low[s.money.end :][:60]) or ELSEWHERE.search(
            s.sentence.low[: s.money.start][-40:]
        )
        if (beside or listed or tiers) and not aside:
            found.append(s)
    return found


def amount_claims(sums: Sequence[Sum], section: Section) -> Iterator[Claim]:
    first = sums[0]
    least: float | None = min(s.money.least for s in sums)
    most: float | None = max(s.money.most for s in sums)
    rule = "award.amount"
    if len({s.money.most for s in sums}) == 1 and first.money.least == first.money.most:
        before = first.sentence.low[: first.money.start]
        if first.limit or by_the_week(first):
            least, rule = None, "award.amount_at_most"
        elif LEAST_BEFORE.search(before):
            most, rule = None, "award.amount_at_least"
    text = first.sentence.text
    yield Claim("award_amount", first.money.raw, text, rule, (least, most), first.sentence.block.order)
    yield Claim(
        "currency", first.money.raw, text, "award.currency", first.money.currency, first.sentence.block.order
    )


def by_the_week(s: Sum) -> bool:
    """Is the sum the longest stay at the weekly rate beside it, so that a shorter stay gets less?"""
    span = SPAN.search(s.sentence.low)
    if span is None:
        return False
    return any(m.most * int(span[2]) == s.money.most for m in money.find(s.sentence.text))


# --- kind ----------------------------------------------------------------------------------------------------------


def kind_claim(section: Section, covers: set[str]) -> Iterator[Claim]:
    words = " ".join(s.low for s in section.sentences[:60])
    title = name_of(section, words)
    above = plain(section.page_title)
    value, rule = kind_of(title, above, words, covers)
    sentence = next((s for s in section.sentences if s.text == section.title), None)
    quote = section.title if sentence is None else sentence.text
    if quote:
        yield Claim(
            "award_kind", quote, quote, f"award.kind_{rule}", value, sentence.block.order if sentence else 0
        )


def name_of(section: Section, words: str) -> str:
    """The award's name for telling its kind: its title, else the words of its address and the commonest of its nouns."""
    title = plain(section.title)
    if (
        TITLE.search(title)
        and not title.startswith("http")
        and not re.search(r"\bamount\b|\bopportunities$", title)
    ):
        return title
    headings = [s.low for s in section.sentences if s.block.kind == "heading" and AWARDS.search(s.low)]
    if headings:
        return headings[0]
    path = " ".join(re.findall(r"[a-z]+", urlsplit(section.url).path.lower().rstrip("/").rpartition("/")[2]))
    counts = {
        noun: len(re.findall(rf"\b{noun}s?\b", words))
        for noun in ("fellowship", "scholarship", "grant", "award", "prize")
    }
    noun = max(counts, key=lambda n: counts[n])
    return " ".join(
        part
        for part in ("" if title.startswith("http") else title, path, noun if counts[noun] else "")
        if part
    )


def kind_of(title: str, above: str, words: str, covers: set[str]) -> tuple[str, str]:
    """The kind of award and the rule that told it: the title's own words first, then what the money is for."""
    named = title if TITLE.search(title) else f"{title} {above}"
    if re.search(r"\bobserver?ships?\b|\bvisitorships?\b|\bobserver\b", named):
        return "observership_grant", "observership"
    if re.search(
        r"\btravel\b(?!ing fellow|ling fellow)|\bconference\b|\bcongress\b|\bmeeting\b|\battendance\b|\bmobility\b",
        named,
    ):
        return "travel_grant", "travel"
    if re.search(r"\bmembership\b", named):
        return "membership", "membership"
    if re.search(
        r"\bprizes?\b|\bbest (?:paper|abstract|poster|presentation)|\bessay\b|\bcompetition\b|\binvestigator award|\bhonou?r\b|\bmedal\b|\blectureship\b|\babstract award",
        named,
    ):
        return "prize", "prize"
    research = re.search(r"\bresearch\b|\bproject grant|\bseed\b|\bpilot\b|\bstart-?up\b", named)
    if research:
        if (
            re.search(r"\baward", named)
            and not re.search(r"grant|fellowship|scholarship|student", named)
            and re.search(
                r"\bwinners?\b|\bhonorari|\bplaque\b|\bpresent\w* (?:their|the|your) (?:findings|work|research|results)",
                words,
            )
        ):
            return "prize", "prize"
        return "research_grant", "research"
    if re.search(r"\btravel (?:award|grant|scholarship|bursar|stipend)s?\b", above) and re.search(
        r"\baward", title
    ):
        return "travel_grant", "travel"
    if re.search(r"\bfellowships?\b", named):
        return "fellowship", "fellowship"
    if re.search(r"\bscholars?\b(?!hips?)", named):
        if STUDENT.search(words) and ROTATES.search(words) and not MEETING.search(words):
            return "scholarship", "for_an_elective"
        return ("observership_grant", "visit") if OBSERVES.search(words) else ("travel_grant", "meeting")
    if re.search(r"\bscholarships?\b|\bbursar|\bstipend", named):
        if (
            MEETING.search(words)
            and "cash" not in words
            and {"registration", "lodging"} <= covers
            and "tuition" not in covers
        ):
            return "travel_grant", "meeting"
        return "scholarship", "scholarship"
    if re.search(r"\btraining\b|\beducation", named):
        if covers == {"travel"} or (MEETING.search(words) and not re.search(r"\btraining\b", named)):
            return "travel_grant", "travel"
        return "fellowship", "training"
    if re.search(r"\bgrants?\b", named):
        if re.search(r"\baward", named) and re.search(r"\bwinners?\b|\bhonorari", words):
            return "prize", "prize"
        if re.search(r"\btraining grants?\b|\bclinical training\b", words):
            return "fellowship", "training"
        if OBSERVES.search(words) and not MEETING.search(words):
            return "observership_grant", "visit"
        if covers and covers <= {"travel", "lodging", "registration"}:
            return "travel_grant", "travel"
        if "research_costs" in covers:
            return "research_grant", "research"
        return ("observership_grant", "visit") if OBSERVES.search(words) else ("other", "grant")
    if OBSERVES.search(words):
        return "observership_grant", "visit"
    if covers and covers <= {"travel", "lodging", "registration"} and MEETING.search(words):
        return "travel_grant", "travel"
    if re.search(r"\babstract|\bwinner|\bhonorari|\bplaque", words):
        return "prize", "prize"
    if STUDENT.search(words) and ROTATES.search(named + " " + words):
        return "scholarship", "for_an_elective"
    return "other", "award"


STUDENT = re.compile(r"\bstudents?\b|\b(?:third|fourth|final)-years?\b")
ROTATES = re.compile(r"\belectives?\b|\brotations?\b|\bclerkships?\b|\bsub-?internships?\b|\bsub-?is?\b")
"""What a school pays for a student who comes for an elective is a scholarship, whatever it calls it."""


# --- what it covers and how often ----------------------------------------------------------------------------------


def covered(section: Section) -> Iterator[Claim]:
    seen: set[str] = set()
    title = plain(section.title)
    for sentence in section.sentences:
        low = sentence.low
        if len(low) > 900:
            continue
        lead = plain(sentence.block.lead)
        pays = bool(PAYS_FOR.search(low))
        listed = sentence.block.kind == "item" and bool(
            re.search(
                r"\b(?:covers?|consists?|comprises?|made up|pays?|includ\w+|contains?|provid\w+|benefits?|support\w*|reimburse\w*|offers?|receive\w*)\b",
                lead or heading(sentence),
            )
        )
        if (not pays and not listed) or NOT_COVERED.search(lead):
            continue
        for name, pattern in COVERS.items():
            if name in seen:
                continue
            for match in pattern.finditer(low):
                before = low[max(0, match.start() - 70) : match.start()]
                if NOT_COVERED.search(before) or (
                    not listed and not spends(before, low[match.end() :][:40], name)
                ):
                    continue
                seen.add(name)
                raw = sentence.text[match.start() : match.end()]
                yield Claim("covers", raw, sentence.text, f"award.covers_{name}", name, sentence.block.order)
                break
    if "travel" not in seen and re.search(r"\btravel\b(?!ing|ling)", title):
        yield Claim("covers", section.title, section.title, "award.covers_travel", "travel")


def heading(sentence: Sentence) -> str:
    return plain(sentence.block.trail[-1]) if sentence.block.trail else ""


SPENDS = re.compile(
    r"\b(?:cover(?:s|ed|ing)?|pay(?:s|ing)? (?:for|towards?)|paid (?:for|towards?)|pays|funds?|fund(?:ed|ing) (?:for|of)?|support(?:s|ed)?|reimburse\w*|provid(?:e|es|ed|ing)|towards?|help with|costs? of|used for|use[sd]? to|claim|grants? for|awards? for|for|appl(?:y|ied) to|put to|spen[dt] (?:it |them )?on|offsets?|meets?|toward|free|complimentary|defray\w*|stipend (?:of|for)|includ(?:es?|ing|ed)|benefits?)\b"
)


def spends(before: str, after: str, name: str) -> bool:
    if name == "stipend" and re.match(
        r"\s*(?:of|is|:|up to)\s*(?:up to\s*)?(?:us)?\s?[$€£]|\s*(?:in|for)\b", after
    ):
        return True
    if name == "registration" and re.match(
        r"\W*(?:for|to)\b[^.]{0,60}\b(?:free|paid)\b|\s*,?\s*(?:is |are )?(?:free|paid|waived|covered)\b",
        after,
    ):
        return True
    return bool(SPENDS.search(before)) and not re.search(
        r"\bin order\b|\bapply\b|\bapplication\b", before[-25:]
    )


def cycle_claims(section: Section) -> Iterator[Claim]:
    for sentence in section.sentences:
        low = sentence.low
        if match := TWICE.search(low):
            yield cycle(sentence, match.start(), match.end(), "twice", "biannual", 3)
        elif (
            (match := ANNUAL.search(low))
            and not (match[0] in ("per year", "a year") and A_SUM.search(low[: match.start()]))
            and not NOT_CYCLE.search(low[: match.start()][-60:])
            and (not MEETING_AFTER.match(low[match.end() :]))
        ):
            yield cycle(sentence, match.start(), match.end(), "annual", "annual", 2)
        elif RECURRING.search(low) or any(CLOSING.search(plain(head)) for head, _ in sentence.block.cells):
            days = [d for d in dates.find(sentence.text) if d.precision == "day" and d.recurs]
            if days and not any(not d.recurs for d in dates.find(sentence.block.text)):
                if len(days) == 2 and half_a_year(*days):
                    yield cycle(sentence, days[0].start, days[1].end, "twice", "biannual", 3)
                    continue
                yield cycle(sentence, days[-1].start, days[-1].end, "recurring_date", "annual", 1)

    if named := cycle_of_a_year(section):
        yield named


def cycle_of_a_year(section: Section) -> Claim | None:
    """ "The 2026 scholarship", "for the summer of 2027": what is named after its year comes again."""
    for sentence in section.sentences:
        if hit := OF_A_YEAR.search(sentence.low):
            return cycle(sentence, hit.start(), hit.end(), "named_year", "annual", 0)
    return None


def half_a_year(a: Dated, b: Dated) -> bool:
    """Do two days lie about as far apart as the rounds of a year with two?"""
    apart = abs(a.last.month - b.last.month)
    return 4 <= apart <= 8


CLOSING = re.compile(r"\bdeadlines?\b|\bclos|\bdue\b|\bapply by\b")
OF_A_YEAR = re.compile(
    r"\b(?:20\d\d(?:[-/]\d{2,4})? (?:[\w'&-]+ ){0,5}?(?:awards?|grants?|scholarships?|fellowships?|prizes?|bursar(?:y|ies)|cycles?|rounds?|calls?|competitions?|class|recipients?|applications?)"
    r"|(?:applications?|applicants|awards?|grants?|scholarships?|fellowships?|cycles?|calls?|rounds?|dates) (?:for|of) (?:the )?(?:(?:summer|spring|fall|autumn|winter|academic year|year|class)(?: of)? )?20\d\d)\b"
)
RECURRING = re.compile(r"\bapplications?\b|\bapply\b|\bdeadlines?\b")
A_SUM = re.compile(r"[$€£]\s?[\d,.]+\s*$|\d\s?(?:usd|eur|gbp)\s*$")
NOT_CYCLE = re.compile(
    r"\b(?:membership|dues|times|operations|cases|patients|income|salary|meetings?)\b[^.]{0,40}$"
)
MEETING_AFTER = re.compile(r"^\s*(?:scientific\s+)?(?:meeting|congress|conference|session)")


def cycle(sentence: Sentence, start: int, end: int, rule: str, value: str, strength: int) -> Claim:
    return Claim(
        "cycle",
        sentence.text[start:end],
        sentence.text,
        f"award.cycle_{rule}",
        value,
        sentence.block.order,
        strength,
    )
