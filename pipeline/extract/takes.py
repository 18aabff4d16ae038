"""What one sentence does with the people that it names, read with its headings, its lead, its label and its question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract.eligible import (
    CONDITIONAL,
    FIRST,
    HOLDS_DEGREE,
    LIMITS,
    limits,
    of_one_region,
    of_residents,
)
from pipeline.extract.findings import Evidence, Findings, note
from pipeline.extract.people import Party, Person, country, parties
from pipeline.extract.stance import (
    DENIES,
    OTHER_THINGS,
    QUESTION_NO,
    QUESTION_YES,
    RECEIVES,
    REFUSING_HEADING,
    TAKE,
    WELCOMING_HEADING,
    Stance,
    Verb,
    Verdict,
    clause,
    verbs,
    verdict,
)
from pipeline.model import Section, Sentence

EXCEPTED_SCHOOLS = re.compile(
    r"(?:except\w*|unless|other than)\b(?![^.;]{0,40}(?:lcme|canad|u\.s\.|u~|coca|accredited))[^.;]{0,80}(?:universi\w+|college|exchange|institut\w+|academy|schools? (?:with|that|which))"
)
NOT_LCME = re.compile(r"non-(?:lcme|accredited)")
"""Schools of osteopathy are among these: an exception by name may be at home."""
EXCEPTION = re.compile(
    r"\bexcept|\bexception|\bunless\b|\bhowever\b|special (?:affiliation|agreement|arrangement)|other than|\bonly (?:if|when)\b|rare(?:ly)? "
)
POINTER = re.compile(
    r"\b(?:see|visit|refer|click|go to|consult|find|contact|review|check|follow|read|guidelines for|information for|find our information)\b"
)
WE_TAKE = re.compile(
    r"\b(?:observership|externship|elective|clerkship|shadowing|rotation|observer|visitor|program|opportunit|application|experience|internship|student|request)\w*"
)
REFUSAL = re.compile(
    r"\b(?:do|does|did|is|are|can|will|may|has|have)(?: not|n't| no longer)(?: (?:currently|presently|able to|be|at this time|generally|longer|typically))* (?:accept|offer|host|provid|consider|accommodat|tak|support|allow|permit|open|available|eligible|have|sponsor|arrang)\w*"
    r"|\b(?:cannot|unable to|no longer) (?:accept|offer|host|provide|consider|accommodate|take|support|allow|accepting|offering)|not (?:currently |presently )?(?:accepting|offering|available|open|offered|accepted)"
)
LABEL = re.compile(r"^[\w ,/&()]{0,28}:(?!//)")
DESCRIBED_LABEL = re.compile(
    r"^,? (?:who|that|wishing|seeking|looking|hoping|interested|wanting|without|from|of|at|in)\b[\w ,/&()'.\-~]{0,70}:(?!//)"
)
"""People with a description, as a label ("Graduates who want to observe: we have no places")."""
LABEL_REFUSED = re.compile(
    rf": [^.;]{{0,70}}\b(?:{DENIES}|unable to|not able to|no longer)(?: (?:be|currently|presently|able to|yet))* (?:{TAKE}|eligible|allowed|permitted|available)\b"
)
LABEL_DOUBTED = re.compile(
    r"\b(?:but|sorry|unfortunately|regret|not|cannot|none|nobody|never|until|wait|elsewhere)\b|n't\b|: no\b"
)
LABEL_ELSEWHERE = re.compile(
    r"^[\w ,/&()]{0,28}:(?!//) [^.;]{0,60}(?:@|\bsee\b|\bvisit\b|\bcontact\b|\bcall\b|\bask\b|\bgo to\b|described (?:on|at|under)|\belsewhere\b|\bhandled by\b|\brun by\b|(?:on|at) the [\w ]{2,30} (?:pages?|site|website|office)\b|\d{3}[-. ]\d{4})"
)
THESE_MAY = re.compile(
    r"\b(?:may|can)(?:not| not)? (?:apply|participate|observe|rotate|request|take part|attend|come|use|be (?:accepted|considered|hosted))(?: [\w\-]+){0,5}\W*:\W*(?:\d{1,2}[.)] )?(?:an? |any |all |\w+ )?$|\bare (?:not )?(?:eligible|accepted|welcome|considered)(?: to \w+)?\W*:\W*(?:\d{1,2}[.)] )?(?:an? |any |all |\w+ )?$"
)
"""What stands before the first of those who may come ("The following may apply: 1. ...")."""
AFTER_LABEL = re.compile(
    r"^[\w ,/&()\-]{3,45}: (?:this experience is |it is |open )?(?:for )?(?:an? |any |the |all |currently |current )?(?:[\w\-]+ ){0,2}$"
)
PARTICIPANTS = re.compile(
    r"^\W*(?:(?:categor(?:y|ies)|type|group|tier|class|level|track|path|option) (?:[0-9]{1,2}|[ivx]{1,4}|[a-f])\b\W*|[0-9a-f]{1,2}[.)] |(?:clinical |paediatric |pediatric )?(?:\w+(?:ology|iatric|iatry|iatrics|surgery|surgical|medicine|anesthesia)) )?(?:all |visiting |external |interested |potential |selected |currently |an? |any |other |be |international |foreign |overseas |domestic |u\.s\. |u~ |american |canadian |qualified |current |enrolled |licensed |senior |recent |(?:final|fourth|third)[- ]year |must |also |both |medical |\d(?:st|nd|rd|th)(?:[- ]year)? |year |years |and |or |/ ?|& |clinical |osteopathic |allopathic |\(?(?:do|md|m\.d\.|d\.o\.)\)? |first|second|third|fourth|fifth|sixth|final|last|[-,] ?)*$"
)
STILL_STUDENT = re.compile(
    r"^\W*still in|\b(?:still|currently|presently) (?:in|at|enrolled in|attending|studying)\b[\w ]{0,20}(?:school|medicine|college|university)|\bam (?:an? )?(?:\w+ ){0,3}student"
)
REFUSES_YOU = re.compile(
    r"\b(?:can't|cannot|can not|do not|don't|unable to|not able to|won't|will not) (?:\w+ ){0,2}(?:take|accept|host|place|consider|accommodate|enroll|enrol|onboard|admit) (?:you|them|these|such|people|anyone|students|graduates)\b|\bhave to wait\b|\bcome back (?:once|when|with|after)\b"
)
ARE_YOU = re.compile(r"^\W*are you (?:an? |currently |already )")
FOR_YOU = re.compile(
    r"\bfor you\b|\b(?:places?|pairs?|match(?:es)?|gives?|offers?|lets?|helps?|puts?|prepares?) you\b|\bapply\b|\bjoin us\b|\bwelcome\b|\bwe (?:can )?(?:offer|help|have|place|invite)\b"
)
ELIGIBILITY_QUESTION = re.compile(
    r"\b(?:eligib|apply|accept|rotate|offer|allow|participate|observe|shadow|take|host|available|open to|qualify|able to|do you have|are there|can i|may i|am i|considered|welcome|come)\w*"
)
QUESTION_OTHER = re.compile(
    r"\b(?:housing|visas?|letters?|lor|certificate|credit|insurance|stipend|paid|salary|fees?|cost|parking|waive|scholarship|badge|access|transfer|extend|deferr|evaluation|dress|bring|malpractice|travel|deadline)\b"
)
CREDIT = re.compile(
    r"^[\w ,()]{0,30}(?:for (?:elective|academic|course|school)? ?credit|to obtain (?:elective|academic|course)|seeking (?:elective|academic) credit)"
)
LEAD = 170


def people(
    findings: Findings, section: Section, sentence: Sentence, low: str, question: str, introduction: str
) -> None:
    block = sentence.block
    if (
        question
        and (ARE_YOU.match(question) or not QUESTION_OTHER.search(question))
        and (
            ELIGIBILITY_QUESTION.search(question)
            or STILL_STUDENT.search(question)
            or HOLDS_DEGREE.search(question)
            or ARE_YOU.match(question)
        )
    ):
        answer(findings, sentence, low, question)
    lead = ""
    if block.kind in ("item", "row") and block.lead and sentence.index == 0:
        lead = country(block.lead, block.lead.lower())[-LEAD:].rstrip(" :") + " "
    text = lead + low
    named = parties(text)
    if not named:
        subject_of_heading(findings, section, sentence, low)
        return
    found = verbs(text, max(0, named[0].start - 260), named[-1].end + 260)
    heading = block.trail[-1].lower() if block.trail else ""
    if introduction and (block.kind in ("item", "row", "term") or not WELCOMING_HEADING.search(heading)):
        heading = introduction
    if OF_COURSES.search(low):
        return
    conditional = "if " in low and bool(CONDITIONAL.search(low))
    past = bool(PAST.search(low))
    previous: Stance = ""
    before: Party | None = None
    before_weight = 3
    for party in named:
        if party.start < len(lead):
            continue
        here = party.start - len(lead)
        told = verdict(text, party, named, found)
        stance, weight = told.stance, 3
        rest = text[party.end :]
        if CREDIT.match(rest) or FOR_A_PAPER.match(rest) or WILLING.match(rest):
            continue
        if OWED_BY.search(text[: party.start]) and not ASKS_WHO.search(lead or heading):
            continue
        if party.named("graduate") and OUR_OWN.search(text[party.start : party.end + 25]):
            continue
        if of_own_school(section, sentence, party, here) or RECEIVES.search(text[: party.start]):
            continue
        under_refusal = (
            stance in ("offer", "only", "")
            and here < FIRST
            and block.kind != "heading"
            and (REFUSING_HEADING.search(heading) or (lead and REFUSING_HEADING.search(lead)))
        )
        if under_refusal or label_refused(rest):
            stance, weight = "refuse", 3
        elif stance != "refuse" and LABEL_ELSEWHERE.match(rest):
            stance = "elsewhere"
        elif stance == "elsewhere" and THEY_CANNOT.search(rest):
            stance = "refuse"
        elif (stance == "refuse" and NOT_TO_THEM.match(low) and rest.startswith(": ")) or (
            not stance and LABEL.match(rest) and LABEL_DOUBTED.search(rest[:140])
        ):
            stance = ""
        elif (
            not stance
            and here < 2 * FIRST
            and WELCOMING_HEADING.search(lead or heading)
            and PARTICIPANTS.match(low[:here])
        ):
            next_ = min((p.start for p in named if p.start >= party.end), default=len(text))
            denied = any(
                v.stance == "refuse" and not v.forward and party.end <= v.start < next_ for v in found
            )
            stance, weight = ("refuse", 3) if denied else ("offer", 2)
        elif (
            not stance and here < FIRST and PARTICIPANTS.match(low[:here]) and same_kind(introduction, party)
        ):
            stance, weight = "offer", 2
        elif not stance and for_them(text, party):
            stance, weight = "offer", 3
        elif not stance and block.cells and PARTICIPANTS.match(low[:here]):
            stance, weight = "offer", 1
        elif not stance and THESE_MAY.search(low[:here]):
            stance, weight = ("refuse", 3) if NEGATION.search(low[:here]) else ("offer", 2)
        elif (not stance and row_label(sentence, here)) or (
            not stance and AFTER_LABEL.search(low[:here]) and not NEGATION.search(low[:here])
        ):
            stance, weight = "offer", 2
        elif not stance and named[-1] is not party and LABEL.match(low[here + party.end - party.start :]):
            continue
        elif (
            not stance
            and here < 25
            and PARTICIPANTS.match(low[:here])
            and LABEL.match(low[here + party.end - party.start :])
        ):
            stance, weight = "offer", 2
        elif (
            stance == "offer"
            and conditional
            and POINTER.search(low)
            and not re.search(r"please apply|may apply", low)
        ):
            stance = "elsewhere"
        if (
            not stance
            and not found
            and section.type_hint in ("award", "fellowship")
            and block.kind != "heading"
            and party.named("student")
            and PARTICIPANTS.match(low[:here])
            and len(low) < 170
        ):
            stance, weight = "offer", 1
        if (
            not stance
            and previous in ("offer", "only", "refuse")
            and (before_is_joined(text, party) or enumerated(text, before, party, found))
        ):
            stance, weight = previous, before_weight
        if stance in ("offer", "refuse") and shadowed(text, party):
            stance = ""
        if stance == "offer" and (
            hosting(section, text, party, told)
            if weight == 3
            else block.kind == "paragraph" and of_the_fellowship(section, text, party)
        ):
            stance = ""
        if party.named("graduate") or party.named("physician"):
            stance = doubted(text, party, stance)
        previous, before, before_weight = stance, party, weight
        if stance in ("", "elsewhere") or (stance == "offer" and past):
            continue
        if block.kind == "heading":
            if sentence.text != section.title and stance in ("offer", "only") and not party.named("graduate"):
                continue
            weight = 2
        excepted = (
            stance == "refuse"
            and bool(EXCEPTION.search(text[party.end :]))
            and bool(
                LIMITS.search(text[party.end :])
                or (
                    EXCEPTED_SCHOOLS.search(text[party.end :])
                    and not NOT_LCME.search(text[party.start : party.end + 40])
                )
            )
        )
        described = text[party.end : party.end + 120]
        limited = stance in ("offer", "only") and of_one_region(low, text[party.end : party.end + 90])
        limited = limited or (
            stance in ("offer", "only")
            and party.people[0].group in ("graduate", "physician")
            and of_residents(low) is not None
        )
        limited = limited or (
            stance in ("offer", "only")
            and limits(low) is not None
            and bool(
                re.search(
                    r"\bonly\b|must|require|limited to|following|unless|selected|pre-?selected|exclusively|sponsored|\bif (?:their|your|the|his or her) (?:\w+ )?(?:schools?|universit|institution|college)",
                    low,
                )
                or (
                    re.match(r"[\w ]{0,25}\b(?:from|at|of|with|whose|that|who|enrolled)\b", described)
                    and limits(described)
                    and not re.search(r"must be|at least|days|weeks|prior to|before", described)
                )
            )
        )
        limited = limited or (
            stance in ("offer", "only")
            and party.people[0].group == "graduate"
            and bool(ONLY_WORD.search(low))
            and bool(ONE_SCHOOL.search(sentence.text[max(0, here) :]))
        )
        defines = stance == "only" or (
            stance == "offer"
            and block.kind != "heading"
            and bool(
                weight == 2
                or defining(text, told, party)
                or row_label(sentence, here)
                or (here < 30 and len(named) == 1 and they_may(text, party))
            )
        )
        for person in party.people:
            raw = text[person.start : person.end]
            start = person.start - len(lead)
            seeking = (
                person.group == "physician" and stance in ("offer", "only") and of_graduates(text, person)
            )
            findings.people.append(
                Evidence(
                    "graduate" if seeking else person.group,
                    person.origin,
                    stance,
                    weight,
                    sentence,
                    sentence.text[start : start + len(raw)],
                    limited,
                    excepted,
                    stance == "refuse"
                    and person is party.people[-1]
                    and bool(DESCRIBED.match(text[party.end :]))
                    and not FINISHED.match(text[party.end :]),
                    defines,
                )
            )


def same_kind(label: str, party: Party) -> bool:
    """Under a label that names the same people the sentence says who they are ("Students: those enrolled in ...")."""
    if not label or NEGATION.search(label) or REFUSING_HEADING.search(label):
        return False
    return any(party.named(person.group) for named in parties(label) for person in named.people)


def for_them(text: str, party: Party) -> bool:
    """ "A full-time position in the laboratory for graduates": a noun phrase that tells whom the place is for."""
    before = text[: party.start]
    if not FOR_THEM.search(before[-40:]) or not OF_A_PLACE.match(before):
        return False
    paid = PAID.sub("", before)
    return not (FINITE.search(before) or NEGATION.search(before) or OTHER_THINGS.search(paid))


PAID = re.compile(r"\b(?:salaried|paid|funded|stipended)\b")


OF_A_PLACE = re.compile(
    r"^\W*(?:an? |the |one |our |this )?(?:[\w\-]+,? ){0,6}(?:position|appointment|program|programme|rotation|fellowship|observership|externship|elective|preceptorship|placement|experience|course|internship|attachment|month|visit|scholarship|award|grant)s?\b"
)


ONLY_WORD = re.compile(r"\bonly\b|limited to|restricted to|reserved for|exclusively|\bmust be\b")
ONE_SCHOOL = re.compile(
    r"^[\w ]{0,40}[Gg]raduates? (?:of|from) (?:the )?(?!(?:An?|Any|Foreign|International|U\.?S|United|American|Accredited|Medical|LCME|COCA|Non)\b)(?:[A-Z][\w.\-]+ ){1,5}(?:of [A-Z]\w+|[Mm]edical [Ss]chool|[Uu]niversity|[Cc]ollege|[Ss]chool|[Ii]nstitute)|^[\w ]{0,40}[Gg]raduates? (?:of|from) (?:the )?(?:University|College|Institute) of [A-Z]"
)
"""Graduates of one named school."""


def defining(text: str, told: Verdict, party: Party) -> bool:
    """Do the words that take the party also say that the programme is for it?"""
    words = text[told.start : told.end]
    if DEFINES.search(words) or UNDER_WHICH.search(text[max(0, party.start - 60) : party.start]):
        return True
    if told.end <= party.start and (
        words in ("seek", "seeks") or SO_MANY.fullmatch(text[told.end : party.start])
    ):
        return True
    if FOR_THEM.search(text[max(0, party.start - 40) : party.start]):
        if not FINITE.search(text[: party.start]):
            return True
        return bool(IS_FOR.search(text[max(0, party.start - 130) : party.start]))
    return " for" in f" {words}" and bool(IS_FOR.search(text[max(0, told.start - 45) : told.end]))


def they_may(text: str, party: Party) -> bool:
    """Does the sentence begin with these people, and say of them alone that they may come?"""
    return bool(
        PARTICIPANTS.match(text[: party.start]) and THEY_MAY.search(text[party.end : party.end + 200])
    )


THEY_MAY = re.compile(
    r"\b(?:may|can) (?:apply|observe|participate|take part|request|rotate|visit|come|join|spend|do)\b"
)
SO_MANY = re.compile(
    r" (?:in |only |just |about |around |approximately |up to |as many as |no more than |at most |between )*(?:an? (?:small |limited |handful of |few )|one|two|three|four|five|six|eight|ten|twelve|twenty|\d+)(?: (?:or|to|and|of|\w+)){0,5} ?"
)
"""Places that are counted are for those who are named ("takes two or three graduates a year")."""
UNDER_WHICH = re.compile(
    r"\b(?:conditions|circumstances|rules|terms|procedures?|process) (?:under|by|on|in|through) which (?:\w+ ){0,3}$|\bpresence of (?:\w+ ){0,2}$"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|will|we|our|offers?|provides?|welcomes?|gives?|hosts?|accepts?|takes?|available|opportunit\w+)\b"
)
FOR_THEM = re.compile(r"\bfor (?:[\w\-]+ ){0,2}$")
IS_FOR = re.compile(
    r"\b(?:is|are|be|limited|sets? aside|reserves?|reserved|only)\b[^.;]{0,90}\bfor\b|^\W*for\b"
)


def label_refused(rest: str) -> bool:
    """ "Students of foreign schools: we can't offer electives." `rest` is what follows the people."""
    said = rest[:200]
    label = LABEL.match(rest) or DESCRIBED_LABEL.match(rest)
    return bool(label and LABEL_REFUSED.search(said) and not OTHER_THINGS.search(said))


def of_own_school(section: Section, sentence: Sentence, party: Party, here: int) -> bool:
    """ "Lakeside students" on lakeside.edu are the host's own."""
    if here < 4 or party.people[0].group != "student":
        return False
    before = sentence.text[:here].split()
    name = re.sub(r"\W.*$", "", before[-1]) if before else ""
    return len(name) > 3 and name[0].isupper() and name.lower() in section.url.lower().split("/")[2]


