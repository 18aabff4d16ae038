"""The programme's own contacts: e-mail addresses, telephone numbers, and the link to apply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote, urlsplit

from pipeline import regex as re
from pipeline.extract.demand import inherited
from pipeline.extract.scope import ROTATES, WATCHING
from pipeline.model import Block, Claim, Link, Section, Sentence
from pipeline.sentences import plain
from pipeline.specialty import find as specialties_in

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}\s?(?:@|\s?[\[(<{]\s?(?:at|@)\s?[\])>}]\s?|\s+at\s+(?=[\w-]+(?:\s+dot\s+[\w-]+)*\s+dot\s+(?:edu|org|com|net)\b))\s?"
    r"[\w-]+(?:(?:\.|\s?[\[(<{]\s?(?:dot|\.)\s?[\])>}]\s?|\s+dot\s+)[\w-]+)*(?:\.|\s?[\[(<{]\s?(?:dot|\.)\s?[\])>}]\s?|\s+dot\s+)[A-Za-z]{2,}",
    re.I,
)
AT = re.compile(r"\s*[\[(<{]\s?(?:at|@)\s?[\])>}]\s*|\s+at\s+|\s*@\s*", re.I)
DOT = re.compile(r"\s*[\[(<{]\s?(?:dot|\.)\s?[\])>}]\s*|\s+dot\s+", re.I)
PLAIN_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$")
OTHER_ADDRESS = re.compile(
    r"@(?:[\w-]+\.)*(?:aamc|ecfmg|intealth|vslo|nrmp|state|dhs|uscis|castlebranch|certiphi|verifiedcredentials|sentry|example|wixpress|complio)\.|\.gov$|"
    r"^(?:webmaster|privacy|noreply|no-reply|donotreply|press|media|newsroom|compliance|titleix|title-ix|abuse|billing|helpdesk|marketing|sales)@|"
    r"^(?:affiliation-?agreements?|affiliations?|disability\w*|accommodations?|ada|parking|housing|class|employee-\w+|legal|payments?|itservices|studenthealth)@|\[email"
)
OTHER_OFFICE = re.compile(
    r"disabilit|accommodation|affiliation agreement|(?:request|establish)\w* (?:to establish )?(?:an? )?(?:\w+ )?(?:affiliation|agreement)|housing (?:office|options)|title ix|mistreatment|"
    r"technical (?:support|issue|problem|assistance)|media inquir|press inquir|privacy officer|nursing (?:student|observ)|\bpa student|physician assistant (?:program|student)|\bcrna\b|nurse practitioner student|"
    r"pharmacy (?:student|resident)|volunteer office for|patient (?:matters|care line|relations|appointments|inquir)|patients,? (?:please )?call|appointments?\b|find a (?:doctor|physician)|"
    r"contact vslo|contact (?:the )?aamc|vslo at|ecfmg at|emergenc|hotline|police|security (?:office|department)|needle ?stick|exposure|accident|shuttle|parking|hotel|lodging|apartment|"
    r"copyright|all rights reserved|switchboard|main (?:hospital|number)|operator|(?:occupational|employee|student) health|health (?:center|clinic|services?) at|insurance|immuni[sz]ation|visa (?:office|questions)|job seekers|careers at|gift shop|donat|billing|insurance company|landlord|transportation|taxi|residency program coordinator|"
    r"(?:questions?|information|inquir\w+|help) (?:regarding|about|on|with) (?:your |their )?visas?\b|visas?,? (?:please )?(?:contact|call|write|ask|e-?mail)\b|immigration (?:questions|office)|\bcc'?d?\b|(?:a )?copy (?:\(cc\) )?(?:is |will be )?(?:also )?sent to|"
    r"residency (?:questions?|office|applicants?|inquir\w+)|questions about (?:the |our )?residency|nurse line|referral line|refer a patient|new patients|clinic patients|patients (?:may|can|should|dial|press)|\(patients|sees patients|"
    r"laborator\w+ results?|lab results|medical records|admissions, 24|front desk|our own students|alumni|errors (?:in|on) this|report (?:an? )?(?:error|broken)|reporting line|anonymous|travel clinic|foundation gifts|"
    r"\bclinic(?: phone)?[:,]?\s*$|\bpas?:\s*$|visiting hours|interpreter"
)
PHONE = re.compile(
    r"(?<![\d/.$-])(?:\+?1[\s.\-–]{0,2})?(?:\(\d{3}\)\s?[-–.]?\s?|\d{3}[\s.\-–/]\s?)\d{3}[\s.\-–]\s?\d{4}(?![\d-]|\.\d)(?:\s?(?:x|ext\.?|extension)\s?\d{1,6})?|"
    r"\+(?!1\b)\d{1,3}[\s.\-(]{1,2}\d[\d\s.\-()]{6,14}\d|(?<!\d)0\d{2,4} \d{3,4} ?\d{3,4}(?!\d)"
)
DIGITS = re.compile(r"\d{3,4}\W{0,3}\d{3,4}")
FAX_BEFORE = re.compile(
    r"(?:\bfax(?:\s?(?:number|no|#))?|facsimile|\bf\b)(?: (?:it|them|us|your \w+|the \w+|to)){0,2}[\s.:#()\-–]*(?:to|at)?\s*$",
    re.I,
)
FAX_AFTER = re.compile(r"^\s*[(\[\-–]?\s*fax\b(?!\s*:?\s*\(?\d)", re.I)
PAGER = re.compile(r"\b(?:pager|beeper|toll|usmle)\W*$", re.I)

APPLY = re.compile(
    r"\bapply\b|\bapplications?\b|\bapplicant portal|\bregist(?:er|ration)\b(?! of)|\bsign up\b|\bintake form|\b(?:request|inquiry|interest|enrol?lment|observers?|observership|visitors?|shadow(?:ing)?|preceptorship|nomination|booking|reservation|registration|intake|online|submission) (?:form|packet|request)\b|\bform [a-z]{0,4}-?\d|\b(?:book|reserve|enrol?l)\b|\bsign-?up\b|\brotation request|\bsubmit (?:a|an|your) (?:request|inquiry|form|application)"
)
APPLY_EXACT = re.compile(
    r"^\W*(?:click here to |please )?(?:apply(?: now| online| here| today| for \w+.*| to \w+.*| through \w+| via \w+| in vslo!?)?|(?:\w+ ){0,4}applications?(?: form| packet| portal| here| online)?|start (?:your |an )?application|(?:\w+ ){0,2}application form.*|(?:contact us )?to apply|vslo application|download (?:the )?application.*)\W*(?:\(?(?:pdf|doc|docx|word)\)?)?\W*$"
)
VISITING_SERVICE = re.compile(r"vslo|vsas|visiting[- ]student[- ](?:learning|application)")
FORM_HOST = re.compile(
    r"qualtrics\.|redcap|forms\.gle|docs\.google\.com/forms|jotform|smartsheet|formstack|wufoo|slideroom|embark\.com|surveymonkey|forms\.office|forms\.cloud\.microsoft|cognitoforms|typeform|airtable\.com|formsite|123formbuilder|submittable|"
    r"smapply|fluidreview|webforms|asp(?:x)?/apply|/form/|eforms|webapps?\d?\.|proposalcentral|openwater|awardspring|academicworks|getacceptd|myclinicalexchange|slate|technolutions|apply\."
)
APPLY_HREF = re.compile(r"appl(?:y|ication)|observer(?:ship)?-?form|registration")
DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|xlsx?)(?:$|\?)", re.I)
NOT_APPLY = re.compile(
    r"residenc(?:y|ies)\b(?! hall)|\beras\b|\bvisa\b|licens|fafsa|financial aid|immuni[sz]ation|evaluation|health form|vaccin|background check|insurance|preceptors?\b|\bfaq|frequently asked|polic(?:y|ies)|requirements?\b|checklist|deadlines?|calendar|catalog|"
    r"status of|check (?:your )?(?:application )?status|privacy|careers?\b|\bjobs?\b|mychart|degree|mcat|amcas|admissions?\b|fellowship application|transcript|agreement|instructions|handbook|guidelines|mistreatment|scholarship|housing|parking|nurs(?:e|ing)|medical school application|volunteer application|donor|timeline|fees?\b|reference form|recommendation form|alerts?\b|newsletter|certification|mailing list|updates\b|donate|abstract|parent|consent"
)
NOT_HERE = re.compile(
    r"\bpreceptors?\b|\bfor (?:hosts|faculty|departments)\b|immuni[sz]ation form|evaluation form|\beras\b"
)
HOW_TO = re.compile(
    r"how (?:do i|to|can i) apply|application (?:process|procedure|information|instructions)|^\W*learn more"
)


SHARED = 2
"""A page that gives more contacts than this for all its programmes does not say whose they are."""
DIRECTORY = 3
"""More contacts than this are a directory of departments or people."""
OFFICE = re.compile(
    r"observ|visit|extern|elective|international|global|program|students?$|^student|gme|ume|meded|medicaleducation|education|office|info|rotation|clerkship|admission|apply|application|registrar|affairs"
)
MOST = 100
"""Contacts of one page that are looked at: so many are a directory, whose each entry is nobody's in particular."""
SENT_TO = re.compile(
    r"\b(?:questions?|inquir|contact us|information|send|submit|e-?mail (?:us|your|to)|apply|applications?)\b"
)


