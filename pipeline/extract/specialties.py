"""The specialties that this listing offers: lists of departments, sentences that offer, and the programme's own name.

Lists and offering sentences win; the title speaks only where they are silent. What is refused, demanded as a
prerequisite, or merely mentioned (a doctor's biography, an address, a menu of residencies) is left out.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline import regex as re
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain
from pipeline.specialty import Mention, key, lookup
from pipeline.specialty import find as found_in

THING = (
    r"(?:observerships?|observations?|externships?|rotations?|electives?|clerkships?|sub-?internships?|acting internships?|opportunit(?:y|ies)|"
    r"fellowships?|preceptorships?|positions?|placements?|experiences?|visit(?:s|or|ing|orships?)?|shadow(?:ing)?|programs?|training|"
    r"observers?|internships?|attachments?|grants?|scholarships?|awards?|awardees?|courses?|research|study|studies|areas?|slots?|tracks?|scholars?|project|meetings?)"
)
AREA = r"(?:(?:sub-?)?specialt(?:y|ies)|departments?|divisions?|sections?|disciplines?|fields?|services?|areas?|units?|practices?)"
ANNOUNCES = re.compile(
    rf"\b(?:{AREA}|rotations?|electives?|clerkships?|sub-?internships?|observerships?|externships?|courses?|opportunities|programs? (?:available|offered)|tracks?|offerings?|placements?|sites?|choose|select|available in|offered in)\b"
)
STRONG = re.compile(
    rf"\b(?:following (?:\w+ ){{0,3}}(?:{AREA}|rotations?|electives?|clerkships?|programs?|courses?|areas?)|(?:available|offered|participating|open|clinical|our|elective|select|choose|list of|departmental|by|hosting|host|accepting)(?: \w+){{0,3}} (?:{AREA}|rotations?|electives?|clerkships?|observerships?|externships?|programs?|courses?)|"
    rf"(?:{AREA}|rotations?|electives?|clerkships?|observerships?) (?:include|including|available|offered|are|offering|that|which|accepting|we|for|sections|list)|{AREA}s? of\s*:?$|(?:departments?|divisions?) (?:do|that) |^{AREA}$|^(?:clinical )?(?:rotations?|electives?|observerships?)$|choose your)\b"
)
REJECTS = re.compile(
    r"\b(?:residenc(?:y|ies)|fellowship programs?|conferences?|lectures?|core (?:clerkships?|rotations?|clinical)|completed?|completion|prerequisites?|pre-?requisites?|procedures?|scholarships?|pre-?applications?|department(?:al)? applications?|"
    r"additional application|require[sd]?|requirements?|must|our (?:doctors|physicians|locations|labs)|patients?|related|quick links|testimonials?|feedback|contacts?|coordinators?|news|events|meet (?:our|the)|about us|learn more|see also|committees?|"
    r"^fellowships?$|publications?|benefits|menu|find a|conditions|treatments?|specialties & services|departments (?:&|and) services|alumni|leadership|board)\b"
)
REFUSES = re.compile(
    r"\b(?:(?:do|does|did|is|are|will|can|could|may|has|have)(?: not|n't| no longer)|cannot|can't|won't|unable to|no longer|not (?:available|offered|accept\w*|open|eligible|participating|currently|possible|taken)|unavailable|"
    r"exclud(?:e[sd]?|ing)|ineligible|closed|without (?:openings?|vacanc\w+|places?|room)|no (?:openings?|places|vacancies|slots)|filled (?:through|by|via)|pgy-?\d|except(?:ion|ing|s)?(?: of| for)?|other than|apart from|with the exception of|suspended|no (?:observerships?|electives?|rotations?|opportunities|international|visiting)|neither|nor)\b"
)
OFFER_AGAIN = re.compile(r"\b(?:but|however|although|only (?:in|with|for)|do accept|does accept)\b")
PREREQUISITE = re.compile(
    r"\b(?:complet(?:e|ed|ion|ing)|core|prerequisites?|pre-?requisites?|prior (?:training|experience|clerkship)|finished|basic clerkships|required clerkships|must have (?:had|taken|passed)|successfully|trained|training (?:in|at) .* (?:completed|residency)|"
    r"board[- ](?:certified|eligible)(?: in)?(?: \w+)?$|board[- ]certified (?:in )?(?=$)|certified in|licensed in|residency (?:in|training|program|position|spot|at|application)|residencies|graduate of|professor|director of|chief of|chair(?:man|person)? of|section chief|founded|degree in|master'?s?|phd|m\.?p\.?h\.?|bachelor|"
    r"conferences?|grand rounds|tumor boards?|seminars?|lectures?|journal|publications?|society of|association of|college of|academy of|board of|school of|institute of|american|european|council|journal of|"
    r"score|usmle|exam|feedback|testimonial|appointment|pharmacist|nursing|nurse|dent(?:al|ist)|scholarships? (?:in|for)|students? interested in|patients with|procedures)\b"
)
OFFERS_BEFORE = re.compile(
    rf"\b{THING}\b(?:(?![.;:!?]|\b(?:residency|conference|completed|core)\b).){{0,90}}?\b(?:in|within|with|through|include[sd]?|including|such as|for|of|on|from|by|to|at|are|between|under|like|e\.g\.|namely|following|observe|visit)\b|"
    rf"\b(?:weeks?|months?|blocks?|days?) (?:each )?(?:in|on|of|with)\s+(?:the )?$|\bprecepts?\b(?:(?![.;!?]).){{0,80}}?\b(?:in|within)\b|^\W*(?:offered|available|open|taking (?:students|observers|visitors))(?: \w+){{0,4}}\s*:\s*$|"
    rf"\b{AREA}\b(?:(?![.;!?]|\b(?:contact|call)\b).){{0,60}}?(?:\b(?:include[sd]?|including|of|are|in|such as|like|e\.g\.|namely|offer\w*|available|from|for)\b|:)|"
    rf"\b(?:rotate|rotating|observe|observing|shadow|shadowing|specializ\w+|participate|spend|train|training|work|working|placed|hosted|exposed|exposure|interest(?:ed)?|experience|learn|visit|visitors|study|studying|based|concentrat\w+|focus\w*|practi[cs]ing|faculty member|physicians?|accept\w*|welcom\w*|supervised|clinicians|surgeons?|trainees?|qualified)\b(?:(?![.;:!?]).){{0,80}}?\b(?:in|within|with|through|on|our|by|of|from|for|as|the|to|between|at)\b|"
    rf"\b(?:we offer|offers?|offering|offered|provides?|available|availability|accepts?|welcomes?|hosts?|choose)\b(?:(?![.;!?]).){{0,70}}$"
)
OFFERS_AFTER = re.compile(
    rf"^[\s)]*(?:(?:also|regularly|currently|usually|gladly|will|can|may|each|all|both|generally) )?(?:takes?|accepts?|hosts?|welcomes?|considers?|receives?|admits?|places?) (?!residents|patients|appointments|referrals|insurance)|"
    rf"^[\s)]*(?:\([^)]*\)\s*)?(?:(?:and|or|&|,|/)\s*)?(?:department|division|service|clinic|inpatient|outpatient|clinical|visiting|international|student|medical|consults?|center|section|faculty|research|research|advanced|summer|month|week|\d+-week|resident|annual|global|early career)?s?\s*(?:{THING}|department|division|section|service|physicians|specialists?|practice|clinics?|offers|welcomes|accepts|provides|hosts)\b"
)
TITLED = re.compile(
    rf"\b(?:{THING}|department|division|section|institute|center|visiting|observer|students?|education|fellow)\b"
)
ANY = re.compile(
    r"\b(?:(?:all|any|most|every|almost all|nearly all|virtually all|each)(?: of)?(?: (?:the|our|its|these|those|other|clinical|medical|surgical|major|hospital|participating|inpatient|and|or|non-surgical|available|different))* (?:(?:sub-?)?specialt(?:y|ies)|departments?|divisions?|disciplines?|services|fields of medicine|areas of medicine|clinical areas)|"
    r"(?:specialty|department|field|discipline) of (?:your|their|his|her|the (?:applicant|observer|student)'?s?) (?:choice|interest|choosing)|all (?:medical and surgical|major) (?:sub)?specialties|any of (?:our|the) (?:departments|specialties|divisions)|multi-?specialty)\b"
)
ANY_NOT = re.compile(
    r"\b(?:not|approv\w+|coordinat\w+|residenc\w+|policies|excellence|solicit\w*|by any|fees?|conferences?|patients?|employees|staff|students in|contact|notify|across|throughout|represent\w*|vary|varies|expertise|reviewed|meet|director|stipend|cold|requests? (?:must|to)|all departments (?:must|have|require|at)|permission|consult|do(?:es)? not|prior to|responsible|list of all)\b"
)
ANY_OFFER = re.compile(
    rf"\b(?:{THING}|available|offer\w*|accept\w*|observ\w+|rotat\w+|choose|place\w*|host\w*|open|shadow\w*|welcom\w*|visit\w*)\b"
)
TAIL = re.compile(
    r"\s*(?:\((?:[^()]*\)?)\s*(?:slots?|positions?|spots?|weeks?)?|[-–—:]?\s*\$[\d,.]+.*|\s[-–—]\s[^:]{1,40}:.*|\s*[-–—:|,]\s*(?:contact|coordinator|email|dr\.|phone|tel)\b.*|:\s(?=.*(?:,.*,|@|\d|http|\b(?:MD|DO|PhD)\b)).*|\s*[-–—:|,]\s*[^-–—:|]*(?:@|\d{3}[-.]\d{4}|\b(?:M\.?D\.?|D\.?O\.?|Ph\.?D\.?)\b|[Cc]oordinator).*|\b\d+ (?:slots?|positions?|spots?)\b.*|[-–—]?\s*(?:TBA|tba)\s*|[.,;*†‡]+|\s[-–—]\s*)$"
)
LEADING = re.compile(
    r"^(?:[\d.)•*·\-–—\s]+|[a-z]\)\s+|(?-i:[A-Z]{2,8})[- ]?\d{2,5}[A-Z]{0,2}\b[\s:.\-–—]+|(?=\S*\d)(?-i:[A-Z0-9.#/-]{3,12})[:.]?\s+(?:[-–—]\s*)?|(?:department|division|section|dept\.?) of (?:the )?|"
    r"(?:observer(?:ship)?s?|rotations?|electives?|clerkships?|externships?|sub-?internships?|shadowing|opportunities)(?: opportunities| program)? in (?:the )?)",
    re.I,
)
NAME_END = re.compile(
    r"(?:(?:\s*[-–—:,/])?\s*\(?(?:observerships?|rotations?|electives?|clerkships?|externships?|sub-?internships?|sub-?i\b|acting internships?|department|division|section|program|course|"
    r"description|details|pdf|syllabus|visiting students?|opportunit(?:y|ies)|\d+ weeks?|[A-Z]{2,8}[- ]?\d{3,5}[A-Z]?)\)?)+$",
    re.I,
)
"""What is no part of a specialty's name: cut where the rest is one ("Neurology Elective", "Urology UROL 401")."""
NAME_START = re.compile(
    r"^(?:(?:visiting|acting|student|elective|rotation|clerkship|externship|observership|sub-?internship|internship|course)s?(?: in| of|:| -)?\s+)+",
    re.I,
)
QUALIFIED = re.compile(
    r"^(?:(?:introduction to|general|clinical|advanced|basic)\s+)+",
    re.I,
)
"""Words that make an elective of a specialty and no other specialty: "Introduction to PM&R", "Clinical Dermatology"."""
CONNECT = re.compile(
    r"^[\s,;/&()|•·]*+(?:\b(?:and/or|and|or|as well as|plus|including|the|in)\b[\s,;/&()]*+)*+$"
)
ANCHOR = re.compile(
    r"(?:departments?|divisions?|sections?|specialty|field|services?) of\s+(?:\w+\s+){0,1}$|\b(?:rotations?|electives?|observerships?|clerkships?|externships?|sub-?internships?) in\s+$",
    re.I,
)
OWN_LISTS = frozenset(
    {
        "specialties.listed",
        "specialties.headed",
        "specialties.labelled",
        "specialties.offered",
        "specialties.any",
    }
)
MANY = 4
"""A list of so many names is the whole offer; sentences beside it describe, they do not add."""
LONGEST_NAME = 90
"""Characters; a longer list item is a sentence, not a name."""