DESCRIBED = re.compile(
    r"(?:-in-training)? (?:who|that|whose|seeking|preparing|looking|without|between|in the match|hoping|wishing|willing)\b"
)
FINISHED = re.compile(
    r" who (?:have |has |are |were )?(?:already |now |currently |fully )*(?:completed?|finished|done|did|had|in practice|practi[cs]ing|licensed|trained)\b(?![\w ,]{0,40}\b(?:u\.s|u~|united states|american)\b)"
)
"""A description that holds of physicians at large: trained, licensed, in practice."""
FOR_A_PAPER = re.compile(
    r"[\w ]{0,20}, (?:an? |the )?(?:valid|copy|proof|original|certified|translat|ecfmg|official|evidence)"
)
"""What is asked of some applicants besides ("for graduates of foreign schools, a valid certificate")."""
OWED_BY = re.compile(
    r"\b(?:certificat\w*|certification|letters?|copy|copies|transcripts?|scores?|diplomas?|reports?|forms?|proof|evidence|licen[sc]es?|visas?|fees?|deposits?|insurance|passports?|verification|validation|translations?|documents?|records?|statements?|ds-2019|i-94|cards?|cv|mspe|toefl|ielts|usmle|ecfmg|exams?|photo\w*)\b[\w ,/'\-]{0,40}"
    r"(?:\((?:[\w ]{0,20}\b(?:for|if|by|of|from|only)\b )?(?:an? |all |any |the )?(?:[\w\-]+ ){0,2}|[,;:-] (?:only )?(?:(?:required|needed|mandatory|applicable) )?(?:for|if|from) (?:you are |they are )?(?:an? |all |any |the )?(?:[\w\-]+ ){0,2})$"
)
"""A paper or a payment that only some hand in ("ECFMG certificate (foreign graduates only)") takes nobody."""
ASKS_WHO = re.compile(r"\bwho\b|eligib|\baudience\b|open to|for whom")
OUR_OWN = re.compile(r"graduates? (?:of|from) (?:our (?!affiliat|partner|sister|network)|this |the host\b)")
WILLING = re.compile(r" (?:who (?:are |is )?)?(?:willing|who agrees?|who ha(?:s|ve) agreed) ")
"""Physicians who would take a visitor."""