def find(section: Section) -> Iterator[Claim]:
    common = common_of(section)
    host = urlsplit(section.url).hostname or ""
    own = office(fitting(home_addresses(emails(section.sentences), host), section), section.sentences)
    mail = own or office(fitting(home_addresses(emails(common), host), section), common, SHARED)
    elsewhere_mail = bool(own) and any("@" in s.text for s in common)  # another desk, and the number is its
    aside = [] if mail else in_margin(home_addresses(emails(section.margin), host))
    mail = mail or aside
    yield from mail
    places = {claim.order for claim in mail}
    yield from (
        desk(home_numbers(phones(section.sentences), host), places)
        or desk(fitting(home_numbers(phones(common), host), section), places, 0 if elsewhere_mail else SHARED)
        or in_margin(home_numbers(phones(section.margin), host), bool(aside))
    )
    link = application(section.sentences)
    if link:
        yield link


POINTS_AWAY = re.compile(
    r"\b(?:contact|see|ask|refer to|reach out|inquire|enquire|write to|visit)\b[^.;]{0,60}\b(?:departments?|faculty|services|office|physicians?|website|web site|pages?|schools?|centers?)\b"
)


def common_of(section: Section) -> tuple[Sentence, ...]:
    """What the page says of whom to ask, for all it offers: not for a part of a few words that sends one elsewhere, nor
    for watchers named on a page of electives."""
    found = inherited(section)
    if found or not section.shared:
        return found
    if section.type_hint in WATCHING and ROTATES.search(plain(section.page_title)):
        return ()
    if any(POINTS_AWAY.search(s.low) for s in section.sentences):
        return ()
    return section.shared