def find(section: Section) -> Iterator[Claim]:
    lists = list(listed(section.sentences))
    parts = headed(section.sentences) or following(section.sentences)
    lists += parts
    found = lists
    if len(lists) < MANY:
        below = {claim.value for claim in parts}
        rows = {claim.order for claim in lists}
        rest = [
            sentence
            for sentence in section.sentences
            if not below.intersection(sentence.block.trail)
            and not (sentence.block.kind == "row" and sentence.block.order in rows)
        ]
        found = [*lists, *offered(rest, section.title)]
    if not found:
        found = (
            list(any_department(section.sentences))
            or list(titled(section))
            or list(interested(section))
            or list(topic(section))
        )
    if section.shared and not any(c.rule in OWN_LISTS for c in found):
        shared = list(listed(section.shared, strong_only=True))
        found = shared or found or list(any_department(section.shared))
    seen: set[object] = set()
    for claim in found:
        known = lookup(claim.value)
        same = known.id if known else key(claim.value)
        if same not in seen:
            seen.add(same)
            yield claim


def unknown_names(section: Section) -> Iterator[tuple[str, str]]:
    """Names offered like specialties that the vocabulary lacks, each with its sentence: something for a person to settle."""
    for claim in find(section):
        if claim.value != "any" and lookup(claim.value) is None:
            yield claim.value, claim.quote


