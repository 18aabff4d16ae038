"""Visa classes that a participant may hold, and whether the institution sponsors one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re
from pipeline.extract.answers import answered
from pipeline.extract.demand import clause, inherited
from pipeline.model import Claim, Section, Sentence
from pipeline.vocab import vocabulary

CLASSES = {name: re.compile(pattern) for name, pattern in vocabulary("visas")["classes"].items()}
PAIR = re.compile(vocabulary("visas")["pair"])
OTHER = re.compile(vocabulary("visas")["other"])
HINT = re.compile(
    r"visa|\besta\b|nonimmigrant|\b[bfhjlmo][ -]?[124]b?s?\b|\bvwp\b|\bwb\b|ds-?2019|immigration"
)
VISA_TALK = re.compile(
    r"visa|\besta\b|immigra|nonimmigrant|status|ds-?2019|consul|embassy|state department|waiver|sevis|travel|enter|entry|i-20|sponsor|\bb-?1/-?b?-?2\b"
)
"""A bare "B1" may be a room or a vitamin: a class counts only where its block speaks of visas."""
REFUSED = re.compile(
    r"\b(?:not(?! (?:an? |u\.s\. |united states |american )*(?:citizens?|nationals?|permanent|residents?)\b)|never|cannot|can't|no longer|doesn't|don't|won't|isn't|aren't|unable|ineligible|neither|nor|refuses?|rejects?|declines?|turns? away|no sponsor of)\b(?:(?!\b(?:but|instead|only)\b)[^;]){0,90}?$"
)
REFUSED_AFTER = re.compile(
    r"^[^;.]{0,50}?\b(?:(?:is|are|will be|was) (?:not|no longer|never) (?:\w+ )?(?:accept\w*|permitted|allowed|eligible|appropriate|suitable|sponsored|required|needed|necessary|possible|valid|available|acceptable|issued|provided|supported)|"
    r"(?:is|are) (?:ineligible|prohibited)|(?:visa )?(?:holders? )?(?:may|can)(?:not| not) (?:participate|apply|observe|be)|(?:do|does) not (?:permit|allow|qualify)|not (?:accepted|allowed|permitted|eligible))\b"
)
NEEDS_NONE = re.compile(r"\b(?:not|no) (?:\w+ )?(?:need|requir)|without (?:a |an )?(?:\w+ )?visa")
NOT_ONLY = re.compile(r"\bnot (?:only|just|limited to)\b")
MATTER = r"(?:visas?\b|ds-?2019|i-?20s?\b|immigration|[jf]-?1s?\b|h-?1b?s?\b|petition)"
SPONSOR_NO = re.compile(
    rf"\b(?:not|n't|cannot|never|neither|nor|unable to)\b[^.;:]{{0,60}}?\b(?:sponsor\w*|issu\w+|support\w*|sign|give|handle|furnish|prepare|process|do|be named as)\b[^.;:]{{0,60}}?{MATTER}(?! (?:letter|interview|appointment))|"
    rf"n't[^.;:]{{0,40}}?\b(?:sponsor\w*|issu\w+|do|give|handle|sign)\b[^.;:]{{0,60}}?{MATTER}|"
    rf"\b(?:issues?|give|sign|prepare|sponsors?) no {MATTER}|\bno sponsor (?:of|for) {MATTER}|\b(?:visa|j-?1) (?:\w+ )?sponsorship is not \w+|\bno (?:\w+ ){{0,2}}{MATTER}(?: \w+)? (?:paper ?work|papers|documents?|sponsorship)|"
    r"\bvisas?\b.{0,120}\b(?:not|un)(?: )?able to sponsor\b|"
    r"\b(?:(?:do|does|did|will|can|could|would|is|are)(?: |-)?not|don't|doesn't|won't|can't|cannot|unable to|never|not able to|neither)\b(?:,? [\w-]+){0,5}?,? (?:sponsor\w*|issu\w+|provid\w+|offer\w*|process\w*|assist\w*|support\w*|help\w*|obtain\w*|secur\w+|arrang\w+|facilitat\w+|grant\w*)\b[^.;]{0,80}?(?:\bvisas?\b|ds-?2019|i-?20\b|immigration)|"
    r"\bno (?:visa|immigration|j-?1|ds-?2019) ?(?:\w+ )?(?:sponsor\w*|support|assistance)|"
    r"\bvisas?(?: \w+)? (?:sponsorships?|support|assistance)? ?(?:is|are|will be|can)(?:not| not|n't| never| unavailable)(?: \w+){0,2}? ?(?:provided|offered|available|sponsored|given|issued)\b|"
    r"\b(?:is|are) not (?:eligible for|able to offer) (?:\w+ )?(?:visa|j-?1) sponsor|"
    r"\b(?:j-?1|h-?1b?|b-?1|visas?|ds-?2019s?)\b[^.;]{0,40}\b(?:is|are|will) not (?:be )?(?:sponsor\w*|issued|provided|supported)|"
    r"\bwithout (?:visa|\w+) sponsorship\b|\bnot (?:be )?sponsored (?:for|by)[^.;]{0,40}visa|"
    r"\bvisa sponsorship\W{1,3}(?:no|none|not (?:available|offered|provided))\b|\bnot (?:an? )?(?:visa|j-?1|immigration) sponsors?\b|"
    r"\b(?:may|can|do|does|are|is|must|will)(?: not|n't)\b[^.;]{0,40}\bvisas? (?:that (?:is|are) )?sponsored by\b"
)
SPONSOR_OWN = re.compile(
    r"\b(?:visitors?|participants?|fellows?|guests?|observers?|students?|applicants?|scholars?|externs?|you|grantees?)\b[^.;]{0,30}\b(?:arranges?|obtains?|secures?|gets?|procures?|handles?)\b(?: for)? (?:their|your|his or her|his/her) own (?:[\w-]+ ){0,2}visas?\b(?! (?:appointment|interview))|"
    r"\b(?:takes? care of|sees? to|looks? after|sorts? out|deals? with|manages?|are responsible for|is responsible for|responsible for|handles?)\b(?: \w+ing)? (?:their|your|his or her|his/her) own (?:[\w-]+ ){0,2}visas?\b(?! (?:appointment|interview))|"
    r"\bvisas?\b[^.;]{0,50}\b(?:obtain|get|arrange|secure|apply for)\w*(?: (?:it|them|one))? (?:on their own|on your own|by themselves|yourself|independently|themselves)\b|"
    r"\bvisas?\b[^.;]{0,40}\b(?:arranged|obtained) by (?:you|yourself|themselves|the (?:observer|visitor|applicant|participant))|\bvisas?\b[^.;]{0,20}\b(?:you are|you're) responsible|"
    r"\b(?:must|should|responsib\w+|required to|need to|have to)\b[^.;]{0,60}\b(?:arrange|obtain|secure|get|acquire|procure|apply)(?:ing|e)?(?: for)?\b[^.;]{0,30}\b(?:their|your|his|his/her|his or her|the observer's) own\b[^.;]{0,20}\bvisas?\b|"
    r"\bvisas?\b[^.;]{0,50}\b(?:is|are)\b[^.;]{0,20}\b(?:sole|own|entirely|solely)\b[^.;]{0,20}\bresponsib|"
    r"\bvisas?(?: \w+)? (?:is|are) (?:entirely )?up to (?:you|the (?:applicant|observer|participant|visitor))|"
    r"\bsole(?:ly)? responsib\w+[^.;]{0,40}\bvisas?\b"
)
SPONSOR_YES = re.compile(
    r"\b(?:issues?|prepares?|sponsors?|generates?) (?:an? |the |your )?(?:form )?(?:ds-?2019|j-?1\b|i-?20\b)|\b(?:we|center|office|institute|academy) arranges? (?:\w+ )?j-?1 (?:\w+ )?sponsorship|"
    r"\bj-?1\b[^.;]{0,40}? sponsorship (?:by|from|through|is (?:available|possible|offered|provided))|\bj-?1,? sponsored by (?!ecfmg|intealth)|"
    r"\bj-?1\b[^.;]{0,40}? visas?,? (?:that (?:is|are) )?sponsored by (?!ecfmg|intealth|your|their|his|another|the home)|\bsponsored by (?:the |our )?(?:institute|hospital|university|center|college|school|clinic|foundation)\b[^.;]{0,20} (?:on|for|with|under) an? j-?1\b|"
    r"\b(?:ds-?2019|i-?20|j-?1 visa)s?(?: forms?)?,? (?:which|that) (?:we|the (?:[\w-]+ ){0,3}(?:university|hospital|institution|office|center|school|institute|college)) (?:will |can )?(?:issues?|provides?|sponsors?|prepares?)\b|"
    r"\b(?:we|hospital|university|college|school|institution|office|department|program|center|clinic|system|international (?:\w+ ){0,3}(?:office|services|center))\b[^.;]{0,50}?\b(?:will |can |may |does |do )?(?:sponsors?|issues?|provides?|prepares?|process(?:es)?|generates?)\b[^.;]{0,50}?(?:\bj-?1\b|ds-?2019|\bvisas?\b(?! (?:invitation|letter|support|information|application|assistance|guidance|advice|fee))|\bi-?20\b)|"
    r"\bvisa sponsorship (?:is|will be|can be|may be) (?:available|provided|offered|possible)|"
    r"\b(?:ds-?2019s?|j-?1 (?:visa )?(?:documents?|sponsorship|visas?))(?: forms?)? (?:is|are|will be|can be|may be) (?:issued|provided|sponsored|available|prepared)|"
    r"\b(?:sponsored|sponsorship) (?:by|from|through) (?:the |our )?(?:\w+ ){0,4}(?:hospital|university|office|institution)[^.;]{0,40}\b(?:j-?1|visa)|"
    r"\bj-?1 (?:visa )?spons\w+ (?:is|are|available|through|by)|\bneed an? j-?1 visa sponsored|\b(?:offers?|includes?|including) (?:\w+-?\d? )?visa sponsorship|\bvisa sponsorship\W{1,3}(?:yes|available|provided|j-?1)\b|\beligible for j-?1 sponsorship"
)
NO_HELP = re.compile(r"\b(?:help|assist)\w* (?:\w+ ){0,3}?(?:with|in|for) (?:\w+ ){0,3}?visas?\b")
"""Help is no sponsorship, but where even that is refused there is none."""
NEGATED = re.compile(r"\b(?:not|no|never|neither|nor|cannot|unable)\b|n't\b")
OTHERS_VISA = re.compile(
    r"\bfor (?:our |all |its )?(?:residents?|employees|residency|faculty members)\b|\b(?:your|home|another|their) (?:\w+ )?(?:school|institution|employer|university)\b[^.;]{0,20}(?:issues?|sponsors?)"
)
RESIDENTS = re.compile(
    r"\bfor (?:our |all |its )?(?:residents|residency|house staff|employees)\b|\baccepted\b[^;]{0,40}\bby ecfmg\b"
)
"""Whom the hospital employs; the visitor's visa is another."""
ASKED = re.compile(
    r"\b(?:sponsor|issue|provide|offer|ds-?2019)\w*\b[^?]{0,60}\b(?:visas?\b(?! (?:letter|invitation))|ds-?2019)|visa sponsorship"
)
ASKING = re.compile(r"^(?:do|does|can|will|is|are|what|how|which|who|may)\b.*\?$")
ONLY_A_LETTER = re.compile(
    r"\b(?:letters?|invitations?|confirmations?|verifications?|certificates?)\b[\w ,'/]{0,60}(?:visas?|j-?1)$"
)
"""What is provided is a paper with which the visitor applies."""
ECFMG_SPONSOR = re.compile(r"\becfmg\b[^.;]{0,40}sponsor")