GROUPS = {
    "watch": re.compile(r"observ|shadow|preceptor|extern"),
    "student": re.compile(r"student|elective|rotation|clerk|vslo|\bsub-?i|\bume\b"),
    "research": re.compile(r"research|scholar(?!ship)"),
    "award": re.compile(r"award|grant|scholarship|bursar"),
    "house": re.compile(r"\bgme|residen"),
}
"""Whom an address serves, by its own name and by the words that label it."""
KINDS = {
    "observership": "watch", "shadowing": "watch", "preceptorship": "watch", "externship": "watch",
    "elective": "student", "sub_internship": "student", "research": "research", "award": "award",
}  # fmt: skip
LABELLED = re.compile(r"(?:^|[.;|]\s|\s\u2022\s)([^.;|@]{0,60})$")


def fitting(claims: list[Claim], section: Section) -> list[Claim]:
    """Of several contacts that are labelled for different people, those for the section's own, or for nobody in
    particular."""
    if len(claims) < 2 or section.type_hint not in KINDS:
        return claims
    own = KINDS[section.type_hint]
    served = [groups_of(claim) for claim in claims]
    fits = [own in groups for groups in served]
    if not any(fits) and all(served):
        return claims
    return [c for c, groups, fit in zip(claims, served, fits, strict=True) if fit or not groups]