def mentions(text: str) -> list[Mention]:
    """The specialties named in `text`, schools of medicine and the like aside."""
    return [m for m in found_in(text) if not (m.loose and school(text, m))]


# Lists ----------------------------------------------------------------------------------------------------------


def listed(sentences: Sequence[Sentence], *, strong_only: bool = False) -> Iterator[Claim]:
    """Names that stand as items, rows or short lines under a heading or lead that announces departments."""
    for group in groups(sentences):
        if not any(found_in(s.text) for s in group) and not KEY.match(
            (group[0].block.trail or ("",))[-1].strip()
        ):
            continue
        labelled = [s for s in group if LABEL.match(s.text)]
        names = [(s, name) for s in labelled or group for name in item_names(s)]
        if not names:
            continue
        announced = "strong" if labelled else announcement(group)
        if announced is None or (strong_only and announced != "strong"):
            continue
        if len(names) == 1 and KEY.match((group[0].block.trail or ("",))[-1].strip()):
            sentence, name = names[0]
            if ANY.search(name.lower()):
                continue  # read as "any" below
            yield Claim(
                "specialties", name, sentence.text, "specialties.labelled", name, sentence.block.order, 2
            )
            continue
        knowing = [len(mentions(name)) > 0 for _, name in names]
        share = sum(knowing) / len(names)
        if announced == "strong":
            accepted = share >= 0.3 and sum(knowing) >= 1
        elif announced == "weak":
            share = sum(covered(name) for _, name in names) / len(names)
            accepted = share >= 0.5 and (share * len(names) >= 3 or all(lookup(name) for _, name in names))
        else:
            accepted = (
                len(names) >= 4 and share >= 0.85 and sum(covered(n) for _, n in names) >= 0.7 * len(names)
            )
        if not accepted:
            continue
        for (sentence, name), known in zip(names, knowing, strict=True):
            if known or (announced == "strong" and share >= 0.5 and title_case(name)):
                yield Claim(
                    "specialties", name, sentence.text, "specialties.listed", name, sentence.block.order, 2
                )


