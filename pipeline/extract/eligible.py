"""What an applicant must be or have: the demands that settle for whole groups who is eligible, whoever is named.

A demand counts where it is said of the applicant: under a heading, lead or label that asks who may come, or by the
grammar of its sentence ("must hold", "for doctors who", "is a person who"). What the page says of its own staff
is no demand.
"""

from __future__ import annotations

from pipeline import regex as re
from pipeline.model import Sentence

WHO = re.compile(
    r"eligib|\bwho\b|\bwhom\b|is this (?:\w+ ){0,3}(?:for|right)|\bfor me\b|(?:do|would|can|could) (?:i|we|you) (?:\w+ )?(?:qualif|apply|come|rotate|observe)"
    r"|audience|\bopen to\b|qualif|prerequisite|requirement|criteria|categories|designed for|intended for|(?:must|should):?$|(?:observers?|applicants?|candidates?|participants?|visitors?|fellows?|scholars?|externs?)(?: must| should|$|:)"
    r"|you are|conditions|\bstanding\b|^degree|^education|minimum education|definitions?|^status$|background|^level"
)
"""Headings, leads, terms and first cells under which a sentence describes the applicant."""
SAID_OF_APPLICANTS = re.compile(
    r"\bmust\b|\bshall\b|\brequired?\b|\bshould\b|\bneed(?:s|ed)?\b|\beligib|\bonly\b|applicants?\b|candidates?\b|\bobservers?\b|\bvisitors?\b|\bparticipants?\b|\bexterns?\b|\bscholars?\b|\bfellows?\b"
    r"|\bfor (?:any |all )?(?:physicians?|doctors?|surgeons?|clinicians?|specialists?|those|people|individuals|persons|holders|graduates|anyone)\b|\bopen to\b|\ba person who\b|\bif you\b|\byou (?:have|are|hold)\b|\bwe ask that\b|\bavailable to\b|\blimited to\b|\bwelcom|\binvit|\bhosts?\b"
)
OF_STAFF = re.compile(
    r"\b(?:our|director|directs|chair(?:man|woman)?|founder|preceptors?|attendings?|supervis\w+|sponsor|mentor|dr\.|professor|staff physicians?|licensed board)\b"
)
DEGREE_NAME = (
    r"(?:m\.?d\.?(?![\w-])|mbbs|m\.b\.?,? ?b\.s\.?|mb ?bch|mbchb|(?:\w+ )?medical degree|degree in medicine|medical qualification|primary medical degree"
    r"|doctor of medicine|degree of m\.?d\.?|medical doctorate|medical doctor degree)"
)
DEGREE_HELD = re.compile(
    rf"\b(?:hold|holds|holding|holders? of|possess(?:es|ing)?|has|have|having|with|earned|received|obtained|awarded|completed|conferred)\b(?: already| been| also| earned| obtained| received| completed)*"
    rf" (?:an? |the |their |his or her |your |any )?(?:(?:accredited|foreign|international|valid|recogni[sz]ed|full|doctoral|completed|earned) ){{0,3}}{DEGREE_NAME}"
    r"|\b(?:have|has|having|already|who|must have|be|you|you've) (?:already )?(?:finished|completed|graduated from) (?:an? |the |their )?(?:foreign |international |accredited |recogni[sz]ed )*(?:medical school|school of medicine|medical studies|medical education|medical college)"
    r"|\bcompletion of (?:an? |the |your |their )?(?:foreign |international |accredited )*(?:medical school|medical degree|medical studies|medical education)"
    r"|\b(?:graduation|graduated|graduate) (?:from|of) (?:an? |any |the )?(?:[\w\-]+ ){0,4}(?:medical school|school of medicine|medical college|faculty of medicine)"
    r"|\b(?:be|is|are|as) (?:an? )?(?:already )?(?:m\.?d\.?|mbbs)(?! (?:student|candidate|program|or do stud))\b"
)
DEGREE_ITEM = re.compile(
    rf"^\W*(?:an? |the |foreign |international |minimum of (?:an? )?)*{DEGREE_NAME}[\w.,/() ]{{0,40}}?(?:\bdegree|\bequivalent|\bequal|\bpassed|\bearned|\bfrom (?:an?|any)\b|\brequired|\bconferred|\bobtained)|^\W*{DEGREE_NAME}\W*$"
)
NO_DEGREE_HELD = re.compile(
    r"\b(?:not|never|without|candidates? for|pursuing|toward|expected|before|prior to|until|curriculum|students?|program leading)\b|n't\b"
)
DEGREE_STEMS = ("m.d", "md", "mbbs", "b.s", "mbch", "medical", "medicine", "bch")


def of_applicants(sentence: Sentence, low: str, under: str) -> bool:
    """Is what the sentence demands demanded of the applicant?"""
    block = sentence.block
    above = (block.lead or (block.trail[-1] if block.trail else "")).lower()
    return bool(WHO.search(under) or WHO.search(above) or SAID_OF_APPLICANTS.search(low))


def degree_held(sentence: Sentence, low: str, under: str) -> re.Match[str] | None:
    """ "Must hold the MBBS", "M.D. or equivalent" under a heading that asks who may come: the applicant has graduated."""
    if not any(map(low.__contains__, DEGREE_STEMS)) or sentence.block.kind == "heading":
        return None
    match = DEGREE_HELD.search(low) or DEGREE_ITEM.search(low)
    if match is None or not of_applicants(sentence, low, under):
        return None
    around = low[max(0, match.start() - 70) : match.end() + 12]
    if OF_STAFF.search(low[max(0, match.start() - 60) : match.start()]) or NO_DEGREE_HELD.search(around):
        return None
    return match