def groups_of(claim: Claim) -> set[str]:
    """The groups that the label before a contact, and an address's own name, speak of."""
    start = max(claim.quote.find(claim.raw), 0)
    label = LABELLED.search(plain(claim.quote[:start]))
    text = (label[1] if label else "") + " " + str(claim.value).split("@")[0]
    return {name for name, pattern in GROUPS.items() if pattern.search(text.lower())}


def in_margin(claims: list[Claim], beside: bool = True) -> list[Claim]:
    """What an aside gives of a page that names no contact itself; one with many addresses is a directory, and gives none.

    `beside`: is it enough that an aside gives it? A number must stand beside an address, or under "call" or the like.
    """
    found = [claim for claim in claims if beside or SENT_TO.search(claim.quote.lower())]
    return found if len(found) <= SHARED else []


COUNTRY = re.compile(r"\.[a-z]{2}$")
ABROAD = re.compile(r"^\s*(?:\+(?!1\b)|0\d)")


def home_addresses(claims: Iterator[Claim], host: str) -> list[Claim]:
    """Without the addresses of partners abroad, which a page of an American site names beside its own."""
    found = without_strangers(without_residency(list(islice(claims, MOST))), host)
    if COUNTRY.search(host) and not host.endswith(".us"):
        return found
    home = [c for c in found if not COUNTRY.search(str(c.value)) or str(c.value).endswith(".us")]
    return home if home or host.endswith((".edu", ".gov")) else found


def without_strangers(claims: list[Claim], host: str) -> list[Claim]:
    """Where a site's own addresses stand on its page, those of other institutions are partners'."""
    site = ".".join(host.split(".")[-2:])
    own = [c for c in claims if str(c.value).split("@")[1].endswith(site)]
    return own or claims


RESIDENCY = re.compile(r"residen|\bimres|webmaster|catalog|volunteer|career|patient")


def without_residency(claims: list[Claim]) -> list[Claim]:
    """Where an office has an address, that of the residency or of another desk beside it is not the program's."""
    own = [c for c in claims if not RESIDENCY.search(str(c.value).split("@")[0])]
    return own or claims


def home_numbers(claims: Iterator[Claim], host: str) -> list[Claim]:
    """Without the numbers of partners abroad, as with addresses."""
    found = list(islice(claims, MOST))
    home = [c for c in found if not ABROAD.search(str(c.value))]
    return home if home or host.endswith((".edu", ".gov")) else found


def office(claims: list[Claim], sentences: Sequence[Sentence], most: int = DIRECTORY) -> list[Claim]:
    """Addresses without those of a directory: where there are many, the office's, or those that the text sends to."""
    if len(claims) <= most:
        return claims
    named = [claim for claim in claims if OFFICE.search(str(claim.value).split("@")[0])]
    if named:
        return named
    home = {s.block.order: s.block for s in sentences}
    sent = [
        claim
        for claim in claims
        if home[claim.order].kind == "paragraph"
        and SENT_TO.search(claim.quote.lower())
        and not specialties_in(" | ".join((claim.quote, *home[claim.order].trail[-1:])))
    ]
    return sent if len(sent) <= most else []