def of_graduates(text: str, person: Person) -> bool:
    """ "Doctors who are preparing for the match": graduates by what they want, or by the degree that they have."""
    name = text[person.start : person.end]
    return bool(DOCTORS.search(name)) and bool(FOR_RESIDENCY.match(text[person.end : person.end + 130]))


FOR_RESIDENCY = re.compile(
    r",? (?!.{0,60}\b(?:not|including|or (?:who|in|wish))\b)(?:[^.;]{0,70}(?:\bto match\b|\b(?:preparing|prepare|getting ready|headed|bound) (?:for|to|towards?) (?:the |an? |their )?(?:u\.s\. |u~ )?(?:match|residenc|usmle)|\b(?:applying|apply) (?:to|for) (?:an? |the )?(?:u\.s\. |u~ |american )?residenc|\bon their way to [\w ]{0,25}residency|\bgoing into the match|\b(?:seeking|pursuing|entering) (?:an? )?(?:u\.s\. |u~ |american )?residenc)"
    r"|who (?:already )?(?:have|hold) (?:an? |the |their )?(?:m\.?d\b|mbbs|medical degree))"
)


def enumerated(text: str, before: Party | None, party: Party, found: Sequence[Verb]) -> bool:
    """ "Students in their clinical years, graduates, residents": the next of a list, whose last word was a description."""
    if before is None or any(before.end <= verb.start < party.start for verb in found):
        return False
    return bool(NEXT_OF_LIST.fullmatch(text[before.end : party.start]))