def following(sentences: Sequence[Sentence]) -> list[Claim]:
    """Headings of one level after a heading that announces departments, where a page sets its list in headings."""
    best: list[Claim] = []
    run: list[Claim] = []
    level = 0
    for sentence in sentences:
        block = sentence.block
        if block.kind != "heading" or sentence.index:
            continue
        name = cleaned(sentence.text, sentence.text)
        if level == block.level and name and covered(name):
            run.append(Claim("specialties", name, sentence.text, "specialties.headed", name, block.order, 2))
            best = max(best, run, key=len)
            continue
        run = []
        announces = STRONG.search(sentence.low) or re.match(rf"{AREA}\b", sentence.low)
        level = (
            block.level
            if announces and not REJECTS.search(sentence.low) and not REFUSES.search(sentence.low)
            else 0
        )
    return list(best) if len(best) >= MANY else []


def headed(sentences: Sequence[Sentence]) -> list[Claim]:
    """Sub-headings under a heading that announces departments: each opens the part on one of them."""
    under: dict[tuple[str, ...], list[Sentence]] = {}
    for sentence in sentences:
        block = sentence.block
        if (
            block.kind in ("heading", "control")
            and block.trail
            and sentence.index == 0
            and len(block.text) <= LONGEST_NAME
        ):
            under.setdefault(block.trail, []).append(sentence)
    found: list[Claim] = []
    for group in under.values():
        names = [(s, cleaned(s.text, s.text) or s.text) for s in group]
        knowing = sum(bool(mentions(name)) for _, name in names)
        kind = announcement(group)
        if len(names) >= 2 and (
            (kind == "strong" and knowing >= 0.3 * len(names))
            or (kind == "weak" and knowing >= 0.7 * len(names))
        ):
            found += [
                Claim("specialties", name, s.text, "specialties.headed", name, s.block.order, 2)
                for s, name in names
                if mentions(name) or knowing >= 0.5 * len(names)
            ]
    return found


KEY = re.compile(
    r"(?:host(?:ing)? |sponsoring )?(?:department|division|specialty|section|service)(?:\(s\)|s)?\s*:?$", re.I
)