def desk(claims: list[Claim], places: set[int], most: int = DIRECTORY) -> list[Claim]:
    """Numbers without those of a directory: where there are many, only those beside an address that was kept."""
    if len(claims) <= most:
        return claims
    beside = [c for c in claims if {c.order - 1, c.order, c.order + 1} & places]
    return beside if len(beside) <= most else []


def blocks(sentences: Sequence[Sentence]) -> Iterator[tuple[Block, Sentence]]:
    """Each block once, with its first sentence."""
    seen: set[int] = set()
    for sentence in sentences:
        if sentence.block.order not in seen:
            seen.add(sentence.block.order)
            yield sentence.block, sentence


def elsewhere(low: str, block: Block, at: int, before: Block | None = None) -> bool:
    """Do the words around say that this contact serves another purpose?"""
    whole = plain(block.text)
    near = before and before.trail == block.trail and len(whole) < 120 and len(before.text) < 200
    if before and near and re.search(r"disabilit|accommodation|affiliation agreement", plain(before.text)):
        return True
    at += max(whole.find(low), 0)
    before_, after = around(whole, at)
    if OTHER_TRADE.search(whole, max(0, at - 320), at) and not OWN_TRADE.search(whole, max(0, at - 320), at):
        return True
    if OTHER_OFFICE.search(before_) or OTHER_OFFICE.search(after) or OTHER_CAMPUS.search(before_):
        return True
    return not OWN_DESK.search(CONTACT.sub("", before_)[-60:]) and any(
        OTHER_OFFICE.search(plain(heading)) for heading in (*block.trail[-2:], block.lead[:110])
    )


OTHER_CAMPUS = re.compile(
    r"\b(?:electives|rotations|clerkships|programs|opportunities|observerships) (?:that are )?(?:offered |available |held )?(?:at|on|in) (?:the |our )?[^.;@]{3,80}(?: - ?\w+|\bcampus|\bbranch|\blocations?)\b[^.;@]{0,90}$"
)
"""Of what is offered at another campus, ask its own office."""
OTHER_TRADE = re.compile(
    r"\bvisiting (?:pa|np|crna|nursing|nurse|pharmacy|dental|physician assistant) (?:students?|applica)"
)
OWN_TRADE = re.compile(r"\b(?:md|do|medical) students?\b|\bphysicians\b|\bgraduates\b")
OWN_DESK = re.compile(
    r"\b(?:course|program|observer\w*|visit\w*|education|electives?|students?|fellowships?|awards?|grants?) (?:desk|office|coordinator|contact|team)\W*$"
)
"""A label of its own outweighs the heading that a contact happens to stand under."""
SENTENCE_END = re.compile(r"\.\s+(?=[a-z])")
CONTACT = re.compile(r"\S+@\S+\w|\(?\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}")


def around(whole: str, at: int) -> tuple[str, str]:
    """The words before and after a contact that speak of it: those as far as the contacts beside it.

    An address and a number that stand side by side share their label.
    """
    start, end = max(0, at - 160), min(len(whole), at + 90)
    own = CONTACT.match(whole, at)
    for hit in CONTACT.finditer(whole, start, at):
        gap = whole[hit.end() : at]
        if len(re.sub(r"\b(?:or|and|tel|phone|fax|e-?mail|call|at|cell|text|ext)\b|\W|\d", "", gap)) > 3:
            start = hit.end()
    following = CONTACT.search(whole, own.end() if own else at + 1)
    if following and following.start() < end and own:
        gap = whole[own.end() : following.start()]
        # "a@b (visitors) c@d (alumni)": a remark in parentheses belongs to what stands before it
        closing = gap.rfind(")")
        end = own.end() + closing + 1 if closing >= 0 else own.end()
    after = whole[at:end]
    stop = SENTENCE_END.search(after, (own.end() - at) if own else 0)
    return whole[start:at], after[: stop.start()] if stop else after