NEXT_OF_LIST = re.compile(
    r"(?: (?:in|from|at|of|with|within|enrolled in|enrolled at|training in) (?:[\w'.\-/~]+ ){0,6}[\w'.\-/~]+)?(?: \([^()]{2,50}\))?(?:[,;](?: and| or| as well as| plus)?| \(?\d{1,2}[.)]) "
    r"(?:(?:an?|any|also|current|recent|visiting|foreign|international|overseas|practi[cs]ing|licensed|qualified|trained|clinical|medical|senior|junior|new|young|other) ){0,3}"
)


def before_is_joined(text: str, party: Party) -> bool:
    """ "..., or a graduate of any medical school": the last of a list, whatever stands between."""
    return bool(ALTERNATIVE.search(text[max(0, party.start - 40) : party.start]))


ALTERNATIVE = re.compile(
    r"(?:,|;)? (?:and|or|as well as|and/or|plus|including) (?:(?:for|to|an?|the|any|also|all|current|recent|visiting|foreign|international|overseas|u\.s\.|u~|medical|senior|practicing|licensed|qualified|trained|new|young|other|[\w\-]+[- ]year) )*$"
)


def shadowed(text: str, party: Party) -> bool:
    """One physician whom the visitor follows ("wish to shadow a staff physician")."""
    name = text[party.start : party.end]
    return (
        all(p.group == "physician" for p in party.people)
        and not name.endswith("s")
        and bool(FOLLOWED.search(text[max(0, party.start - 50) : party.start]))
    )