def groups(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Runs of short blocks under the same heading, of the same kind."""
    run: list[Sentence] = []
    mark: tuple[object, ...] = ()
    for sentence in sentences:
        block = sentence.block
        lines = sentence.text != block.text and not re.search(r"[.!?]\s", block.text)  # broken by <br>
        size = len(sentence.text if lines else block.text)
        if block.kind == "heading" or (block.kind == "paragraph" and size > LONGEST_NAME):
            fits = LABEL.match(sentence.text) is not None
        else:
            fits = block.kind == "row" or size <= LONGEST_NAME * 1.6
        here = (block.trail, block.lead, block.kind)
        if run and (not fits or here != mark):
            yield run
            run = []
        if fits and (sentence.index == 0 or lines):
            run.append(sentence)
            mark = here
    if run:
        yield run


COLUMN = re.compile(
    r"specialt|department|rotation|elective|division|service|course|section|program|clerkship|discipline"
)
OWN_COLUMN = re.compile(r"(?:elective|rotation|course|clerkship)(?:'?s)?(?: (?:name|title))?\W*$|^title$")
"""The column of the electives' own names, where another one names the departments."""
LABEL = re.compile(
    rf"(?:(?:clinical|available|participating|host(?:ing)?|offered|medical) )*{AREA}(?: (?:offered|available|include|included|name|list|and electives))?\s*[:\-–—]\s*",
    re.I,
)
SHORT_LABEL = re.compile(
    r"(?:Available|Offered|Open|Choose from|Options|Currently)\s*(?:\w+\s)?[:\-–—]\s*(?=[^:]*,[^:]*,)", re.I
)
NOT_A_NAME = re.compile(
    r"[.!?]\s|\b(?:is|are|will|must|please|contact|click|your|you|we|our|of institution|name of|dates?)\b"
)


def item_names(sentence: Sentence) -> Iterator[str]:
    """The names that one list item, row or short line carries: mostly one, or several in a line."""
    if REFUSES.search(sentence.low):
        return
    block = sentence.block
    if block.cells:
        named_columns = [
            (header.lower(), cell)
            for header, cell in block.cells
            if COLUMN.search(header.lower()) or OWN_COLUMN.search(header.lower())
        ]
        own = [cell for header, cell in named_columns if OWN_COLUMN.search(header)]
        cells = (own or [cell for _, cell in named_columns])[:1] or (
            [cell for _, cell in block.cells] if not block.cells[0][0] else [block.cells[0][1]]
        )
        for cell in cells:
            named = list(split_names(cell, sentence.text))
            if len(cells) == 1 or (named and all(covered(name) for name in named)):
                yield from named
        return
    label = LABEL.match(sentence.text) or SHORT_LABEL.match(sentence.text)
    yield from split_names(sentence.text[label.end() :] if label else sentence.text, sentence.text)


def split_names(printed: str, text: str) -> Iterator[str]:
    """One name, or the several that stand in a line with commas, bars, or nothing but blanks between them."""
    name = cleaned(printed, text)
    if name and lookup(name):
        yield name
        return
    found = mentions(printed)
    if len(found) > 1 and not re.search(r"[.!?]\s+[A-Z]", printed):
        gaps = [printed[a.end : b.start] for a, b in itertools.pairwise(found)]
        joined = (
            all(CONNECT.fullmatch(gap) for gap in gaps)
            and len(printed) <= 1.15 * (found[-1].end - found[0].start) + 6
        )
        if joined and (
            any(re.search(r"[,;|•·]", gap) for gap in gaps)
            or (sum(not m.loose for m in found) > 2 and all(gap == " " for gap in gaps))
        ):
            yield from (printed[m.start : m.end] for m in found)
            return
    pieces = [piece for piece in re.split(r"\s*[;|•·]\s*|,\s+(?:and\s+)?", printed) if piece.strip()]
    if len(pieces) >= 3 and sum(covered(piece) for piece in pieces) >= 0.6 * len(pieces):
        yield from (clean for piece in pieces if (clean := cleaned(piece, text)))
        return
    if name and not NOT_A_NAME.search(name.lower()):
        yield name


LONGEST_LINE = 200


def cleaned(printed: str, text: str) -> str | None:
    """The bare name inside an item: numbering, prices, slots and places after a dash are cut; None where too long."""
    if len(printed) > LONGEST_LINE:
        return None
    name = printed.strip()
    name = LEADING.sub("", name).strip()
    for _ in range(3):
        shorter = TAIL.sub("", name).strip()
        if shorter == name or not shorter:
            break
        name = shorter
    plainer = NAME_START.sub("", NAME_END.sub("", name)).strip()
    if plainer and lookup(plainer) is None:
        plainer = QUALIFIED.sub("", plainer)
    if plainer and lookup(plainer) and not all(m.loose for m in mentions(plainer)):
        name = plainer
    if (
        not 2 <= len(name) <= LONGEST_NAME
        or len(name.split()) > 11
        or name not in text
        or not re.search(r"[A-Za-z]{2}", name)
    ):
        return None
    return name


def covered(name: str) -> bool:
    """Is a name, save for a word or two, a known specialty?"""
    words = len(key(name))
    known = sum(len(key(name[m.start : m.end])) for m in mentions(name))
    return bool(words) and known / words >= 0.6


def title_case(name: str) -> bool:
    words = [w for w in re.findall(r"[A-Za-z][\w'’-]*", name) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def announcement(group: Sequence[Sentence]) -> str | None:
    """How surely the words above a list announce departments: strong, weak, "" (nothing said), None (they forbid it)."""
    block = group[0].block
    if any(
        COLUMN.search(header.lower()) or OWN_COLUMN.search(header.lower())
        for header, _ in group[-1].block.cells[:1]
        if header
    ):
        return "strong"
    above = [block.lead] if block.lead else []
    above += list(reversed(block.trail[-2:]))
    best = ""
    for index, words in enumerate(above):
        low = plain(words)
        if REFUSES.search(low) and not OFFER_AGAIN.search(low):
            return None
        if REJECTS.search(low):
            if index == 0:
                return None
            break
        if STRONG.search(low):
            return "strong"
        if ANNOUNCES.search(low):
            best = best or "weak"
    return best


# Prose ----------------------------------------------------------------------------------------------------------


def offered(sentences: Sequence[Sentence], title: str = "") -> Iterator[Claim]:
    """Names in sentences that offer something in them."""
    for sentence in sentences:
        found = mentions(sentence.text)
        if not found or sentence.block.kind == "heading" or sentence.low.endswith("?"):
            continue
        if contact_line(sentence) or quoted(sentence):
            continue
        if len(found) > 2 and alone(sentence, found) and re.search("[,;|•]", sentence.text):
            if offers(sentence, found, title):
                for name in pieces(sentence.text, found):
                    order = sentence.block.order
                    yield Claim("specialties", name, sentence.text, "specialties.offered", name, order, 1)
            continue
        for run in enumerations(found, sentence):
            if offers(sentence, run, title):
                for mention in run:
                    printed = name_as_printed(sentence.text, mention)
                    value = mention.specialty.name if printed.lower() in ADJECTIVES else printed
                    yield Claim(
                        "specialties",
                        printed,
                        sentence.text,
                        "specialties.offered",
                        value,
                        sentence.block.order,
                        1,
                    )


def enumerations(found: Sequence[Mention], sentence: Sentence) -> Iterator[list[Mention]]:
    """Mentions joined by commas and conjunctions; a loose name counts only beside a firm one, or after "department of"."""
    text = sentence.text
    run: list[Mention] = []
    runs: list[list[Mention]] = []
    for mention in found:
        gap = PARENTHESIS.sub(" ", text[run[-1].end : mention.start]) if run else ""
        turns = ";" in gap and len(run) > 1 and ";" not in text[run[0].start : run[-1].end]
        if run and not turns and CONNECT.match(gap):
            run.append(mention)
        else:
            run = [mention]
            runs.append(run)
    for run in runs:
        if any(not m.loose for m in run) and (len(run) > 1 or not run[0].loose):
            yield [m for m in run if not (m.loose and school(text, m))]
        elif (
            ANCHOR.search(text[: run[0].start])
            or (run[0].start == 0 and TAKES.match(sentence.low, run[-1].end))
        ) and not school(text, run[0]):
            yield run


TAKES = re.compile(
    r"\s+(?:\w+ly )?(?:takes?|accepts?|hosts?|welcomes?|considers?) (?:an?|one|two|observers?|visit\w+|students?)\b"
)
PARENTHESIS = re.compile(r"\([^()]{0,40}\)")


def school(text: str, mention: Mention) -> bool:
    return bool(
        re.search(
            r"(?:School|College|Faculty|Institute|Doctor|Bachelor|Doctors) of (?:Osteopathic )?$",
            text[: mention.start],
        )
    )


def name_as_printed(text: str, mention: Mention) -> str:
    return text[mention.start : mention.end]


OPPORTUNITY = re.compile(
    r"observ(?:er|ing|ation|e\b)|extern|rotat|elective|clerkship|intern(?:s|ship)|shadow|precept|fellow|award|grant|scholar|visit|\bimgs?\b|attachment|placement|"
    r"trainee|medical student|applicant|international (?:medical|physician|doctor|student)|opportunit|research (?:position|experience)"
)


def offers(sentence: Sentence, run: Sequence[Mention], title: str = "") -> bool:
    """Does the clause around these names offer them?"""
    if not run:
        return False
    low = sentence.low
    start, end = run[0].start, run[-1].end
    before = re.split(r"(?<=[.;!?])\s", low[:start])[-1]
    after = low[end : end + 60]
    lead = plain(sentence.block.lead)
    heading = plain(sentence.block.trail[-1]) if sentence.block.trail else ""
    governing = before + " " + re.split(r"[.;]", low[end:])[0]
    named = lead or heading if sentence.block.kind != "item" else f"{lead} {heading} {title}"
    refusal = REFUSED_LIST.search(low[:start])
    if refusal and not OFFER_AGAIN.search(low[refusal.end() : start]):
        return False
    if alone(sentence, run, f"{heading} {title.lower()}") and not any(
        REFUSES.search(text) or REJECTS.search(text) for text in (lead or heading, low[:start])
    ):
        return True
    if not OPPORTUNITY.search(low) and not OPPORTUNITY.search(named.lower()):
        return False
    if re.search(r"\bspecific department|\bi\.?e\.?\W", before):
        return False
    if CARE.search(low) and not OPPORTUNITY.search(low):
        return False
    refused = list(REFUSES.finditer(before))
    if refused and not OFFER_AGAIN.search(before[refused[-1].end() :]):
        return False
    if (
        REFUSES.search(re.split(r"[.;]|\bbut\b|, (?!which|that|who)", after)[0][:45])
        or (lead and REFUSES.search(lead))
        or (heading and REFUSES.search(heading))
    ):
        return False
    if re.search(r"\b(?:sf match|nrmp|the match)\b", low):
        return False
    if SPEAKERS.search(heading) or (re.search(r"\ban? $", before) and not OFFERS_AFTER.search(low[end:])):
        return False
    if PREREQUISITE.search(before[-120:]) or PREREQUISITE.search(after[:25]):
        return False
    if lead and re.search(r"\b(?:completed?|core|prerequisites?|residency|objectives?)\b", lead):
        return False
    if sentence.block.kind == "item" and REJECTS.search(heading):
        return False
    if STUFF.match(low[end:]):
        return False
    if OFFERS_AFTER.search(low[end:]) and not re.search(
        r"residen|conference|program director", low[end : end + 40]
    ):
        return True
    if OFFERS_BEFORE.search(before) and not re.search(r"\b(?:residents?|residency)\b", governing[-80:]):
        return True
    return len(run) >= 3 and bool(ANNOUNCES.search(low))


REFUSED_LIST = re.compile(rf"{REFUSES.pattern}[^.:]{{0,80}}:")
"""A refusal before a colon holds for the whole list that follows."""


def alone(sentence: Sentence, run: Sequence[Mention], context: str = "") -> bool:
    """Is a sentence hardly more than a list of names: three or more, or two where an opportunity is named above?"""
    if sentence.block.kind == "heading":
        return False
    bare = PARENTHESIS.sub("", sentence.text)
    label, colon, rest = bare.rpartition(":")
    bare = rest if colon and len(label.split()) <= 8 else bare
    words = len([w for w in WORDS.findall(bare) if w.lower() not in JOINERS])
    found = mentions(bare)
    known = sum(
        len([w for w in WORDS.findall(bare[m.start : m.end]) if w.lower() not in JOINERS]) for m in found
    )
    if len(found) >= 3:
        return words - known <= 4 or known >= 0.7 * words
    return len(found) == 2 and words == known and bool(OPPORTUNITY.search(context))


WORDS = re.compile(r"[^\W_]+")
JOINERS = frozenset({"and", "or", "of", "the", "in"})


def pieces(text: str, found: Sequence[Mention]) -> Iterator[str]:
    """The names of a line that is a list, those that the vocabulary lacks or knows only in part as they are printed."""
    start = text.rfind(":", 0, found[0].start) + 1
    if not start and not text[: found[0].start].strip().istitle():
        start = found[0].start
    last = re.split(r"[,;|•·]", PARENTHESIS.sub("", text[start:]))
    for index, part in enumerate(last):
        name = re.sub(r"^\s*(?:and|or)\s+", "", part).strip(" .")
        inside = mentions(name)
        short = name in text and title_case(name) and len(name.split()) <= 4
        if lookup(name) and name in text:
            yield name
        elif inside and not (short and all(m.loose for m in inside)):
            yield from (name[m.start : m.end] for m in inside)
        elif short and (inside or 0 < index < len(last) - 1):
            yield name


ADJECTIVES = frozenset(
    {
        "pediatric",
        "paediatric",
        "orthopedic",
        "orthopaedic",
        "obstetric",
        "geriatric",
        "cardiothoracic",
        "surgical",
    }
)
"""Words that stand for a specialty only beside a noun; the listing takes the specialty's own name."""


STUFF = re.compile(
    r"[\s-]*(?:data|images?|studies|reports?|results|department head|residents?|residency|cases|patients?|diseases?|rounds|conferences?|boards?|pharmac|nurs|staff|lab\\b|scans?|centers of|appointments?)"
)


CARE = re.compile(
    r"\b(?:patients?|care for|treat\w*|ranked|award-winning|nationally|comprehensive (?:care|services))\b"
)
SPEAKERS = re.compile(r"testimonial|feedback|what (?:our|students|people)|\bsay\b|stories|meet ")


def contact_line(sentence: Sentence) -> bool:
    """An address or signature: names in it say where a person sits, not what is offered."""
    return bool(
        re.search(
            r"@|\b\d{3}[-.\s]\d{4}\b|\b[A-Z]{2} \d{5}\b|\bfax\b|\bsuite \d|\b(?:MD|DO|PhD|MPH|FACP|FACS)\b,|, (?:MD|M\.D\.|DO|PhD)\b",
            sentence.text,
        )
    )


def quoted(sentence: Sentence) -> bool:
    """A testimonial or a biography."""
    return bool(
        re.match(r"[\"“]", sentence.text)
        or re.search(
            r"\b(?:dr\.|he is|she is|his|her|my|i (?:had|was|am|would)|attending was|rated \d)\b",
            sentence.low,
        )
    )


def any_department(sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """ "any" where the page says all, any or most departments."""
    for sentence in sentences:
        low = sentence.low
        if (
            "special" not in low
            and "depart" not in low
            and "division" not in low
            and "disciplin" not in low
            and "services" not in low
            and "areas of" not in low
        ):
            continue
        for hit in ANY.finditer(low):
            near = low[max(0, hit.start() - 110) : hit.end() + 60]
            if ANY_NOT.search(near) or not ANY_OFFER.search(near) or low.endswith("?"):
                continue
            raw = sentence.text[hit.start() : hit.end()]
            yield Claim("specialties", raw, sentence.text, "specialties.any", "any", sentence.block.order, 1)
            return


# Titles -------------------------------------------------------------------------------------------------------


def titled(section: Section) -> Iterator[Claim]:
    """The specialty in the programme's own name, or in the heading of the site it stands on."""
    if not section.sentences:
        return
    for title in (section.title, section.page_title):
        found = [
            m
            for m in mentions(title)
            if not m.loose or ANCHOR.search(title[: m.start]) or len(key(title)) <= 4
        ]
        found = [m for m in found if not school(title, m)]
        if not found or not TITLED.search(title.lower()):
            continue
        if re.search(r"residenc|\bphysician assistant\b", title.lower()):
            continue
        claims = []
        for mention in found:
            raw = title[mention.start : mention.end]
            holder = next((s for s in section.sentences if raw in s.text), None) or next(
                (s for s in section.shared if raw in s.text), None
            )
            if holder:
                claims.append(
                    Claim("specialties", raw, holder.text, "specialties.titled", raw, holder.block.order, 0)
                )
        if claims:
            yield from claims
            return


MONEY = re.compile(r"\b(?:award|grant|scholarship|fellowship|prize|bursar)", re.I)
PERSON = re.compile(
    r"\b(?:(?P<stem>[a-z-]{4,}(?:olog|iatr))(?:ists?|icians?)|(?P<kind>(?:[a-z]+ )?[a-z]+) surgeons?|(?P<doctor>family|emergency|critical care|rehabilitation) (?:physicians?|doctors?)|"
    r"(?P<other>neurosurgeons?|internists?|hospitalists?|intensivists?|obstetricians?|an(?:a?)esthetists?|orthopa?edists?|physiatrists?))\b"
)
OTHERS = {
    "neurosurgeon": "Neurosurgery",
    "internist": "Internal Medicine",
    "hospitalist": "Hospital Medicine",
    "intensivist": "Critical Care Medicine",
    "obstetrician": "Obstetrics and Gynecology",
    "anesthetist": "Anesthesiology",
    "anaesthetist": "Anesthesiology",
    "orthopedist": "Orthopaedic Surgery",
    "orthopaedist": "Orthopaedic Surgery",
    "physiatrist": "Physical Medicine and Rehabilitation",
}
"""What people of a specialty are called where the name says it in another way."""
DOCTORS = {
    "family": "Family Medicine",
    "emergency": "Emergency Medicine",
    "critical care": "Critical Care Medicine",
    "rehabilitation": "Physical Medicine and Rehabilitation",
}


GENERIC = frozenset({"medicine", "surgery", "medical", "im", "research"})
"""Words of an address that name no specialty of the page's own."""


def people(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """The specialties of the people that a sentence names ("hand surgeons", "nephrologists"), with their places."""
    low = sentence.low
    if "ist" not in low and "surgeon" not in low and "ician" not in low and "doctor" not in low:
        return
    for hit in PERSON.finditer(low):
        if hit["stem"]:
            stem = hit["stem"]
            names: tuple[str, ...] = (f"{stem}y", f"{stem}ics", f"{stem}ic medicine")
        elif hit["kind"]:
            if re.search(r"\b(?:the|an?|of|and|or|our|your|other|by|with|for)$", hit["kind"]):
                continue
            names = (f"{hit['kind']} surgery", f"{hit['kind'].split()[-1]} surgery")
        elif hit["doctor"]:
            names = (DOCTORS[hit["doctor"]],)
        else:
            names = (OTHERS[hit["other"].removesuffix("s")],)
        known = next((found for name in names if (found := lookup(name))), None)
        if known:
            yield known.name, hit.start(), hit.end()


def topic(section: Section) -> Iterator[Claim]:
    """The field that a page speaks of again and again, and no other: a department's, a clinic's, a society's."""
    count: Counter[str] = Counter()
    first: dict[str, tuple[str, str, Sentence]] = {}
    sited = {
        known.id
        for word in re.split(r"[./]", section.url.lower())[2:8]
        if word and word not in GENERIC and (known := lookup(word.replace("-", " ")))
    }
    award = bool(MONEY.search(f"{section.title} {section.type_hint or ''}"))
    for sentence in (*section.sentences, *section.shared):
        if not award and (contact_line(sentence) or REFUSES.search(sentence.low)):
            continue
        weight = 2 if sentence.block.kind == "heading" and sentence.block.level <= 2 else 1
        for mention in mentions(sentence.text):
            raw = sentence.text[mention.start : mention.end]
            if mention.loose and not (
                mention.specialty.id in sited
                or (sentence.block.kind == "heading" and raw.isupper() and len(raw) > 1)
            ):
                continue
            before = sentence.low[: mention.start]
            if not award and PREREQUISITE.search(before[-60:]) and sentence.block.kind != "heading":
                continue
            count[mention.specialty.id] += weight
            name = mention.specialty.name if raw.lower() in ADJECTIVES or mention.loose else raw
            first.setdefault(mention.specialty.id, (raw, name, sentence))
        for name, start, end in people(sentence):
            known = lookup(name)
            if known:
                count[known.id] += weight
                first.setdefault(known.id, (sentence.text[start:end], name, sentence))
    for identifier in sited & count.keys():
        count[identifier] += 1
    ranked = count.most_common(4)
    if not ranked or (ranked[0][1] < 2 and not (award and len(ranked) == 1)):
        return
    if not award and 3 * ranked[0][1] < 2 * sum(count.values()):
        return
    for identifier, times in ranked if award else ranked[:1]:
        if times * 2 > ranked[0][1] and (
            times >= 2 or (len(ranked) == 1 and first[identifier][2].text.count(",") < 3)
        ):
            raw, name, sentence = first[identifier]
            yield Claim("specialties", raw, sentence.text, "specialties.topic", name, sentence.block.order, 0)


INTEREST = re.compile(
    r"\b(?:interest(?:ed)? in|career(?:s)? in|pursu\w+|field of|specialty of|trainees? in|specialists? in|physicians in|training in|department of|division of|departments? of)\b[^.;]{0,40}$"
)


def interested(section: Section) -> Iterator[Claim]:
    """ "For students who want a career in X", or the department that speaks: the last resort."""
    for sentence in section.sentences:
        for mention in mentions(sentence.text):
            if mention.loose or contact_line(sentence) or quoted(sentence):
                continue
            before = sentence.low[: mention.start]
            if (
                INTEREST.search(before)
                and not REFUSES.search(before)
                and not re.search(r"residency in|board|completed|core", before[-80:])
            ):
                raw = name_as_printed(sentence.text, mention)
                yield Claim(
                    "specialties", raw, sentence.text, "specialties.interest", raw, sentence.block.order, 0
                )
                return