def resolved(printed: str) -> str | None:
    """The address in plain form, or None where it is none."""
    address = DOT.sub(".", AT.sub("@", printed.strip(), count=1)).strip(".,;:'").replace(" ", "").lower()
    return address if PLAIN_EMAIL.match(address) else None


def emails(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    seen: set[str] = set()
    linked = {
        address
        for block, _ in blocks(sentences)
        for link in block.links
        if link.href.lower().startswith("mailto:")
        and (address := resolved(unquote(link.href[7:]).split("?")[0]))
    }
    for sentence in sentences:
        if (
            "@" not in sentence.text
            and " at " not in sentence.low
            and "at]" not in sentence.low
            and "(at" not in sentence.low
        ):
            continue
        for hit in EMAIL.finditer(sentence.text):
            address = resolved(hit[0])
            if address and address not in linked:
                # "write toobservers@..." where the link says observers@...: a lost space, not another address
                address = next((one for one in linked if address.endswith(one)), address)
            if not address or address in seen or OTHER_ADDRESS.search(address):
                continue
            if elsewhere(sentence.low, sentence.block, hit.start()):
                continue
            seen.add(address)
            yield Claim(
                "emails", hit[0], sentence.text, "contacts.email_shown", address, sentence.block.order
            )
    for block, first in blocks(sentences):
        for link in block.links:
            if not link.href.lower().startswith("mailto:"):
                continue
            address = resolved((unquote(link.href[7:]).split("?")[0].split(",")[0].split() or [""])[-1])
            if not address or address in seen or OTHER_ADDRESS.search(address):
                continue
            holder = next(
                (s for s in sentences if s.block is block and link.text and link.text in s.text), first
            )
            at = holder.text.find(link.text) if link.text else 0
            if elsewhere(holder.low, block, max(at, 0)):
                continue
            if "@" in link.text and resolved(link.text) not in (None, address):
                continue  # the text shows another address, which was read above
            seen.add(address)
            raw = link.text if link.text and link.text in holder.text else holder.text
            yield Claim("emails", raw, holder.text, "contacts.email_linked", address, block.order)


def phones(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    seen: set[str] = set()
    previous: Block | None = None
    current: Block | None = None
    for sentence in sentences:
        if sentence.block is not current:
            previous, current = current, sentence.block
        if not DIGITS.search(sentence.text):
            continue
        for hit in PHONE.finditer(sentence.text):
            before, after = sentence.text[: hit.start()], sentence.text[hit.end() :]
            if FAX_BEFORE.search(before) or FAX_AFTER.search(after) or PAGER.search(before):
                continue
            digits = re.sub(r"\D", "", re.split(r"(?i)x|ext", hit[0])[0])
            if digits[-10:] in seen or not 9 <= len(digits) <= 15:
                continue
            if elsewhere(sentence.low, sentence.block, hit.start(), previous):
                continue
            seen.add(digits[-10:])
            yield Claim(
                "phones", hit[0], sentence.text, "contacts.phone_shown", hit[0].strip(), sentence.block.order
            )
    for block, first in blocks(sentences):
        for link in block.links:
            if not link.href.lower().startswith("tel:"):
                continue
            digits = re.sub(r"\D", "", unquote(link.href[4:]).split(";")[0])
            if digits[-10:] in seen or len(digits) < 10 or "fax" in link.text.lower():
                continue
            holder = next(
                (s for s in sentences if s.block is block and link.text and link.text in s.text), first
            )
            at = max(holder.text.find(link.text), 0)
            if FAX_BEFORE.search(holder.text[:at]) or elsewhere(holder.low, block, at):
                continue
            seen.add(digits[-10:])
            raw = link.text if link.text and link.text in holder.text else holder.text
            yield Claim("phones", raw, holder.text, "contacts.phone_linked", digits, block.order)


def application(sentences: Sequence[Sentence]) -> Claim | None:
    """The likeliest link to apply by; None where no link says so."""
    best: tuple[int, int] = (0, 0)
    found: Claim | None = None
    for block, first in blocks(sentences):
        for link in block.links:
            if not link.href.startswith(("http://", "https://")):
                continue
            rank = promise(link, block)
            if rank >= 4 and rank > best[0]:
                holder = next(
                    (s for s in sentences if s.block is block and link.text and link.text in s.text), first
                )
                raw = link.text if link.text and link.text in holder.text else holder.text
                best = (rank, block.order)
                found = Claim(
                    "application_url", raw, holder.text, "contacts.apply_link", link.href, block.order
                )
    return found


def promise(link: Link, block: Block) -> int:
    """How surely one applies by this link: 0 (not at all) to about 12."""
    text, href = link.text.lower().strip(), link.href.lower()
    parts = urlsplit(href)
    path = unquote(parts.path)
    around = block.text.lower()
    generic = len(text) < 12 and re.search(r"\bhere\b|\blink\b|\bform\b", text)
    if generic and NOT_HERE.search(around):
        return 0
    if NOT_APPLY.search(text) or href.split("#")[0] == "" or (not text and not APPLY_HREF.search(path)):
        return 0
    rank = 0
    if APPLY_EXACT.match(text):
        rank += 6
    elif APPLY.search(text) and len(text) < 90:
        rank += 4
    if VISITING_SERVICE.search(text) or (VISITING_SERVICE.search(href) and "aamc" in href):
        rank += 5 if "aamc.org" in href else 2
        if re.search(
            r"faq|support|fees?|calendar|tutorial|institutions|policy|immuniz|standardized",
            text + " " + path.rsplit("/", 1)[-1],
        ):
            return 0
    if FORM_HOST.search(href):
        rank += 3
    if APPLY_HREF.search(path.rsplit("/", 1)[-1]) or APPLY_HREF.search(parts.netloc):
        rank += 2
    if rank and DOCUMENT.search(path):
        rank += 1
    if HOW_TO.search(text) and "apply" not in text:
        rank -= 2
    if GETS_BY.search(text) and path_applies(path, parts.netloc) and asked_for(link, around):
        rank += 4
    if not rank:
        return 0
    if FORM_HOST.search(href) and re.search(r"\bappl(?:y|ication|icant)", around):
        rank += 1
    if FORM_HOST.search(href) and re.search(r"\bform\b|here|link|below|survey|questionnaire|request", text):
        rank += 1
    if re.search(r"\bhere\b|\blink\b|\bform\b|\bportal\b", text) and re.search(
        r"\bappl(?:y|ication)", block.text.lower()
    ):
        rank += 3
    return rank


GETS_BY = re.compile(
    r"\b(?:form|packet|application|request|portal|sign-?up|registration|pdf|download|word|here|link|listing|register)\b"
)
WAY_IN = re.compile(
    r"appl(?:y|ication)|request|form|regist|booking|nominat|packet|sign-?up|enrol|reserv|portal|intake"
)
BEFORE_LINK = re.compile(
    r"\b(?:fill(?:ed)? (?:in|out)|complete[sd]?|submit\w*|download|use|put in|send|start|register|enrol?l|apply|reserve|book|sign up|application|form|request|nomination)\b[^.;]{0,60}$"
)


def path_applies(path: str, host: str) -> bool:
    return bool(
        WAY_IN.search(path.rsplit("/", 1)[-1]) or re.match(r"(?:forms?|signup|apply|register|events)\.", host)
    )


def asked_for(link: Link, around: str) -> bool:
    """Is the reader told just before a link to fill in, submit or download what it leads to?"""
    at = around.find(link.text.lower())
    return at >= 0 and bool(BEFORE_LINK.search(around[:at] + " " + link.text.lower()))