FOLLOWED = re.compile(
    r"\b(?:shadow|observe|follow|accompany|by|with|under) (?:an? |the |one |your )(?:[\w\-/]+ ){0,3}$"
)


def hosting(section: Section, text: str, party: Party, told: Verdict) -> bool:
    """Physicians who are there already: "attending physicians may assess", "the cardiologist", a fellowship's fellows."""
    if any(p.group not in ("physician", "student") or p.origin for p in party.people):
        return False
    name = text[party.start : party.end]
    if name.startswith(
        ("visiting", "international", "foreign", "practicing", "practising", "external", "outside")
    ):
        return False
    if name.startswith("attending") or (
        not name.endswith("s") and THE_ONE.search(text[max(0, party.start - 14) : party.start])
    ):
        return True
    if of_the_fellowship(section, text, party):
        return True
    words = text[told.start : told.end]
    return told.start >= party.end and words in MODALS and not VISITS.match(text[told.end : told.end + 40])


def of_the_fellowship(section: Section, text: str, party: Party) -> bool:
    """The fellows of a fellowship are those who came, whoever may come."""
    if any(p.origin for p in party.people) or not FELLOWS.fullmatch(text[party.start : party.end]):
        return False
    return section.type_hint in ("fellowship", "research") or "fellow" in section.title.lower()