def find(section: Section) -> Iterator[Claim]:
    seen: set[int] = set()
    for sentences, strength in ((section.sentences, 1), (inherited(section), 0)):
        for question, reply, yes in answered(sentences):
            if ASKED.search(question.low) or (not yes and NO_HELP.search(question.low)):
                quoted = reply if len(reply.text.split()) > 1 else question
                value, order = ("yes" if yes else "no"), quoted.block.order
                yield Claim(
                    "visa_sponsorship",
                    quoted.text,
                    quoted.text,
                    "visas.sponsorship_answered",
                    value,
                    order,
                    strength + 1,
                )
        for sentence in sentences:
            if id(sentence) in seen or not HINT.search(sentence.low):
                continue
            seen.add(id(sentence))
            yield from classes(sentence, strength)
            yield from sponsorship(sentence, strength)


def classes(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """The classes that `sentence` allows or demands; those it refuses are left out."""
    low = sentence.low
    around = " ".join((low, *(h.lower() for h in sentence.block.trail[-2:]), sentence.block.lead.lower()))
    if not VISA_TALK.search(around) or ASKING.search(low):
        return
    above = (sentence.block.lead, *sentence.block.trail[-1:])
    if any(REFUSED.search(text) and not NOT_ONLY.search(text) for text in map(str.lower, above) if text):
        return
    found: list[tuple[str, int, int]] = []
    pairs = [hit.span() for hit in PAIR.finditer(low)]
    for start, end in pairs:
        found += [("B-1", start, end), ("B-2", start, end)]
    for name, pattern in CLASSES.items():
        for hit in pattern.finditer(low):
            if not any(start <= hit.start() < end for start, end in pairs):
                found.append((name, hit.start(), hit.end()))
    for hit in OTHER.finditer(low):
        if not any(start < hit.end() and hit.start() < end for _, start, end in found):
            found.append((sentence.text[hit.start() : hit.end()], hit.start(), hit.end()))
    for name, start, end in sorted(found, key=lambda f: f[1]):
        left, right = clause(low, start, end)
        before, after = low[left:start], low[end:right]
        if (REFUSED.search(before) or REFUSED_AFTER.search(after)) and not NOT_ONLY.search(before):
            continue
        if NEEDS_NONE.search(before[-60:]) or RESIDENTS.search(low[left:right]):
            continue
        raw = sentence.text[start:end]
        rule = "visas.class_accepted" if name in CLASSES else "visas.class_unknown"
        yield Claim("visas", raw, sentence.text, rule, name, sentence.block.order, strength)


def sponsorship(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """Does the institution sponsor or issue a visa? A letter of invitation alone says nothing."""
    low = sentence.low
    if not any(word in low for word in ("visa", "2019", "sponsor", "j-1", "j1", "immigration")):
        return
    if ASKING.search(low):
        return
    order = sentence.block.order
    for pattern, value, rule, more in (
        (SPONSOR_NO, "no", "visas.sponsorship_refused", 2),
        (SPONSOR_OWN, "no", "visas.own_visa", 0),
        (SPONSOR_YES, "yes", "visas.sponsorship_offered", 1),
    ):
        hit = pattern.search(low)
        if hit and value == "yes" and (NEGATED.search(low[: hit.end()]) or OTHERS_VISA.search(low)):
            continue
        if hit and value == "yes" and ONLY_A_LETTER.search(hit[0]):
            continue
        if hit and not ECFMG_SPONSOR.search(low):
            raw = sentence.text[hit.start() : hit.end()]
            yield Claim("visa_sponsorship", raw, sentence.text, rule, value, order, strength + more)
            return
