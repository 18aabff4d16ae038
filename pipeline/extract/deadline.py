"""By when to apply: a dated deadline, and the lead time before the start.

Deadlines are read where words of applying govern a date. Of several the next one after the fetch date is given, else
the last; a date without a year recurs unless the text around it names the year. Lead times are lengths before a start
("at least 60 days prior"), as far as they are of the application and not of a payment, a cancellation or a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline import regex as re
from pipeline.extract import dates, lengths
from pipeline.extract.dates import Dated
from pipeline.extract.scope import inherited, of_one_course, side_of
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain

CLAUSE = re.compile(r"[;]|(?<!\b[ap]\.m)[.?!]\s")
BY = r"(?:by|before|until|till|thru|through|no later than|not later than|on or before|up to|prior to)"
CUE_BEFORE = re.compile(
    rf"(?P<word>\bdeadlines?\b|\bclosing date\b|\bclos(?:es?|ed|ing|ure)\b|\bshuts?\b|\bdue\b(?: dates?)?|\bapply {BY}\b|\bcut-?off\b|\b(?:last|final) (?:day|date) (?:to apply|for (?:the )?(?:receipt of |receiving )?(?:applications?|submissions?|requests?|nominations?)|to submit|of applications?)\b|\bruns? until\b|"
    rf"\b(?:submi\w+|receiv\w+|accept\w*|postmarked|send|sent|e-?mailed|return\w*|upload\w*|turned in|handed in|taken|open|apply|applying|applications?|considered|papers|arriv\w+|reach(?:es)? us|reach (?:the|our)|go(?:es)? to|in (?:our|the) hands|in hand|with us|fill(?:ed)? (?:in|out)|complete[ds]?|deliver\w*|lodge[ds]?|filed?|enter(?:ed)?|nominat\w+|register\w*|sign(?:ed)? up|both to|materials|packets?|everything|dossiers?|requests?|requested|forms?)\b[^.;]{{0,220}}?\b{BY}\b)"
    r"(?P<gap>[^.;]{0,60})$"
)
BY_THEN = re.compile(rf"(?:^|[.;:,]\s)\W*(?:and\s+|then\s+)?{BY}\s*$")
HAVE_UNTIL = re.compile(r"\b(?:have|has|until|till)\s+(?:until|till)?\s*$")
TO_APPLY = re.compile(
    r"^,?\s*(?:[\w: ]{0,20})?\bto (?:apply|submit|complete (?:the|your) application|send)\b"
)
THEN_APPLY = re.compile(
    r"^,?\s*(?:(?:please|you must|applicants must|candidates must|students must|you should|nominees must)\s+)?(?:fill|send|submit|apply|upload|e-?mail|complete|write|return|forward|nominate|register|hand in|mail)\b"
)
"""A date that opens its sentence: "By June 12, fill in the form"."""
OUTSIDE = re.compile(r"^\s*(?:or|and)\s+after\b[^.;]*\bnot\b")
"""The near end of a window: "sent before July 1 or later than August 9 are returned"."""
CUE_AFTER = re.compile(
    r"^[\s,]*(?:\([^)]*\)\s*)?[^.;]{0,30}?(?:\bis the (?:\w+ )?(?:deadline|closing date|due date|last day)|[:,]?\s*\(?\b(?:application )?deadline\b|[:,]?\s*(?:is the )?last day (?:to apply|for applications|to submit)|:\s*applications? (?:close|due|deadline))"
)
DEADLINE_HEADING = re.compile(
    r"\b(?:application|submission|submit|nomination|abstract)?s?\s*(?:deadline|due date|closing date|due by)s?\b|\bapply by\b|\b(?:applications?|submissions?|nominations?|registration|call|portal|window)\s+(?:due|clos\w+|end\w*|shuts?|until)\b|^\W*(?:when|due|closes|closing|last day|last date)\W*$|"
    r"\b(?:received|accepted)\s+(?:until|by|through)\b|\bapplication (?:window|period|dates?|cycle)\b|\blast (?:day|date) to (?:apply|submit)"
)
WINDOW = re.compile(
    r"\b(?:applications?|apply|submissions?|calls?|window|portal|nominations?)\b[^.;]{0,60}\b(?:open|opens|accepted|taken|from|between|period|window|received|is|run|runs)\b[^.;]{0,30}$|\bapplication (?:period|window|cycle|dates)\b[^.;]{0,20}$|^\W*(?:applications?|nominations?|submissions?)\s*:\s*$|\bapplications from\b[^.;]{0,10}$|\bapply\b[^.;]{0,40}\b(?:on|from|between)\s*$"
)
APPLYING = re.compile(
    r"\bcompetition\b|\bentr(?:y|ies)\b|\bportal\b|\bregist(?:er|ration)\b|\brounds?\b|\bcycle\b|\bapplicants\b|\brequests?\b|\bappl(?:y|ication|ications|ying|icants?)\b|\bsubmi(?:t|ssion|tted)\b|\bnominat|\bcall\b|\bdeadline\b|\bproposals?\b|\bmaterials\b|\bpackets?\b|\bform and papers\b"
)
NOT_OURS = re.compile(
    r"\b(?:notif\w+|decisions?|announce\w*|payments?|paid|pay|tuition|fees?|deposit|abstracts?(?! (?:number|id|title))|housing|immuni[sz]\w*|vaccin\w*|cancel\w*|withdraw\w*|early[- ]bird|visas?|graduat\w*|scores?|results?|mentor match|start dates?|begins?|starting|orientation|refund\w*|acceptance letter|catalog|affiliation|agreements?|confirm\w*|report(?:s|ing)?|completed? (?:all|their|the)|ranks?|rank list|eras|nrmp|interview\w*|selected|offers?|awardees|winners?|present\w*|passed|updated|effective|have been|drop|onboarding|modules?|sloes?|evaluations?|grades?|reports?|early (?:rate|price)|lower rate|regist\w+ (?:for|to attend) (?:the |our )?(?:\w+ ){0,2}?(?:meeting|conference|congress|symposium)|(?:meeting|conference|congress|symposium) registration)\b"
)
OPENS = re.compile(
    r"\b(?:open(?:s|ed|ing)?|released?|available|visible|begin\w*|start\w*|launch\w*)\b(?:[^.;,]{0,40})$"
)
RECURS = re.compile(
    r"\b(?:each|every|of each|of every|per) (?:calendar |academic )?year\b|\bannual(?:ly)?\b|\byearly\b|\b(?:each|every) (?:spring|fall|summer|winter|autumn|cycle|january|february|march|april|may|june|july|august|september|october|november|december)|\b(?:once|twice|two times|three times) (?:a|in the|per|each|every) year\b"
)
PASSED_TO = re.compile(
    r"\b(?:extended|postponed|moved|pushed(?: back)?|changed)\W*(?:to|until|through|till)\W*$"
)
"""Between the old deadline and the one that took its place."""

NAMED_LEAD = re.compile(
    r"^\W*(?:minimum |required |advance )+notice(?: required| period| time)?\W*(?:is|of)?\W*$|\blead[- ]time\b[^.;]{0,30}?(?:of|is|:)(?: at least| a minimum of| about| approximately)?\s*$"
)
AHEAD = re.compile(
    r"^[',]?\s*(?:\([^)]*\)\s*)?(?:or (?:more|longer|earlier)\s+)?(?:\w+\s+)?(?P<word>prior\b|before\b|in advance\b|ahead\b|beforehand\b|advance notice\b|lead[- ]time\b|notice\b|advance\b|preceding\b|earlier than\b|warning\b|out\b(?!\s+of\b|-)|(?:between|from) (?:your |the |our )?(?:(?:first|initial) )?(?:application|applying|submission|request|agreement|acceptance|contact|e-?mail|message|letter|inquiry|enquiry|call|paperwork)(?: \w+)? (?:and|to|until|till) (?:your |the |you )?(?:\w+ )?(?:arriv\w+|start\w*|visit|first day|rotation|day one|day 1|observership|elective))"
)
APPLY = re.compile(
    r"\bappl(?:y|ies|ied|ying|ication|ications|icants?|icant)\b|\bsubmi(?:t|ts|tted|ssion|ssions|tting)\b|\brequests?\b|\brequested\b|\bpaperwork\b|\bdeadline\b|\bform(?:s)?\b|\bpackets?\b|\bdocument(?:s|ation)?\b|\bmaterials\b|\bcontact\w*\b|\breceived?\b|\binquir\w+|\benquir\w+|\blead[- ]time\b|\bnotice\b|\bplan\b|\bdue\b|\bsend\b|\bregister\b|\bin advance\b|\bonboarding\b|\bscan\b|\bvslo\b|\bprocess\b|\ballow\b|\bstart the process\b|\bsuggest\b|\brecommend|\bdo (?:so|it|this)\b|(?:^|[.,;:]\s)\W*(?:please )?(?:write|e-?mail|call|book|ask|schedule|arrange|set up|sign up)\b|\bbook(?:ing)?\b|\breach out\b|\bget in touch\b"
)
BEFORE_START = re.compile(
    r"^[^.;]{0,25}?\b(?:prior to|before|ahead of|in advance of|preceding)\s+(?:the\s+|your\s+|their\s+|an?\s+|each\s+|its\s+|any\s+|his or her\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:start\w*|beginning|first day|day one|day 1|arriv\w+|visits?|rotations?|blocks?|electives?|clerkships?|observerships?|externships?|sessions?|placements?|stay|courses?|day you|you(?:'d|'ll)? (?:\w+ ){0,3}?(?:start|travel|come|arrive|begin|visit)|"
    r"(?:months?|dates?|weeks?|terms?|periods?)\s+(?:that\s+)?(?:you\s+(?:want|wish|would|hope|prefer|request|choose)|they\s+(?:want|wish|request)|requested|desired|preferred|of (?:your|their) choice)|it (?:starts|begins)|(?:elective|rotation|block|visit|student|observer|visitor)s? (?:is to )?(?:starts?|begins?))\b"
)
"""A length before the first day of the stay, whatever noun the sentence has for asking."""
DUTY = re.compile(
    r"\b(?:must|has to|have to|needs? to|should|shall|required?|requires|please|no later than|not later than|at least|minimum|no (?:fewer|less) than|not less than|closes?|clos(?:es|ing|ed)|ends?|deadline|or more|or earlier|ask|accepted|considered|honou?red|stop\w*|due)\b"
)
ASKED_NOTICE = re.compile(
    r"\b(?:please|give|us|we (?:need|ask|like|require|appreciate)|requires?|required|needed|at least|minimum|expect|appreciate[ds]?)\b"
)
LATER = re.compile(r"\b(?:later|less|fewer|closer|nearer|shorter) than\s*(?:an?\s+)?$")
WITHIN = re.compile(r"\bwithin\s*$")
OF_START = re.compile(
    r"^\s*(?:of|from|before|to|until) (?:the |your |their |an? )?(?:requested |desired |proposed |intended |planned )?(?:start\w*|arrival|rotation|visit|first day|block|elective|observership)\b"
)
TURNED_DOWN = re.compile(
    r"\b(?:withdrawn|declined|refused|returned|rejected|denied|without review|not|cannot|no longer|never|bottom of the pile|unread)\b"
)
NOBODY = re.compile(r"\b(?:nothing|none|no (?:\w+ ){0,2}?(?:requests?|applications?)|not|cannot|never)\b")
ALONE_BEFORE = re.compile(
    r"^\W*(?:at least|minimum(?: of)?|no (?:later|fewer|less) than|not (?:later|less) than|about|approximately|please|preferably|ideally)?\W*$"
)
ANSWERED = re.compile(
    r"^\W*(?:(?:no|yes|sorry),?\s+)?(?:we|the (?:office|department|program|coordinator)|please|you(?:'ll)?(?: will| should)?)\s+(?:usually |generally |typically |normally |will )?(?:asks?|requires?|needs?|recommends?|suggests?|likes?|prefers?|want|advise|allow|plan|give)\s+(?:for |on |us |about |around |at least |a minimum of |approximately |roughly )*$"
)
"""What answers the question how early: "We ask for three months"."""
ALONE_AFTER = re.compile(
    r"^'?s?\s*(?:or (?:more|longer|earlier)\s+)?(?:prior|before|ahead|in advance|beforehand|out)\b(?:\s+(?:the|your|each)?\s*(?:start|arrival|first day|block|visit|rotation)\w*)?\s*(?:[.,;(]|$|is (?:best|preferred|required|the minimum|ideal|needed))|^\s*(?:is|are) (?:the|our) (?:minimum|least|shortest)\b"
)
SUBMIT_AND_PAY = re.compile(
    r"\b(?:apply|applications?|requests?|forms?|packets?|materials|paperwork)\b"
    r"(?:\s+(?:online|by e-?mail))?,?\s+(?:and|with|along with|together with)\s+(?:must\s+|should\s+|also\s+)?(?:pay\w*|enclos\w+|includ\w+|attach\w*|remit\w*|(?:the|their|your|an?)\s+(?:[\w-]+\s+){0,3}?(?:fee|payment))\b"
)
"""What is paid with the application is due when the application is."""
STRONG = re.compile(
    r"\bappl(?:y|ies|ied|ying|ication|ications|icants?)\b|\bdeadline\b|\blead[- ]time\b|\bsubmi\w+|\brequests?\b|\bsuggest\b|\bvslo\b|\bintake form\b|\bpaperwork\b"
)
NOT_LEAD = re.compile(
    r"\b(?:onboarding (?:tasks?|requirements?|modules?|documents?|items?|steps?)|cancel\w*|withdraw\w*|drop|dropp\w*|refund\w*|pay(?:ment|able|ments)?|paid|fees?|tuition|balance|remainder|instal?lment|deposit|invoice|notified|notify|notification|contacted|offer(?:s|ed)?|extended|orientation|immuni[sz]\w*|vaccin\w*|titers?|drug (?:screen|test)\w*|background checks?|tb\b|health (?:insurance|form|record|clearance)\w*|evidence of|insurance|agreements?|housing|parking|absen\w*|reschedul\w*|emailed|(?<!prefer to )(?<!like to )(?<!need to )(?<!want to )(?<!wish to )(?<!have to )(?<!must )(?<!should )receives?|will receive|(?:will|are to|is to) be sent|you will|hear back|badge|compliance|cleared|license|licen[sc]ing|graduat\w*|travel|flight|test results?|toefl|physical exam|processed|reviewed|training modules?|e-learning|modules|check-?in|arrive|changes?|switch|released|open(?:s|ed)?|interviews?)\b"
)
NOT_EARLIER = re.compile(
    r"\b(?:beginning|starting|opening|opens?|as early as|as soon as|released?|available)\s*$|\b(?:no|not) (?:more|earlier|sooner|greater) than\s*(?:an?\s+)?$|\bwithin\s*$|\bup to\s*$|(?<!no )(?<!not )\bfewer than\s*$|(?<!no )(?<!not )\bless than\s*$|\buntil\s*$|\bmost apply\b[^.;]*$"
)
AND_BETTER = re.compile(
    r"^\s*,?\s*(?:and|but|or)?\s*(?:is\s+)?\(?(?:is\s+|are\s+)?(?:recommended|preferabl[ey]|preferred|ideally|better|if possible)\b[^.;]{0,25}$"
)
TAKEN_UNTIL = re.compile(
    r"(?<!not )(?<!no )\b(?:accepted|taken|received|considered|honou?red)\s+(?:until|till|through)\s*$"
)
"""How late applications are still taken: "accepted until four weeks before"."""
TO_THE_CALL = re.compile(
    r"^\s*(?:to\s+)?(?:the\s+|this\s+|your\s+)?(?:application\s+)?(?:deadline|call|application|closing|date of application|appl)"
)
LESS = re.compile(r"\b(?:less|fewer) than\s*(?:an?\s+)?$")
REFUSED = re.compile(r"\b(?:not|cannot|no longer|never|unable)\b")
TO_PROCESS = re.compile(
    r"^\s*(?:in order\s+)?to (?:process|review|complete|consider|set up|schedule|clear|onboard|vet|credential|approve|arrange|prepare|organi[sz]e)\b[^.;]{0,40}\b(?:application|request|paperwork|onboarding|file|visitors?|observers?|students?|visit|everything|access)|"
    r"^\s*to (?:get|have) (?:everything|everyone|it all|all of (?:this|it)|your [\w-]+|the paperwork|an? \w+|you|observers?|visitors?) (?:\w+ )?(?:done|cleared|approved|processed|completed?|ready|in order|through)\b"
)
TAKES = re.compile(
    r"\b(?:takes?|need|needs)(?: up to| about| around| at least| approximately| roughly| us)*\s*$"
)
NEEDS = re.compile(r"\b(?:needs?|requires?|must have)\b(?: us| at least| a minimum of| approximately)*\s*$")
RECOMMENDED = re.compile(
    r"\b(?:recommend\w*|suggest\w*|encourag\w*|prefer\w*|ideally|best|typically|generally|advis\w+|should)\b"
)
PROCESS = re.compile(
    r"\b(?:requests?|process|processing|onboarding|approval|review|clearance|credentialing|paperwork|requirements)\b[^.;]{0,60}\b(?:takes?|requires?|can take|may take|allow)\b(?: up to| approximately| at least| a minimum of| about| an?)*\s*$|\b(?:do not allow|please allow|allow|require[sd]?)\b(?: us| for| up to| approximately| at least| a minimum of| an?)*\s*$"
)
FOR_IT = re.compile(r"^\s*for (?:it|this|that|these|them|all (?:of )?(?:this|that))\b|^\W*$")
PLAN_FOR = re.compile(
    r"\b(?:plan (?:for|on)|allow|expect|takes?|budget)(?: about| around| at least| up to| roughly)*\s*$"
)
END_TO_END = re.compile(
    r"^\s*(?:from (?:beginning|start) to (?:end|finish)|for (?:the|this) (?:whole |entire )?process\b|from (?:the )?(?:day|date|time) (?:that )?(?:we|the office|the \w+) (?:get|gets|have|receives?)\b|from (?:the )?(?:receipt|day of receipt)\b|from the time (?:you|we))"
)
ALLOW = re.compile(r"\ballow\b(?: us| for| approximately| at least| a minimum of| an?)*\s*$")
APPROVAL = re.compile(
    r"^\s*for\s+(?:the\s+|your\s+|proper\s+)*(?:[\w-]+\s+){0,2}(?:approval|processing|review|onboarding|clearance|credentialing)\b"
    r"|^\s*for\s+(?:the\s+|your\s+|all\s+)?(?:\w+\s+)?(?:applications?|requests?|paperwork|documents?|packets?|forms?)\s+to\s+be\s+"
    r"(?:processed|reviewed|approved|cleared|completed)\b"
)
PLANNED = re.compile(
    r"\bapply (?:\w+ )?(?:early|ahead|in advance|that far)\b|\bapply (?:well|at least)\b|\b(?:send|submit|start|write)\b[^.;]{0,30}\bearly\b|\bplan ahead\b|\bplan\b[^.;]*\baccordingly\b|\bstart date\b|\bbegin their\b|\bprior to\b|\bin advance\b|\bbefore (?:your|the|their) (?:start|rotation|visit|arrival|observership)|\bonboarding\b"
)


@dataclass(frozen=True, slots=True)
class Lead:
    weeks: float
    raw: str
    sentence: Sentence
    strength: int


def find(section: Section) -> Iterator[Claim]:
    """`deadline` (ISO date, MM-DD or the words as printed) and `lead_time_weeks`."""
    shared = without_service(section, inherited(section))
    lead = lead_time(section.sentences) or lead_time(shared)
    if lead is not None:
        yield Claim(
            "lead_time_weeks",
            lead.raw,
            lead.sentence.text,
            "deadline.lead_time",
            lead.weeks,
            lead.sentence.block.order,
            lead.strength,
        )
    found = list(deadlines(section.sentences))
    if not found and not any(ROLLING.search(s.low) for s in section.sentences):
        found = list(deadlines(shared))
    rows = {d[1].block.order for d in found if d[1].block.cells}
    if lead is not None and len(rows) >= 3:
        found = [d for d in found if not d[1].block.cells]
    if claim := chosen(found, section):
        yield claim


ROLLING = re.compile(
    r"\b(?:applications?|nominations?|requests?|we)\b[^.;]{0,40}\b(?:throughout the (?:calendar |academic )?year|year[- ]round|all year|at any time|any time of (?:the )?year)\b"
)
"""A part of the page that takes applications at any time has no deadline of another part."""
SERVICE = re.compile(r"\bvslo\b|\bvsas\b|visiting student (?:learning|application)")


def without_service(section: Section, shared: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """What the page says of the service by which students of the country apply is not for those from abroad, where
    their own part does not name it."""
    if side_of(section) != "international" or any(SERVICE.search(s.low) for s in section.sentences):
        return shared
    return tuple(s for s in shared if not SERVICE.search(plain(s.block.text[:1500])))


# --- dated deadlines -----------------------------------------------------------------------------------------------


def deadlines(sentences: Iterable[Sentence]) -> Iterator[tuple[Dated, Sentence]]:
    """Dates by which to apply, each with its sentence."""
    previous: Sentence | None = None
    for sentence in sentences:
        low = sentence.low
        if not dates.hinted(low) or len(low) > 1500:
            previous = sentence
            continue
        headed = heads_deadline(sentence, previous)
        if of_one_course(sentence):
            previous = sentence
            continue
        if headed or sentence.block.cells or CANDIDATE.search(low):
            spans = dates.find(sentence.text)
            for index, dated in enumerate(spans):
                start = next((d.end for d in reversed(spans[:index]) if d.precision in FIRM), 0)
                if governs(sentence, dated, start, headed):
                    yield dated, sentence
        previous = sentence


ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+\w")
HOUR = re.compile(r"\b[ap]\.m\.")
FIRM = ("day", "month", "part")
CANDIDATE = re.compile(
    r"deadline|clos|due|nominat|regist|appl|submi|last day|until|cut-?off|by |before |call|shut|window|opens?\b"
)


ENDS_ON = re.compile(r"\b(?:clos\w+|shuts?|due|deadline(?: is)?)\s+(?:on|by)$")


def heads_deadline(sentence: Sentence, previous: Sentence | None) -> bool:
    """Does the heading, row name, column, lead or the line above ask by when to apply?"""
    block = sentence.block
    texts = [plain(block.trail[-1])] if block.trail and block.kind != "heading" else []
    texts.append(plain(block.lead))
    if block.cells:
        texts += [plain(block.cells[0][1])]
    if previous is not None and ENDS_ON.search(previous.low):
        return True
    if (
        previous is not None
        and not dates.find(previous.text)
        and (len(previous.low) < 60 or previous.low.endswith((":", " on")))
        and previous.block.trail == block.trail
    ):
        texts.append(previous.low)
    return any(
        len(t) < 110 and DEADLINE_HEADING.search(t) and not NOT_OURS.search(BOTH_CALLED.sub("", t))
        for t in texts
        if t
    )


BOTH_CALLED = re.compile(
    r"\babstracts?(?=(?: and| &|/)[^.;]{0,15}\b(?:applications?|awards?|nominations?)\b)"
)


def governs(sentence: Sentence, dated: Dated, start: int, headed: bool) -> bool:
    low = HOUR.sub(lambda m: m[0].replace(".", " "), sentence.low)
    if "@" in low or "://" in low or "www." in low:
        low = ADDRESS.sub(lambda m: m[0].replace(".", "_"), low)
    before, after = low[: dated.start], low[dated.end :]
    near = CLAUSE.split(low[start : dated.start])[-1]
    clause = CLAUSE.split(before)[-1]
    if dated.precision not in FIRM or NOT_TAKING.search(clause):
        return False
    column, cell = next(
        ((plain(h), plain(v)) for h, v in sentence.block.cells if h and dated.raw in v), ("", "")
    )
    if column and sentence.block.cells:
        if IN_CELL.search(cell) and not NOT_OURS.search(cell):
            return True
        columns = " ".join(plain(h) for h, _ in sentence.block.cells)
        if dated.is_range and TAKEN_COLUMN.match(column):
            return True
        asked = DEADLINE_HEADING.search(column) or (TO_COLUMN.match(column) and OPENING.search(columns))
        return bool(asked) and not NOT_OURS.search(column)
    if OUTSIDE.match(after):
        return False
    cue = (
        CUE_BEFORE.search(near)
        or (CUE_BEFORE.search(clause) if ONLY_BY.match(near) else None)
        or (
            CUE_BEFORE.search(clause)
            if start and re.fullmatch(r"(?:[\s,;&/-]|and\b|or\b|\([^()]{1,30}\))*", low[start : dated.start])
            else None
        )
    )
    if (
        cue
        and not NOT_OURS.search(cue["gap"])
        and not NOT_OURS.search(
            near[max(0, cue.start() - 30) : cue.end()].replace("abstracts and applications", "")
        )
    ):
        if not dated.is_range and FIRST_DAY.search(near):
            return False
        named = cue["word"]
        if re.search(r"\bclos|\bdue|\bshut|\brun", named) and not (
            APPLYING.search(low) or headed or applies_above(sentence)
        ):
            return False
        return not (
            dated.is_range
            and re.search(r"\bopen", clause) is None
            and not WINDOW.search(clause)
            and re.search(r"rotation|session", near) is not None
        )
    if start and PASSED_TO.search(before[-40:]) and ("deadline" in low or headed or APPLYING.search(low)):
        return not NOT_OURS.search(near.replace("abstract", ""))
    if HAVE_UNTIL.search(before[-30:]) and TO_APPLY.match(after):
        return True
    if BY_THEN.search(before[-40:]) and THEN_APPLY.match(after) and not NOT_OURS.search(after[:40]):
        return True
    if TOO_LATE.search(clause) and NOT_TAKEN.match(after):
        return True
    if CUE_AFTER.match(after) and not NOT_OURS.search(re.split(r"[;.]", after)[0][:40]):
        return True
    if dated.is_range and WINDOW.search(clause) and not NOT_OURS.search(clause[-60:]):
        return True
    return bool(
        (headed and not near.strip(" :-–•*("))
        or (headed and len(low) < 70 and not OPENS.search(near) and not NOT_OURS.search(low))
    )


IN_CELL = re.compile(r"\b(?:due|deadline|apply by|clos\w+|submit by)\b")
TAKEN_COLUMN = re.compile(
    r"^\W*(?:applications?|requests?|nominations?|submissions?)\s+(?:are\s+)?(?:accepted|received|taken|open|period|window|dates)\W*$"
)
"""A column of the windows in which applications are taken."""
TO_COLUMN = re.compile(r"^\W*(?:to|until|through|closes?|closing|ends?)\W*$")
OPENING = re.compile(r"\bappl\w*\b|\bopens?\b|\bwindow\b")
NOT_TAKING = re.compile(
    r"\b(?:not|no longer|no|suspended|paused|hold|cannot)\b[^.;]{0,45}\b(?:until|till|through|before)\b[^.;]{0,20}$"
)
TOO_LATE = re.compile(
    r"\b(?:received|submitted|applications?|arriving|postmarked)\b[^.;]{0,20}\bafter(?: the)?\s*$"
)
NOT_TAKEN = re.compile(
    r"^[^.;]{0,30}\b(?:(?:not|no longer|never)\b[^.;]{0,20}\b(?:considered|accepted|reviewed|processed)|"
    r"(?:considered|reviewed|held|processed) for the (?:next|following))\b"
)
FIRST_DAY = re.compile(
    r"\b(?:beginning|starting|begins?|starts?|opens?|opening|effective|as of|as early as|no earlier than|on or after)\s+(?:on\s+|in\s+|about\s+)?$"
)
"""Before the day on which something begins, and not ends: "apply through the portal beginning ..."."""
ONLY_BY = re.compile(rf"^[\s,]*(?:and\s+)?{BY}\s*$")


def applies_above(sentence: Sentence) -> bool:
    return any(APPLYING.search(plain(text)) for text in sentence.block.trail[-2:])


def chosen(found: list[tuple[Dated, Sentence]], section: Section) -> Claim | None:
    """Of several deadlines the next one after the fetch date, else the last; days before vaguer dates."""
    if not found:
        return None
    today = section.fetched
    exact = [(d, s) for d, s in found if d.precision == "day"]
    if not exact:
        dated, sentence = found[0]
        return Claim(
            "deadline", dated.raw, sentence.text, "deadline.as_printed", dated.raw, sentence.block.order, 1
        )
    resolved = [(value_of(d, s, section), d, s) for d, s in exact]
    ahead = [t for t in resolved if meant(t[0], today) >= today]
    value, dated, sentence = (
        min(ahead, key=lambda t: meant(t[0], today))
        if ahead
        else max(resolved, key=lambda t: meant(t[0], today))
    )
    rule = "deadline.recurring" if len(value) == 5 else "deadline.dated"
    return Claim("deadline", dated.raw, sentence.text, rule, value, sentence.block.order, 2)


def meant(value: str, today: date) -> date:
    if len(value) == 10:
        return date.fromisoformat(value)
    month, day = int(value[:2]), int(value[3:])
    here = dates.Day(None, month, day).on(today.year)
    return here if here >= today else dates.Day(None, month, day).on(today.year + 1)


def value_of(dated: Dated, sentence: Sentence, section: Section) -> str:
    """The ISO date; a year that is not printed is taken from the text around, unless the date recurs by its words."""
    iso = dated.iso or ""
    if len(iso) == 10 or RECURS.search(sentence.low):
        return iso
    today = section.fetched
    if named := WEEKDAY.search(sentence.low[max(0, dated.start - 14) : dated.end]):
        for likely in (today.year, today.year + 1, today.year - 1):
            if dated.last.on(likely).strftime("%a").lower() == named[1]:
                return f"{likely}-{iso}"
    if WAS_DUE.search(sentence.low[: dated.start][-60:]) and any(
        d.last.year in (today.year, today.year - 1) for d in dates.find(sentence.text) if not d.recurs
    ):
        past = dated.last.on(today.year)
        return f"{past.year if past <= today else past.year - 1}-{iso}"
    around = (*sentence.block.trail[-1:], sentence.block.lead, sentence.block.text[:1000])
    if any(RECURS.search(plain(text)) for text in around):
        return iso
    year = year_beside(sentence, dated, section)
    return f"{year}-{iso}" if year is not None else iso


WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?\b")
"""A weekday that is named with a date tells its year."""
WAS_DUE = re.compile(r"\b(?:was|were|closed|ended|passed)\b")
DATELINE = re.compile(
    r"\b(?:updated|reviewed|revised|effective|took effect|takes effect|version|posted|published|copyright|last changed|modified)\b|©"
)


def year_beside(sentence: Sentence, dated: Dated, section: Section) -> int | None:
    """The year of the dates in the same block; else of the academic year, or the only current year, that is named."""
    here = [d for d in dates.find(sentence.block.text) if not d.recurs]
    before = [d for d in here if d.precision == "day" and d.start < sentence.block.text.find(dated.raw)]
    if before:
        near = before[-1].last
        wraps = (dated.last.month, dated.last.day) < (near.month, near.day)
        return (near.year or 0) + wraps
    cycles = [d for d in here if d.precision == "academic_year"]
    named = {d.last.year for d in here if d.precision == "year"}
    if not cycles and len(named) == 1:
        return next(iter(named))
    if not cycles:
        texts = [section.title, section.page_title, *sentence.block.trail]
        texts += [
            s.text
            for s in (*section.sentences, *section.shared)
            if "20" in s.text and s.block is not sentence.block and not DATELINE.search(s.low)
        ][:40]
        every = [d for text in texts for d in dates.find(text) if not d.recurs]
        cycles = [d for d in every if d.precision == "academic_year"]
        if not cycles:
            years = {
                d.last.year
                for d in every
                if d.precision in ("day", "month", "season")
                or (d.precision == "year" and (d.last.year or 0) <= section.fetched.year)
            }
            now = {
                y
                for y in years
                if y is not None and section.fetched.year - 1 <= y <= section.fetched.year + 1
            }
            return next(iter(now)) if len(now) == 1 and len(years) <= 2 else None
    return max((c.first.year for c in cycles if c.first.year), default=None)


# --- lead time -----------------------------------------------------------------------------------------------------


def lead_time(sentences: Iterable[Sentence]) -> Lead | None:
    """The time before the start that an application needs; a requirement goes before a recommendation."""
    found = [lead for sentence in sentences if not of_one_course(sentence) for lead in leads(sentence)]
    return max(found, key=lambda lead: lead.strength) if found else None


def leads(sentence: Sentence) -> Iterator[Lead]:
    low = sentence.low
    if not lengths.hinted(low) or len(low) > 1500:
        return
    if "@" in low:
        low = ADDRESS.sub(lambda m: m[0].replace(".", "_"), low)
    near = [plain(text) for text in sentence.block.trail[-1:]]
    near += [plain(sentence.block.lead), *(plain(value) for _, value in sentence.block.cells[:1])]
    under = any(len(t) < 90 and (DEADLINE_HEADING.search(t) or ASKS_WHEN.search(t)) for t in near if t)
    every = lengths.find(low)
    for number, length in enumerate(every):
        before, after = low[: length.start], low[length.end :]
        if number + 1 < len(every) and AND_BETTER.match(low[length.end : every[number + 1].start]):
            after = low[every[number + 1].end :]
        here = CLAUSE.split(before)[-1]
        if sentence.block.cells:  # the row's name is no part of the clause
            here = here.removeprefix(plain(sentence.block.cells[0][1]))
        rest = CLAUSE.split(after)[0]
        if length.unit == "year" or length.least > 60:
            continue
        strength = lead_strength(length, sentence, here, rest, after, under)
        if strength:
            weeks = lead_weeks(length, longest=strength == 2 and not AHEAD.match(after))
            yield Lead(weeks, sentence.text[length.start : length.end], sentence, strength)


ASKS_WHEN = re.compile(
    r"\bhow (?:early|far|soon|long before)\b|\bcan i (?:still )?(?:apply|come|start|schedule|book)\b[^?]*\b(?:next|this|now|soon|tomorrow)\b|\bwhen (?:should|do|must|can|to)\b[^?]*\b(?:apply|submit|send|book|write|ask|request|start|contact)|^\W*(?:to )?(?:apply|request|book|notice|advance notice|lead time|timing|apply by|request by)\W*$|\bin advance\b|\bahead\b"
)


def lead_strength(
    length: lengths.Length, sentence: Sentence, here: str, rest: str, after: str, under: bool
) -> int:
    """How surely a length is the time that an application needs before the start; 0 where it is not."""
    if NAMED_LEAD.search(here) and not NOT_LEAD.search(here):
        return 4
    if WITHIN.search(here) and OF_START.match(after) and NOBODY.search(here) and not NOT_LATE.search(here):
        return 4
    if (
        LATER.search(here)
        and (BEFORE_START.match(after) or AHEAD.match(after) or OF_START.match(after))
        and (TURNED_DOWN.search(rest) or NOBODY.search(here))
    ):
        return 0 if NOT_LATE.search(here) else 5
    if (
        under
        and (ALONE_BEFORE.match(here) or ANSWERED.match(here))
        and (ALONE_AFTER.match(after) or not after.strip(" ."))
    ):
        return 4
    match = AHEAD.match(after)
    if match is None:
        return to_prepare(length, sentence, here, rest, after)
    if (
        NOT_EARLIER.search(here)
        and not (TAKEN_UNTIL.search(here) and length.most <= 9)
        and not (LESS.search(here) and (REFUSED.search(rest) or NOBODY.search(here)))
    ):
        return 0
    clause = here + " " + rest
    told = clause if len(clause) < 260 else here[-160:] + " " + rest[:100]
    word = match["word"]
    if word in ("notice", "advance notice", "warning"):
        asked = re.search(r"\b(?:apply|application|visit|observ|request)", told) or ASKED_NOTICE.search(told)
        if not asked or NOT_LEAD.search(here) or NOT_LEAD.search(rest[:60]):
            return 0
        return 3
    start = BEFORE_START.match(after)
    of_start = start is not None and DUTY.search(told)
    tail = rest[max(match.end(), start.end() if start else 0) :]
    if ALONE_BEFORE.match(here):  # the length opens its sentence, and what is due stands behind the comma
        tail = tail.lstrip(" ,")
    tail = TAIL_END.split(tail)[0]
    if not (
        under
        or APPLY.search(told)
        or of_start
        or word.startswith(("between", "from"))
        or ALONE_AFTER.match(after)
    ):
        return 0
    if NOT_LEAD.search(near_verb(here)) and not SUBMIT_AND_PAY.search(here):
        return 0
    if NOT_LEAD.search(WHY.split(tail)[0][:60]) or NOT_YOURS.search(re.split(r"\band\b|,", here)[-1]):
        return 0
    if FILLS.search(here) or ONCE_IN.search(here):
        return 0
    if re.search(r"\byou (?:will|should|may) (?:receive|be|get|hear)\b", rest):
        return 0
    if TO_THE_CALL.match(rest[match.end() :]):
        return 0
    strength = 4 if under or STRONG.search(told) else 3
    return strength - 1 if RECOMMENDED.search(here[-60:]) else strength


FILLS = re.compile(r"\b(?:fill(?:s|ed|ing)?|booked|full)\b(?! (?:in|out)\b)[^.;]{0,30}$")
"""How far ahead the places go, and not how far ahead one must ask."""
ONCE_IN = re.compile(
    r"^\W*(?:once|after|upon|when|if)\s+(?:(?:you|your \w+|the \w+|they|students|it)\s+(?:are|is|have been|has been|were)\s+)?(?:being\s+)?(?:accept(?:ed|ance)|approv(?:ed|al)|confirm(?:ed|ation)|offered|placed|scheduled|selected)\b(?! by)(?![^.;]*\bappl(?:y|ications?)\b)"
)
"""What those who are in have still to do."""
OPENS_THEN = re.compile(r"\bopen\w*\b[^.;]*?\band\s+(?=clos|ends?\b|must\b)")
TAIL_END = re.compile(r",|\sand\s(?:then\s)?(?=(?:pay|remit|enclose|include|attach)\b)")
WHY = re.compile(r"\b(?:because|since|as|so that|to give)\b")
NOT_LATE = re.compile(r"\b(?:pay\w*|fees?|cancel\w*|withdraw\w*|drop\w*|refund\w*|immuni[sz]\w*|vaccin\w*)\b")
NOT_YOURS = re.compile(
    r"\b(?:visitors?|students?|observers?|rotations?|places?|schedules?|assignments?) (?:is|are|will be) (?:\w+ )?(?:confirmed|assigned|placed|announced|posted)\b|\b(?:we|office|staff) (?:begin|start|send|notify|e-?mail|contact|release|process)\w*\b"
)


def to_prepare(length: lengths.Length, sentence: Sentence, here: str, rest: str, after: str) -> int:
    """The same for a time that the host needs: "allow six weeks for onboarding", "approval takes a month"."""
    low = sentence.low
    if length.least < 2 and not (ALLOW.search(here) and APPROVAL.match(after)):
        return 0
    if PLAN_FOR.search(here) and END_TO_END.match(after):
        return 1
    if (NEEDS.search(here) and TO_PROCESS.match(after)) or (
        ALLOW.search(here) and (APPROVAL.match(after) or (FOR_IT.match(after) and len(low) < 60))
    ):
        return 1
    takes = TO_PROCESS.match(after) if TAKES.search(here) else None
    if takes and "at least" in here[-40:]:
        return 1
    if (
        (takes or PROCESS.search(here))
        and not NOT_LEAD.search(rest[takes.end() if takes else 0 :])
        and not re.search(r"\bagreement", low)
    ):
        text = plain(sentence.block.text)
        if PLANNED.search(text) and re.search(
            r"\bappl|\bobserver|\bonboarding|\bvisit|\brequest|\bapprov|\bthe process", text
        ):
            return 2
    return 0


def near_verb(here: str) -> str:
    """The last words before the length, from the last verb of duty on."""
    if "open" in here:
        here = OPENS_THEN.sub("applications ", here)
    cut = [
        m.start()
        for m in re.finditer(
            r"\b(?:must|should|required?|requires|needs?|has to|have to|are|is|apply|submit\w*|please)\b",
            here,
        )
    ]
    earlier = [c for c in cut if c < len(here) - 12]
    start = max(0, (earlier[-1] if earlier else 0) - 45)
    return here[start:]


def lead_weeks(length: lengths.Length, longest: bool = False) -> float:
    """Weeks; months are 4.35 weeks, rounded; working days are five a week. `longest`: of a range its upper end."""
    if longest and length.is_range:
        return length.most
    if length.unit == "month":
        return float(round(count_of(length) * 4.35))
    if length.working:
        return round(count_of(length) / 5, 1) if length.unit == "day" else length.least
    return length.least


def count_of(length: lengths.Length) -> float:
    match = re.match(rf"({lengths.NUMBER})", length.raw)
    return lengths.number(match[1]) if match else length.least / 4.35