THE_ONE = re.compile(
    r"\b(?:the|your|his|her|their|our|each|every|supervising|future|senior|junior) (?:\w+ )?$"
)
FELLOWS = re.compile(r"(?:research |clinical |our )?fellows?")
MODALS = ("may", "can", "could")
VISITS = re.compile(
    r"[\w ,]{0,25}\b(?:observe|apply|rotate|visit|attend|join|spend|participate|come|shadow|take|elect|choose|schedule|select|work|request|see|be (?:\w+ly )?(?:present|accepted|considered|eligible|able|placed|admitted|allowed|permitted|invited|granted|accommodated|possible|arranged|sponsored|approved|given|nominated|recommended|referred|hosted|welcomed|taken)|register|enrol|enroll|book|stay|train|learn|gain|arrange|complete|undertake|do|submit|sit|watch|contact)\b"
)
DEFINES = re.compile(
    r"\b(?:open|available|limited|restricted|reserved|granted|extended|offered|confined|given) (?:\w+ )?to\b|eligib|\bmust\b|\bshall\b|\bonly\b|exclusively|designed|intended|meant|aimed|geared|tailored|appl(?:y|ies) to|\bif you are\b|we mean|looking for|recruit|applicants? (?:are|should)|(?:observers?|participants?|candidates?|visitors?|externs?|fellows|scholars|grantees|awardees|recipients|competitors|entrants|trainees|attendees|vos?) (?:are|include|comprise|(?:can|may|must|should|will) be)|\b(?:observer|visitor|extern|participant|scholar|applicant|candidate|rotator|shadower) (?:is|may be|can be)\b"
)
OF_COURSES = re.compile(r"\bcme\b|continuing medical education|\bgrand rounds (?:are|is)\b")
PAST = re.compile(
    r"^\W*(?:until|up to|before|prior to) (?:\w+ )?(?:19|20)\d\d\b|\b(?:used to|formerly|in years past|in the past)\b"
)
"""What was offered once is no offer."""
NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|unable|cannot|discourag\w*|exclu\w+|sorry|unfortunately|regret\w*|declin\w*|\w+n't|refus\w*|ineligible|(?<!from )(?<!or )elsewhere)\b"
)
BENIGN = re.compile(
    r"^(?:not|no|never|cannot|unable|nor|\w+n't)\b(?: (?:be|is|are|been|also|currently|yet|have|need|to|a|an|the|any|you|we))*"
    r" (?:just|merely|simply|exclusively|matter|cut-?offs?|limits?|quotas?|strict|specific|set|time limit|required?|requirement|necessary|necessarily|guarantee\w*|promise\w*|only|limited to|refundable|included?|more than|less than|later than|older than|longer than|fee|fees|cost|charge|usmle|step|age limit|minimum|maximum|prior|previous|restrictions?|matched|matriculated|enrolled|in (?:a |any )?(?:u\.s\. |u~ )?residency|currently in|licensed|citizens?|native|need|afford|just|hands|paid|salaried|replace|count|lead|constitute|imply|mean|problem|doubt|exceed\w*|touch|examine|write|perform|participate|practice|diagnose|treat|bill|prescribe|hold|obtain|work|receive|displace|interfere|substitute|ensure|secure|sponsor\w*|issue|arrange|provide|offer (?:visas?|housing|stipends?|letters?)|contact|email|call|exceptions|one|other|extensions?|stipend|salary|pay|compensation|academic|credit|direct|physical|patient|(?:in|entered|started|begun|begin|matched into) (?:\w+ ){0,3}(?:training|residency|practice|program))\b"
)
PLAIN_REFUSAL = re.compile(
    r"\bneither\b|discouraged|\bsorry\b|\bunfortunately\b|\bregret|not (?:in a position|a (?:site|program|programme|place)|answered|considered|apply to)|will not be (?:answered|considered|reviewed|accepted)|do(?:es)? not have an? |prefer not|do(?:es)? not apply to|(?<!from )(?<!or )\belsewhere\b|excluded|no (?:positions|places|observerships?|openings|program)"
)


def doubted(text: str, party: Party, stance: Stance) -> Stance:
    """A sentence that takes graduates or physicians and also denies something is a refusal, or proves nothing.

    Only denials that the field's disclaimers explain ("no fee", "not required", "does not guarantee") are let pass.
    """
    if stance == "refuse":
        return stance
    left, right = clause(text, party)
    for match in NEGATION.finditer(text):
        rest = text[match.start() :]
        if harmless(text, party, match):
            continue
        if BENIGN.match(rest) or OTHER_THINGS.search(rest[:70]):
            continue
        if PLAIN_REFUSAL.search(rest) and (stance or party.named("graduate")):
            return "refuse" if party.named("graduate") else stance
        if left <= match.start() < right and stance and party.named("graduate"):
            return ""
    return stance


def harmless(text: str, party: Party, match: re.Match[str]) -> bool:
    """Denials that take nothing from the people: of a choice, of a need, of something that describes them."""
    before = text[max(0, match.start() - 60) : match.start()]
    if CHOICE.search(before) or (match.start() < 5 and re.match(r"no[,.;:] ", text[match.start() :])):
        return True
    if match.start() > party.end and DESCRIBES.fullmatch(text[party.end : match.start()]):
        return bool(PERFECT.search(text[match.start() - 12 : match.end()]))
    return False


CHOICE = re.compile(
    r"\bwhether\b[^.;]*$|\beven (?:if|though|when|without)\b[\w ]*$|\bneeds? $|\b(?:irrespective|regardless) of\b[\w ,]*$|\bif or $"
)
DESCRIBES = re.compile(r",? (?:[\w\-]+,? ){0,5}(?:who|that)(?: \w+){0,3}? ?\w*")
PERFECT = re.compile(
    r"\b(?:have|has|had|did|were|was|haven|hasn|hadn|didn|weren|wasn)(?: ?n't| not| never| yet)|\b\w+n't\b"
)
THEY_CANNOT = re.compile(
    r"\band (?:so )?(?:cannot|can't|may not|are not|do not) (?:be |use |join |apply |take |enter )|\b(?:since|because|as|for|and) they (?:cannot|can't|may not|are not|aren't|do not|don't|will not|won't)\b"
)
NOT_TO_THEM = re.compile(r"^\W*(?:not|un)[- ]?(?:open|available|offered|accessible)\b")
"""What stands after the colon is refused to them, not everything ("Not open to visiting students: surgery")."""


def row_label(sentence: Sentence, here: int) -> bool:
    """In a table row whose first cell or column header asks who may come ("Eligibility | Medical students")."""
    cells = sentence.block.cells
    if len(cells) < 2:
        return False
    first_cell = cells[0][1]
    if here >= len(first_cell) and ROW_LABEL.match(first_cell.lower()):
        return True
    return any(
        ROW_LABEL.match(header.lower())
        for header, cell in cells
        if header and sentence.text[here : here + 12] in cell
    )


ROW_LABEL = re.compile(
    r"^\W*(?:eligib|who\b|audience|open to|applicant (?:type|categor)|participants?\b|candidates?\b|for whom|level|available to|learners?\b)"
)


def answer(findings: Findings, sentence: Sentence, low: str, question: str) -> None:
    """ "No." under "Do you accept graduates?" refuses the people of the question; "Yes" takes them."""
    refused = QUESTION_NO.match(low) or REFUSES_YOU.search(low)
    taken = QUESTION_YES.match(low) or (
        ARE_YOU.match(question) and FOR_YOU.search(low) and not NEGATION.search(low)
    )
    stance = "refuse" if refused else "offer" if taken else ""
    if not stance:
        return
    if ONLY_FOR.search(question):
        if refused is None:
            return
        stance = "offer"
    match = re.match(r"\W*[\w' ]+", sentence.text)
    limited = (
        stance == "offer"
        and limits(low) is not None
        and bool(re.search(r"\bif\b|\bonly\b|provided|as long as", low))
    )
    if HOLDS_DEGREE.search(question):
        findings.people.append(note("graduate", stance, sentence, match, 3))
    elif not parties(question) and STILL_STUDENT.search(question):
        findings.people.append(note("student", stance, sentence, match, 3))
    for party in parties(question):
        for person in party.people:
            told_ = note(person.group, stance, sentence, match, 3, person.origin)
            name = question[person.start : person.end]
            findings.people.append(replace(told_, limited=limited, name=name))


ONLY_FOR = re.compile(r"\b(?:only|just|exclusively|limited|restricted) (?:open |available )?(?:for|to)\b")
""" "Is it only for graduates?" "No, ..." takes graduates, and others."""


def subject_of_heading(findings: Findings, section: Section, sentence: Sentence, low: str) -> None:
    """ "We do not offer observerships at this time." under the heading "International medical graduates"."""
    trail = sentence.block.trail
    if not trail or sentence.block.kind == "heading":
        return
    if trail[-1] == section.title and not ENDED.search(low):
        return
    if not parties(country(trail[-1], trail[-1].lower())):
        return
    match = ENDED.search(low) or REFUSAL.search(low)
    if match and NOT_TO_THEM.match(low) and ": " in low:
        return
    if not match or not WE_TAKE.search(low) or OF_A_FORM.search(low[: match.start()]):
        return
    if THEIR_DUTIES.search(low[: match.start()]):
        return
    for party in parties(country(trail[-1], trail[-1].lower())):
        for person in party.people:
            findings.people.append(note(person.group, "refuse", sentence, match, 3, person.origin))


THEIR_DUTIES = re.compile(
    r"\b(?:observers?|visitors?|participants?|externs?|students?|trainees?|they|you|it|who)(?: and)?\W*$"
)
"""What the visitor does not do refuses nobody ("Observers do not take histories")."""
OF_A_FORM = re.compile(r"\b(?:form|portal|page|link|list|calendar|catalog)s?\b[\w ]{0,20}$")
ENDED = re.compile(
    r"\b(?:has|have|was|were|been|is|are)(?: been| permanently| now)* (?:ended|discontinued|retired|terminated|abolished|withdrawn)\b|will not be (?:brought back|resumed|offered again)|(?:is|are) no more\b"
)
DOCTORS = re.compile(
    r"physician|doctor|surgeon|\w{4,}ologists?\b|\w{4,}(?:iatrist|iatrician)s?\b|medical (?:professional|personnel)"
)
