"""How long the stay is: [shortest, longest] in weeks.

A length counts where its clause says that it is the stay's: the noun it is joined to ("four-week rotation"), the verb
before it ("observerships last"), the heading it stands under. Lead times, processing times, years since graduation and
the like have the same form and are told apart by the words right beside them.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract import lengths
from pipeline.extract.duration_caps import block_caps, counted, renewals
from pipeline.extract.duration_dates import dated_stay
from pipeline.extract.lengths import Length
from pipeline.extract.scope import elsewhere, inherited, names_both, of_one_course, side, side_of
from pipeline.extract.stays import OTHER, STAY, WEAK, WORDS, Bound, Statement
from pipeline.model import Claim, Section, Sentence
from pipeline.sentences import plain

HEADING = re.compile(r"\b(?:" + "|".join(WORDS["headings"]) + r")\b")
ADJECTIVES = r"(?:(?!(?:prior|before|after|in|of|from|to|for|and|or|per|is|are|with|at|on|by|notice|until|further|can|may|will|must|the|an?|your)(?![\w-]))[a-z][\w&'/-]*,?\s+){0,4}?"
JOINED = re.compile(rf"^[\s,-]*(?:\([^)]*\)\s*)?(?:long\s+)?{ADJECTIVES}{STAY}\b")
JOINED_WEAK = re.compile(rf"^[\s,-]*(?:\([^)]*\)\s*)?(?:long\s+)?{ADJECTIVES}{WEAK}\b")
JOINED_OTHER = re.compile(rf"^[\s-]*(?:\([^)]*\)\s*)?{ADJECTIVES}{OTHER}\b")
OF_STAY = re.compile(
    rf"^\s*(?:in length|in duration|long|duration|of (?:an? |the |their |your |our )?{ADJECTIVES}(?:{STAY}|observation|observing|coursework|clinical time|elective time|shadowing|study in)\b|in (?:an? |the |each |any |one |our )?(?:{ADJECTIVES}{STAY}|department|institution|service|clinic)|(?:for|at) (?:the |an? |your |their |each )?(?:whole |entire |full |chosen )*(?:elective|rotation|observership|visit|stay|host)\b)"
)
SUBJECT = re.compile(
    rf"\b(?:{STAY}|{WEAK}|students?|visitors?|participants?|applicants?|trainees?|vos?|scholars?|candidates?|you|they|awardees?|fellows?|physicians?|externs?|graduates?|everyone|doctors?|professionals?|clinicians?|surgeons?|medical students|interns?|guests?|individuals?|people|persons?|anyone|someone|most|nominees?|rotators?|shadowers?|learners?|teams?|colleagues|delegates?|attendees?|hosts?|posts?|roles?|volunteers?|participation|enrollment|attendance|access)\b[^.;?!]{{0,80}}?\b(?:lasts?|lasting|last|equals?|means|is|are|be|being|offered|offers|follow|follows|available|provided|vary|varies|ranges?|ranging|runs?|run|spend|spends|spent|rotates?|stay|stays|remain|observe|observes|follow|follows|following|accompany|accompanies|watch|watches|learn|shadow|participate|attend|attends|enroll|limited|exceed|granted|scheduled|duration|length|completed?|takes?|consists?|accepted|schedule[sd]?|register|do|have|request|book|choose|select|undertake|arrange|join|serve|work|train|request|permitted|allowed|approved|extend|appointed|come|visit|up to|minimum|maximum|of|for|restricted|typically|usually|between|pick|picks|select|selects|opt|agree|commit|serves|span|spans|hosted?|hosts|welcomed?|receives?|received|takes? part|made|works|chooses?|rotating|observing|shadowing|joins?|comes?|visits|trains?|remains?)\b[^.;?!]{{0,40}}$"
)
LENGTH_WORD = re.compile(
    r"\bour (?:[\w-]+ )?(?:minimum|maximum|limit|max|min)\b[^.;?!]{0,25}$|\b(?:durations?|lengths?|length of (?:stay|time)|period of (?:stay|observation|time)|commitments?|term limit|(?:time )?limit|time frame|maximum stay|minimum stay|stays?)\b[^.;?!]{0,60}$"
)
OF_PATIENTS = re.compile(
    r"^\W*(?:the |our |most |many )?patients\b|\b(?:rehabilitation|detox\w*|treatment|weight[- ]loss|recovery|therapy) (?:program|stay)\b[^.;]{0,30}\bpatients?\b"
)
NO_SUCH = re.compile(r"\bno\s*$")
"""What is not offered: "no two-week requests"."""
NOT_DONE = re.compile(
    r"\b(?:do|does|did|will|can|could)\s?(?:not|n't|no longer)\s+(?:\w+\s+)?(?:do|offer|accept|have|give|allow|host|schedule|provide|take|approve|run)\s+(?:any\s+|stand-?alone\s+)?$|\b(?:cannot|no longer)\s+(?:do|offer|accept|allow|host|schedule|take)\s+(?:any\s+)?$"
)
NOT_OFFERED = re.compile(
    r"^[^.;,]{0,45}\b(?:is|are|was|were)(?:n't| not| no longer| never)\s+(?:\w+\s+)?(?:offered|available|accepted|possible|allowed|permitted|given|considered|an option|open (?:to|for))\b"
    r"|^[^.;,]{0,45}\b(?:is|are)\s+(?:\w+\s+)?(?:reserved|restricted|limited|only|open only|meant|kept|intended)\s+(?:only\s+)?(?:for|to)\s+(?:our|(?:the\s+)?(?!(?:visit|intern|extern|outside|guest|away|foreign|non|final|senior|fourth|4th|graduat|medical|student|those|applicant|all|md|do)\w*\b)[\w.'-]+)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}?(?:students?|residents?|trainees?|fellows?)\b"
)
UNDER_LEAD = re.compile(
    r"\bhow (?:early|far|soon)\b|\bahead\b|\badvance\b|\bwhen (?:should|do|must|can|to)\b[^?]*\b(?:apply|send|submit|book)|^(?:request|apply|book|submit)\w* by\b"
)
EARNED = re.compile(
    r"\bcertificates?\b|\bletters? of (?:recommendation|reference)\b|\blors?\b|\btoefl\b|\bielts\b|\bscores?\b"
)
EARNED_BY = re.compile(r"\b(?:after|finish|complet|spent|least|minimum|more than|within)\w*\b[^.;]{0,30}$")
"""How long one has to stay to earn a letter or a certificate is not how long the stay is."""
PRONOUN = re.compile(
    r"^\W*(?:it|this|these|those|each|each one|they|all|both|everything|every one|one)\s+(?:\w+\s+)?(?:is|are|lasts?|runs?|spans?|continues?|goes on|will (?:be|last|run))\b[^.;]{0,30}$"
)
"""Subjects that stand for the stay named before: "Each is four weeks"."""
STAY_TAKES = re.compile(
    r"\b(?:trips?|visits?|stays?|rotations?|observerships?|electives?|programs?|courses?|placements?|internships?|attachments?)\s+(?:usually |typically |generally )?takes?(?: up to| about| at least| place over)?\s*$"
    r"|\b(?:grants?|awards?|scholarships?|funding|support)\s+(?:covers?|is for|supports?|funds?|pays? for|runs?|lasts?)\s+(?:an?\s+)?(?:(?:period|stay|visit) of\s+|up to\s+)*$"
)
MAY_SPEND = re.compile(
    r"\b(?:can|may|could|will) (?:\w+ )?(?:spend|stay|visit|rotate|observe|come)(?: for| with us for)?(?: up to| at most| as (?:long|many) as| a maximum of| about)?\s*$"
)
"""Who may spend some weeks has a stay, whatever was said of applying before."""
PEOPLE_TAKE = re.compile(
    r"\b(?:students?|visitors?|applicants?|externs?|observers?|candidates?|trainees?|physicians?|scholars?|you)\s+(?:(?:may|can|could|must|should|will)\s+)?(?:only\s+|not\s+)?takes?(?: on)?\s*$"
)
"""Who takes some weeks spends them; what takes some weeks is a process."""
SHIFTS = re.compile(
    r"\b(?:shifts?|clinic days|on-call days|half-days)\b[^.;,]{0,20}\b(?:in|over|across|within|during)\s+(?:a\s+|the\s+)?$"
)
OPENS = re.compile(r"^\W*(?:for|over|in|during)\s+(?:up to |about |at least |a period of |these |the )*$")
THEN_THEY = re.compile(
    r"^,?\s+(?:the |our |an? |each |your )?(?:[\w-]+\s+){0,2}(?:students?|fellows?|observers?|visitors?|participants?|programmes?|programs?|externs?|scholars?|trainees?|you|they)\b"
)
HEARS = re.compile(
    r"\b(?:hear|notif\w+|receive|inform\w*|respond|response|decision|letter|contact\w*|email\w*)\b"
)
"""What applicants do after a time of waiting."""
SPENT_SO = re.compile(
    r"^\s*(?:of\s+)?(?:observ\w+|shadow\w+|watch\w+|visiting|rotating|learning|training|working|studying|at|in|with|alongside|on)\b"
)
SPENT = re.compile(r"\b(?:spend|spends|spent|spending|stay|stays|remain|remains)\s+(?:[\w-]+\s+){0,3}$")
FRAGMENT = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:or (?:more|less|longer|fewer)|and up|each|apiece|total|altogether|long|full[- ]?time|part[- ]?time|"
    r"max(?:imum)?|min(?:imum)?|only|(?:is|are) (?:advised|recommended|preferred|usual|typical|required|expected|standard|the norm)|at (?:the )?(?:very )?(?:most|least))\b\s*)*"
    r"(?:$|[.,;:(|]|-\s|(?:beginning|starting)\b|(?:in|on|inside|within|with|at|alongside|per (?:rotation|elective|block|session|student|visit|stay|clerkship|observership|(?:calendar |academic )?year)|(?:a|each|any) (?:calendar |academic )?year)\b)"
)
"""What may follow a length that is a line or an item of its own."""
PRELUDE = re.compile(
    r"^\W*(?:(?:full[- ]time|how long|for|from|about|approximately|up to|at least|at most|no more than|no less than|minimum(?: of)?|maximum(?: of)?|usually|typically|generally|normally|between|stays? of|only|just)\W+){0,3}$"
)
CLAUSE_END = re.compile(r"[;]|\.\s")
NOT_FRAGMENT = re.compile(
    r"\b(?:prior|before|advance|ahead|notice|apply|applications?|submit\w*|deadline|due|experience|training|graduat\w+|degree|school|licen[sc]\w*|valid|old|ago|age|since|tests?|immun\w*|titer|screen\w*|vaccin\w*|processing|review|refund\w*|cancel\w*|hours|am|pm|(?<!through )monday(?! (?:through|to|-))|tuesday|wednesday|thursday|(?<!through )(?<!to )(?<!- )friday|per week|a week|week[- ]end|practice|sitting|didactics?|lectures?|clinics?|icu|wards?)\b"
)
NOT_ASKED = re.compile(
    r"\b(?:requirements?|eligib\w+|documents?|checklist|immuni[sz]\w*|health|to apply|when to|deadlines?|apply|visas?|immigration|curriculum|refunds?|cancel\w*|how early|how far|advance|what to (?:send|bring)|benefits|experience|training|qualif\w+|criteria|processing|orientation|onboarding)\b"
)
"""Headings under which a bare length is no stay's."""
VISA = re.compile(r"\b(?:visas?|immigration|esta|j-1|b-1)\b")
AT_THE_PRICE = re.compile(
    r"(?:[$€£]\s?[\d,.]+|\b(?:dollars|usd|euros?|prices?|fees?|tuition|cost)(?: (?:is|are))?)\s+(?:for|per|covers)\s+(?:(?:the|each|every|a|an)\s+)?(?:full\s+|whole\s+)?$"
)
STARTS_ITEM = re.compile(
    r"^[^a-z0-9]*(?:(?:at least|minimum|maximum|max|min|up to|stay|a|of|about|typically|for|usually|generally|period|:|no more than|at most)\W+){0,5}$"
)

PURPOSES = r"(?:process|review|complete|respond|receive|hear|pay|accept|decide|obtain|get|arrange|prepare|finali[sz]e|execute|be (?:approved|processed|reviewed|cleared|scheduled|notified|released|considered)|allow|meet|submit|apply|cancel|withdraw|confirm|clear|onboard|secure)"
NOT_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:,\s*)?(?:or (?:more|longer|less|fewer)\s+)?(?:prior|before|in advance|ahead|beforehand|advance|notice|of age|old\b|ago\b|from (?:the |your |our )?(?:date|receipt|time|submission|start|end|day|graduation|today|now)|after\b|following|"
    r"of (?:the |your |their |our |a |an |any )?(?:receipt|receiving|offer|acceptance|application|submission|start|end\b|notification|notice|graduat|arrival|visit date|date|expir|work|practice|practi[cs]ing|medical (?:school|education|training)|interview|clinical (?:work|experience in|rotations? (?:in|at))|full-?time|experience|lead|their core|core|in-hospital|accredited|teaching|schooling|research experience|leave|vacation|absence|sick|time off|employment|post)|"
    rf"(?:is required |are required |required |needed |is needed )?(?:in order )?to {PURPOSES}|post\b|since\b|per (?:week|month|day)|apart|until(?! further)|of (?:them|these|those|which)\b|for (?:the )?(?:processing|review|approval|onboarding|credentialing|visa|clearance|application|background|paperwork|completion|a decision)|"
    r"(?:are |is |was |were )?(?:required |needed |allowed |permitted )?(?:between\b(?! (?:\d|the hours))|for travel|validity)|period (?:prior|before|after|from|following|of time (?:before|after|to))|later|past\b|earlier|from\b(?! (?:early |mid-?|late )?(?:jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|winter|monday|\d))|out\b|into\b|(?:on|in|at|with) each\b|to (?:select|choose|pick)\b|each (?:week|month)|(?<!, )a (?:week|month|day)\b|ends?\b)"
)
EXPERIENCE_AFTER = re.compile(
    r"^\s*(?:of|in) (?:(?:u\.?s\.?|hands-on|prior|previous|relevant|recent|american|documented) )+(?:\w+ )?experience\b|^\s*(?:of|in) (?:an? |the |any )?(?:[\w-]+ ){0,3}?(?:training|residency|internship|post-?graduate)\b"
)
FOR = re.compile(r"\bfor(?: a (?:period|total|duration|term) of)?\s*$")
VISITS = re.compile(
    r"\b(?:watch\w*|observ\w+|visit\w*|rotat\w+|train\w*|work\w*|come|host\w*|stay\w*|shadow\w*|spend\w*|join\w*|study)\b"
)
NOT_BEFORE = re.compile(
    r"(?:\bhear[ds]?\b[^.;]{0,40}\b(?:in|for|after|within)|\bwithin(?: the| a| an)?(?: first| last| past| next| previous| same)?|\btakes?(?: up to| about| approximately| at least| a minimum of| between| around| anywhere from| roughly| typically)*|\btaking|\ballow(?: for)?(?: up to| at least| a minimum of| approximately)?|\bprocess(?:ed|ing)?(?: time)?(?: is| of| takes)?(?: a minimum of| approximately| up to| at least| minimum)*|\brespon\w+ (?:in|within|time)(?: of| is)?|\breviewed (?:in|within)|\bevery|\b(?:the|your|their|this|within|these) (?:last|past|next)|\bpast|\bprevious|\bprior|\bfirst|\bfinal|\bnotif\w+|\bvalid(?: for)?|\bexpires? (?:in|after)|\bages?|\bolder than|\bmore than|\bonce (?:a|per|every)|\badd|\bafter(?: the| an?| your| this| only| just| about| at least)*|\b(?:begin|start|arriv\w*|open|due)\w* in|\bthan|\bwait(?:ing)?(?: period)?(?: of)?|\bin the|\bfor the (?:last|past|first|next|previous)|\b(?:completed|practiced|practicing|worked|experience|licensed|finished|employed|trained)(?: at least| for| for at least| of at least| a minimum of)*|\bextended?(?: by| for)?|\bextensions? of|\badditional|\banother|\bextra|\bmiss(?:es|ed)?(?: more than| no more than| up to)*|\babsen\w+[^.;]{0,30}|\bolder|\bno (?:earlier|sooner|later) than|\b(?:a|per|each) |\bcancel\w*[^.;]{0,40}|\brefund\w*[^.;]{0,30}|\brequires?(?: a minimum of| at least| up to)?|\bvaccin\w+[^.;]{0,40}|\btest(?:s|ing|ed)?[^.;]{0,40}|\bscreen\w*[^.;]{0,30}|\bx-rays?[^.;]{0,30}|\bppd[^.;]{0,30}|\bnegative[^.;]{0,30}|\bretain\w*[^.;]{0,20}|\bcopy[^.;]{0,50}|\bresidency (?:program )?(?:is|of|lasts|takes|requires)[^.;]{0,8}|\blicens\w+[^.;]{0,40}|\bgraduat(?:ed|ion|ing)\b[^.;]{0,40}|\bpostgraduate[^.;]{0,20}|\bexperience of|(?<!staff )(?<!faculty )(?<!team )\bmember\w*[^.;]{0,30}|\breport[^.;]{0,30}|\bre-?apply[^.;]{0,20}|\beligible to[^.;]{0,20}|\bdeadline\b[^.;]{0,30}|\bdecision\w*[^.;]{0,30}|\bspan of|\bweek-?ends? in|\bplus|\badmitted(?: to the (?:us|u\.s\.|country|united states))? for(?: up to)?|\bin any(?: given)?|\bduring (?:a|any|the)(?: first| last)?|\bin (?:a|an|any)(?: single)?|\b(?:one|two|three|\d) (?:times?|days?) (?:a|per|in|every)|\bper|\bincludes?|\bof which|\bhours)\W*$"
)
PURPOSE_BEFORE = re.compile(
    r"\b(?:apply|applications?|submitted|submit|received|contact(?:ed)?|paperwork|notified|processed|allow|plan|register|pay(?:ment|able)?|due|deposit|cancellations?|withdraw\w*|drop|lead time|turnaround|onboarding|approval|review|credentialing|visas?|affiliation agreements?|decision|interview|reapply|immuni[sz]ation|insurance|malpractice|coverage|cover|housing|lease|rent|fee|fees|parking|orientation)\b[^.;:]{0,50}$"
)
APART = re.compile(
    r"\b(?:degree|residency program|master|phd|curriculum|m\.?d\.? program|medical program|board exam)\b"
)
LIKE_LEAD = re.compile(r"\b(?:before|prior to|in advance|ahead of)\b")

MOST_BEFORE = re.compile(
    r"(?:\b(?:an?|the) )?(?:\bup to|\bfrom (?:just )?(?:a few|several|some|a couple of|one or two) (?:days?|weeks?|months?) (?:up )?to|\bbeyond|\bin excess of|\bmax(?:imum)?\.?(?: (?:duration|length|period|stay|time|term|limit))?(?: of| is|:)?(?: up to)?(?: (?:two|\d) )?|\bno (?:more|longer|greater) than|\bnot (?:to |be |last )?(?:exceed(?:ing)?|longer than|more than)|\bnot (?:to )?exceed|\b(?:no|not|never|nor|cannot|n't)\b[^.;:]{0,60}?\b(?:more|longer|greater|further) than|\b(?:not|never|cannot|n't)\b[^.;:]{0,40}?\b(?:for|go|goes|stay|last|run|extend|continue|be)\s(?:over|beyond|past)|\b(?:cannot|can't|may not|must not|will not|should not|shall not|does not|do not|never) (?:exceed|last longer than|be longer than|stay longer than|be more than|last more than)|\bat (?:the )?most|\blimited to(?: an?)?(?: maximum of| total of)?|\bas long as|\bcapped at|\b(?:less|fewer|shorter) than|\bunder|\bmaximum(?:(?!min)[^.;]){0,45}? (?:is|of)|\ballowed[^.;]{0,30}? is|\bexceed(?:ing)?|\blonger than|\b(?:seldom|rarely|hardly ever|not usually|usually not|usually no) (?:more|longer) than|\brestricted to|\bas many as|\ba total of|\blimit of)(?: of| a| an| the| only| about| approximately| \d{1,3} hours?,? (?:or|/|\())*\s*$"
)
LEAST_BEFORE = re.compile(
    r"(?:\b(?:an?|the) )?(?:\bat least|\bas (?:little|few|short) as|\bmin(?:imum)?\.?(?: (?:duration|length|period|stay|time|commitment|term))?(?: of| is|:)?|\bno (?:less|fewer|shorter) than|\bnot (?:be )?(?:less|fewer|shorter) than|\bminimum(?:(?!max)[^.;]){0,45}? (?:is|of)|\bnot[^.;]{0,50}\b(?:less|fewer|shorter) than|\bno [^.;]{0,40}\b(?:less|fewer|shorter) than)(?: a| an| the)*\s*$"
)
MOST_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:or (?:less|fewer|shorter)|\(?max(?:imum)?\b|at (?:the )?(?:very )?most|(?:[a-z]+ ){0,4}?(?:is|are) (?:the|our|an?) (?:absolute |upper |hard |most |longest )?(?:maximum|max|most|limit|longest|ceiling|cap)\b|\(?(?:the )?longest\b|tops\b|at the outside\b|total maximum|limit\b|cap\b|\w+ (?:maximum|limit)\b(?! of)|is (?:allowed|permitted|possible|accepted)|(?:in (?:total|all)|total|altogether|all told)\b)"
)
LEAST_AFTER = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:or (?:more|longer|greater)|\(?min(?:imum)?\b|(?:full[- ]time,? |in (?:all|total),? |each,? |, [a-z -]{3,20}, )?at (?:the )?(?:very )?(?:least|minimum)\b(?! (?:\d|one|two|three|four))|and (?:up|longer|more)\b|(?:[a-z]+ ){0,4}?is (?:the|our) (?:minimum|shortest|least|floor)|\+|plus\b|\w+ minimum\b(?! of))"
)
ONLY = re.compile(
    r"\bonly\b|\bmust be\b|\buntil further notice\b|\beffective\b|\bas of\b|\ball (?:of )?(?:our )?(?:electives|rotations|observerships)\b"
)
PROLONGED = re.compile(
    r"(?<!no )\blonger (?:by|with|on|if|at the discretion|upon)\b|\boption (?:to extend|of (?:an )?exten\w+)|\b(?:may|can|could) be (?:extended|prolonged|renewed|lengthened)|\bextensions? (?:may|can|are|is) (?:be )?(?:possible|considered|available|granted|allowed)|\blonger (?:stays?|periods?|rotations?|observerships?)[^.;]{0,40}(?:may|can|possible|considered|arranged)|\bcan (?:extend|prolong)|\bto stay longer\b|\bmay extend\b|\beach (?:additional|extra) week|\badditional weeks?\b|\bweek(?:s)? more\b"
)
UNPROLONGED = re.compile(r"\b(?:no|not|cannot|without)\b[^.;]{0,25}\bexten")
MARKETED = re.compile(
    r"\bexamples? of\b|\bfor example\b|\be\.g\.|\bpast\b|\bhave hosted\b|\brecently\b|\bduring my\b|\bi (?:spent|did|completed)\b|\bsuch as\b"
)


def find(section: Section) -> Iterator[Claim]:
    """At most one claim, for duration_weeks: a pair of weeks, either end None."""
    statements = without_rounds(usual_of_catalog(list(read(section.sentences, section))))
    if not any(s.weight == 3 for s in statements):
        statements += read(inherited(section), section)
    statements += list(priced_packages(section)) if not statements else []
    statements += list(itemised(section)) if not statements else []
    statements += list(dated_stay(section)) if not statements else []
    statements += list(block_caps(section, statements))
    statements += list(renewals(section, statements))
    if not statements:
        return
    own = " ".join(
        s.low for s in section.sentences if "week" in s.low or "exten" in s.low or "longer" in s.low
    )
    least, most, main, rule = settled(statements, bool(PROLONGED.search(own)) and not UNPROLONGED.search(own))
    if least is None and most is None:
        return
    if least is None and most is not None and most <= ONE_DAY:
        least = most
    sentence = main.sentence
    raw = sentence.text[main.length.start : main.length.end]
    yield Claim(
        "duration_weeks",
        raw,
        sentence.text,
        f"duration.{rule}",
        (least, most),
        sentence.block.order,
        main.weight,
    )


ONE_DAY = 0.15
"""In weeks; a visit of a day at most is one of a day."""


def read(sentences: Iterable[Sentence], section: Section) -> Iterator[Statement]:
    own_side = side_of(section)
    for sentence in sentences:
        low = sentence.low
        if sentence.block.cells and sentence.index == 0:
            yield from in_columns(sentence)
        if not lengths.hinted(low) or len(low) > 1500 or elsewhere(sentence, section) or of_visas(sentence):
            continue
        if NOT_OURS.search(low):
            continue
        headed = under_heading(sentence)
        previous: Statement | None = None
        for length in without_parts(lengths.find(low), low):
            beside = previous is not None and bool(BESIDE.match(low[previous.length.end : length.start]))
            statement = stated(length, sentence, headed, beside)
            if (
                statement is not None
                and own_side
                and names_both(low)
                and side(clause_of(low, length)) not in ("", own_side)
            ):
                statement = None
            if statement is not None:
                yield statement
            previous = statement
        yield from counted(sentence)


def clause_of(low: str, length: Length) -> str:
    """The clause of a length, where a sentence says one thing of one audience and another of the other."""
    left = CLAUSES.split(low[: length.start])[-1]
    return left + low[length.start : length.end] + CLAUSES.split(low[length.end :])[0]


CLAUSES = re.compile(
    r";|[.?!]\s|,?\s(?:while|whereas|but)\s|,\s(?:and\s)?(?=(?:international|domestic|u\.?s)\b)"
)
NOT_OURS = re.compile(
    r"\b(?:run|offered|organi[sz]ed|managed|hosted|administered|arranged|sponsored|belongs?|held)\b[^.;]{0,50}\bnot (?:by |of |to |at )?(?:us|(?:the|our|this) (?:department|division|office|program|hospital|section))\b"
)
"""What another office runs."""


def without_parts(found: Sequence[Length], low: str) -> Sequence[Length]:
    """Without the lengths that add up to the one before them: "four weeks: two on the wards and two weeks in clinic"."""
    for i, (whole, part) in enumerate(itertools.pairwise(found)):
        times = TIMES_BEFORE.search(low[: part.start])
        if (
            times
            and not MOST_BEFORE.search(low[: whole.start])
            and lengths.number(times["n"]) * part.least == whole.least
        ):
            return (*found[: i + 1], *found[i + 2 :])
    for i, whole in enumerate(found[:-2]):
        parts = found[i + 1 :]
        if (
            not whole.is_range
            and not any(part.is_range for part in parts)
            and abs(sum(part.least for part in parts) - whole.least) < 0.01
            and PARTS.search(low[whole.end : parts[0].start])
        ):
            return found[: i + 1]
    return found


def without_rounds(statements: list[Statement]) -> list[Statement]:
    """Without the weeks on each ward, where those of one sentence add up to the stay that another states."""
    wholes = {s.length.least: s.sentence for s in statements if s.bound == "exact" and not s.length.is_range}
    if len(wholes) < 2:
        return statements
    kept = []
    for statement in statements:
        found = lengths.find(statement.sentence.low)
        total = sum(part.least for part in found)
        whole = wholes.get(total)
        if len(found) < 2 or whole is None or whole is statement.sentence or any(p.is_range for p in found):
            kept.append(statement)
    return kept


TIMES_BEFORE = re.compile(r"\b(?P<n>two|three|four|five|six|[2-6])\s+(?:\w+\s+)?$")
PARTS = re.compile(r"[:(,-]|\b(?:with|split|divided|made up|consist\w*|of which|includ\w+|compris\w+)\b")


def usual_of_catalog(statements: list[Statement]) -> list[Statement]:
    """Of the courses of a catalog, whose parts have lengths too, the length that most of them name."""
    coded = [s for s in statements if of_one_course(s.sentence) and s.bound in ("exact", "range")]
    if len(coded) < 6:
        return statements
    usual, times = Counter((s.length.least, s.length.most) for s in coded).most_common(1)[0]
    if 2 * times <= len(coded):
        return statements
    return [s for s in statements if s not in coded or (s.length.least, s.length.most) == usual]


def of_visas(sentence: Sentence) -> bool:
    """Under a heading of visas a length is what the class of visa allows."""
    return bool(sentence.block.trail) and bool(VISA.search(plain(sentence.block.trail[-1])))


def in_columns(sentence: Sentence) -> Iterator[Statement]:
    """The lengths that a table has as columns ("2 weeks | 4 weeks"), and bare numbers in a column of weeks."""
    cells = sentence.block.cells
    columns = [value for _, value in cells if value]
    alone = [
        found[0] for value in columns if (found := lengths.find(plain(value))) and CELL.match(plain(value))
    ]
    if len(alone) >= 2 and len(alone) >= len(columns) - 1:
        for value in columns:
            start = sentence.text.find(value)
            if start >= 0 and CELL.match(plain(value)):
                for length in lengths.find(sentence.low[start : start + len(value)]):
                    here = replace(length, start=start + length.start, end=start + length.end)
                    yield Statement(here, "exact", sentence, 2)
        return
    for header, value in cells:
        low = plain(header)
        if value and WEEKS.match(low) and WEEKS_CELL.match(value):
            numbers = [float(n) for n in NUMERAL.findall(value)]
            start = sentence.text.find(value)
            if start >= 0 and min(numbers) > 0 and max(numbers) <= 52:
                length = Length(start, start + len(value), value, min(numbers), max(numbers), "week")
                yield Statement(length, "exact", sentence, 2)


CELL = re.compile(rf"^\W*{lengths.NUMBER}[\s-]*{lengths.UNIT}\W*(?:\([^)]*\))?\W*$")
WEEKS = re.compile(
    r"^\W*(?:#|no\.?|number)?\s*(?:of\s+)?(?:duration|length)?\s*\(?(?:in\s+)?(?:weeks?|wks?)\)?\W*$"
)
WEEKS_CELL = re.compile(r"^\s*\d{1,2}(?:\s*(?:or|to|and|,|/|-|–)\s*\d{1,2})*\s*$")
NUMERAL = re.compile(r"\d+")


def under_heading(sentence: Sentence) -> bool:
    """Does a heading, row name, column or lead right above ask for the length of the stay?"""
    block = sentence.block
    if block.kind == "heading":
        return False
    near = [plain(block.trail[-1])] if block.trail else []
    if block.cells:
        near += [plain(header) for header, _ in block.cells] + [plain(block.cells[0][1])]
    near.append(plain(block.lead))
    return any(len(text) < 90 and HEADING.search(text) and not LIKE_LEAD.search(text) for text in near)


def stated(length: Length, sentence: Sentence, headed: bool, beside: bool = False) -> Statement | None:
    """The length as one of the stay, or None where its words make it something else's."""
    low = sentence.low
    before, after = low[: length.start], low[length.end :]
    here = re.split(r"[;]|[.?!]\s", before)[-1]
    if (
        (length.working and not WORKED.search(here))
        or length.most > 110
        or (length.unit == "year" and length.most > 104)
    ):
        return None
    joined = JOINED.match(after)
    weakly = None if joined else JOINED_WEAK.match(after)
    joined = joined or weakly
    if (
        NOT_AFTER.match(after)
        and not (joined and not re.match(r"\s*(?:prior|before|of|in)\b", after))
        and not (
            SPENT.search(here)
            and re.match(
                r"\s*(?:following|after|from|for|out|past)\b(?! (?:the|your|their) (?:date|rec|acc|app|sub|grad|end|start))",
                after,
            )
        )
    ):
        return None
    if JOINED_OTHER.match(after) and not (
        joined and len(joined[0]) <= len((JOINED_OTHER.match(after) or joined)[0])
    ):
        return None
    told = MOST_BEFORE.sub("", LEAST_BEFORE.sub("", here))
    if (
        NOT_BEFORE.search(told)
        and not STAY_TAKES.search(here)
        and not MAY_SPEND.search(here)
        and not PEOPLE_TAKE.search(told)
        and not NAMED_LENGTH.search(here)
        and not (joined and ARTICLED.search(told) and not after_a_course(told, joined))
        and not (MORE_THAN.search(told) and REFUSED.match(after))
    ):
        return None
    if OF_EXPERIENCE.match(after) and MUST_HAVE.search(told):
        return None
    if OF_PATIENTS.search(low) or (PART_OF.match(after) and SPENDS.search(told)):
        return None
    if (
        NO_SUCH.search(here)
        or NOT_DONE.search(here)
        or (NOT_OFFERED.match(after) and not (THAN.search(here) or MORE_THAN.search(here)))
    ):
        return None
    if UNDER_LEAD.search(" ".join(plain(text) for text in sentence.block.trail[-1:])) and not joined:
        return None
    if EARNED.search(low) and (
        (EARNED_BY.search(here) and not re.search(r"\bthe\W*$", here)) or LEAST_AFTER.match(after)
    ):
        return None
    if EXPERIENCE_AFTER.match(after) and not FOR.search(told):
        return None
    if OTHERS.search(here) and not OURS.search(here):
        return None
    if ABSENT.search(here[-60:]) or ABSENT.search(after[:30]) or licensed(sentence):
        return None
    if re.search(
        r"\b(?:additional|another|extra|final|first|the last|remaining)\W*$", here
    ) or MARKETED.search(here[-60:]):
        return None
    if MARKETED.search(plain(sentence.block.lead)) or MARKETED.search(
        plain("".join(sentence.block.trail[-1:]))
    ):
        return None
    if APART.search(after[:60]) or (
        length.unit == "year"
        and not in_heading(sentence, before, after)
        and not (
            joined
            or headed
            or (SPENT.search(here) or STAY_TAKES.search(here))
            or BY_THE_YEAR.search(told)
            or (length.is_range and SUBJECT.search(here))
            or beside
        )
    ):
        return None
    bound: Bound = "range" if length.is_range else "exact"
    upper, lower = MOST_BEFORE.search(here), LEAST_BEFORE.search(here)
    if upper and lower:  # the nearer word rules: "a minimum of one and a maximum of three"
        upper, lower = (upper, None) if nearest(upper) > nearest(lower) else (None, lower)
    if upper or (MOST_AFTER.match(after) and not lower):
        bound = "most"
    elif (lower or LEAST_AFTER.match(after)) and not (length.is_range and not length.choice):
        bound = "least"
    if CAP_PAREN.search(here) or "limit" in here[-16:]:
        bound = "most"
    if THAN.search(here) and (REFUSED.match(after) or OR_MORE_THAN.match(after)):
        bound = "least"
    elif MORE_THAN.search(here) and REFUSED.match(after):
        bound = "most"
    of_stay = bool(OF_STAY.match(after))
    subject = bool(
        beside
        or SUBJECT.search(here)
        or COLON.search(told)
        or CAP_PAREN.search(here)
        or (MOST_IS.match(after) and len(low) < 90)
        or (THAN.search(here) and REFUSED.match(OR_MORE_THAN.sub("", after)) and OURS.search(here))
        or (MORE_THAN.search(here) and REFUSED.match(after) and OURS.search(here))
        or MENU.match(here)
        or LENGTH_WORD.search(here)
        or (FOR.search(told) and VISITS.search(here))
        or (upper and PERMITTED.match(after))
        or (SPENT.search(here) and WITH_US.match(after) and not STAFF_SPEND.search(here))
        or APPLIES_FOR.search(told)
        or (
            length.unit == "year"
            and (POST_OF.search(told) or (BY_THE_YEAR.search(told) and OF_RESEARCH.match(after)))
        )
        or PRONOUN.search(told)
        or STAY_TAKES.search(here)
        or PEOPLE_TAKE.search(told)
        or (SPENT.search(here) and SPENT_SO.match(after) and length.unit != "year")
        or SHIFTS.search(here)
        or (OPENS.match(here) and THEN_THEY.match(after) and not HEARS.search(after[:60]))
    )
    alone = headed and bool(STARTS_ITEM.match(here) or len(low) < 60)
    since = here[max((m.end() for m in LAST_STAY.finditer(here)), default=0) :]
    if PURPOSE_BEFORE.search(since) and not (
        MAY_SPEND.search(here) or joined or of_stay or headed or APPLIES_FOR.search(told)
    ):
        return None
    if LIKE_LEAD.search(after[:60]) and not joined and not of_stay and not headed:
        return None
    priced = bool(PRICED.match(after)) and bool(STARTS_ITEM.match(here))
    alone = alone or of_its_own(length, sentence, before, after)
    if not (
        joined or of_stay or subject or headed or priced or alone or short_stay(sentence, here, after, bound)
        or (AT_THE_PRICE.search(here) and not re.search(r"\b(?:room|housing|hotel|rent|apartment)", here))
    ):  # fmt: skip
        return None
    weight = 3 if headed or of_stay or subject else 2
    if joined and subject:
        weight = 3
    if weakly and not headed:
        weight = 2 if subject else 1
    if (
        not (joined or of_stay or headed or alone or (SPENT.search(here) or STAY_TAKES.search(here)))
        and length.unit == "year"
        and not ((FULL_TIME.search(here) or length.is_range) and BY_THE_YEAR.search(told))
        and not (BY_THE_YEAR.search(told) and OF_RESEARCH.match(after))
        and not POST_OF.search(told)
        and not (length.is_range and SUBJECT.search(here))
        and not beside
    ):
        return None
    return Statement(length, bound, sentence, weight, bool(ONLY.search(low)))


WORKED = re.compile(
    rf"\b(?:{STAY}|observe|shadow|stay)\b[^.;]{{0,40}}\b(?:exceed|longer than|more than|up to|maximum of|limited to|restricted to|lasts?(?: for)?|is|at most)\s*$"
)
"""Before working days that are those of the stay itself, and not of a notice."""


OF_EXPERIENCE = re.compile(r"^\s*of (?:[\w-]+ ){0,3}?experience\b")
MUST_HAVE = re.compile(
    r"\b(?:must have|should have|applicants? (?:have|has|with)|candidates? (?:have|with)|(?:physicians?|graduates?|doctors?) with|possess|need|requir(?:es?|ed))\W*(?:(?:at least|a minimum of|minimum|more than|had|completed|the|an?)\W*)*$"
)
"""What an applicant brings, and not what the stay is."""
PART_OF = re.compile(rf"^\s*(?:of|during|in) (?:the|this|your|their|that) (?:[\w-]+ )?{STAY}\b")
SPENDS = re.compile(
    r"\b(?:spend|spends|spent|devoted?|dedicated?)\W*(?:(?:the|one|first|last|about|at least|or)\W*)*$"
)
"""A part of the stay that is spent on one thing."""


def of_its_own(length: Length, sentence: Sentence, before: str, after: str) -> bool:
    """A length that is a line or an item by itself, or ends its sentence behind a comma."""
    here = re.split(r"[;]|[.?!]\s", before)[-1]
    if in_heading(sentence, before, after):
        return True
    if sentence.block.kind == "heading":
        return False
    if ends_behind_a_comma(sentence, here, after):
        return True
    rest = BEGINNING.split(CLAUSE_END.split(after)[0])[0]
    if length.unit == "year" or NOT_FRAGMENT.search(here[-40:] + " " + rest[:50]):
        return False
    trail = sentence.block.trail
    if any(NOT_ASKED.search(plain(text)) for text in (*trail[-1:], sentence.block.lead)):
        return False
    return bool(PRELUDE.match(here) and FRAGMENT.match(after))


def in_heading(sentence: Sentence, before: str, after: str) -> bool:
    """A heading that says the length behind its name: "Research Fellow (one year)"."""
    return sentence.block.kind == "heading" and before.endswith("(") and after.startswith(")")


def priced_packages(section: Section) -> Iterator[Statement]:
    """Headings that are a length, each with its price right under it: the packages of a seller."""
    for title, line in itertools.pairwise(section.sentences):
        if (
            title.block.kind == "heading"
            and lengths.hinted(title.low)
            and CELL.match(title.low)
            and PRICED.match(line.low)
        ):
            for length in lengths.find(title.low):
                yield Statement(length, "exact", title, 2)


def itemised(section: Section) -> Iterator[Statement]:
    """Rotations that are listed with the length of each behind its name: "Surgery (8 weeks)"."""
    found = [
        Statement(length, "range" if length.is_range else "exact", s, 2)
        for s in section.sentences
        if len(s.low) < 70
        and lengths.hinted(s.low)
        and ITEM.match(s.low)
        and not ITEM_OF_OTHERS.search(s.low)
        and not elsewhere(s, section)
        for length in lengths.find(s.low)
    ]
    if len(found) >= 4:
        yield from found


ITEM = re.compile(
    rf"^\W*[a-z][^().;:]{{3,50}}\((?:{lengths.NUMBER}(?:\s*(?:or|to|-|/)\s*))?{lengths.NUMBER}[\s-]*(?:weeks?|wks?|months?)\)\W*$"
)
ITEM_OF_OTHERS = re.compile(
    r"\b(?:before|prior|process\w*|review|apply|application|badge|clearance|screen\w*|vacation|year|pgy)\b"
)


def ends_behind_a_comma(sentence: Sentence, here: str, after: str) -> bool:
    return (
        here.endswith(", ")
        and not after.strip(" .)")
        and 0 < len(here) < 200
        and bool(OURS.search(sentence.low) or "you " in sentence.low)
        and not NOT_FRAGMENT.search(here[-25:])
    )


BEGINNING = re.compile(r"\b(?:beginning|starting) (?:on|each|every|the)\b")
PRICED = re.compile(r"^\s*(?:[:=(-]+\s*)?(?:usd\s*)?[$€£]\s?\d")
"""A line or row that begins with a length and goes on with a price names a stay: "Four weeks: $900"."""
WITH_US = re.compile(
    r"^\s*(?:with|in|at|as|observing|working|rotating|shadowing|learning|here|on (?:the|our|a)\b)\b"
)
STAFF_SPEND = re.compile(
    r"\b(?:residents?|house ?staff|faculty|nurses?|pgy[- ]?\d?|fellows|attendings?|interns)\b[^.;]{0,40}$"
)
PERMITTED = re.compile(r"^\s*(?:is|are) (?:permitted|allowed|possible|accepted|available|offered)\b")
APPLIES_FOR = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying)|applications?|requests?|requested|ask(?:ed)?|sign(?:ed)? up|register(?:ed)?)\s+for(?: a (?:period|stay|visit|total) of)?\s*$"
)
"""A time that is applied for is the stay, not the time of applying."""
LAST_STAY = re.compile(rf"\b{STAY}\b")


BY_THE_YEAR = re.compile(
    r"\b(?:for|of) (?:an? )?(?:periods?|terms?|visits?|stays?) (?:of|from|between|ranging from)\W*$"
    r"|\b(?:stays?|lasts?|duration|for|commit(?:ment|s|ted)? (?:of|to)|(?:fellowships?|positions?|posts?|appointments?|traineeships?) of|appointed for|would like|offer(?:s|ed)?|seek(?:s|ing)?|spend(?:s|ing)?)\W*(?:(?:an?|the|at least|up to|a minimum of|a term of)\W*)*$"
)
OF_RESEARCH = re.compile(
    rf"^\s*of\s+{ADJECTIVES}(?:research|training|fellowship|study)\b(?! (?:experience|required|is|are|before|prior))"
)
POST_OF = re.compile(
    r"\b(?:(?:fellowships?|positions?|posts?|appointments?|traineeships?|commit(?:ment|s|ted)?) (?:of|to|(?:is|are) (?:usually |typically )?for)|appointed for)\W*(?:(?:an?|the|at least|up to|a minimum of|a term of)\W*)*$"
)
"""Years are those of the stay where a post is of them."""
FULL_TIME = re.compile(
    r"\b(?:positions?|posts?|appointments?|roles?|scholars?|volunteers?)\b[^.;]{0,40}\b(?:full[- ]time|unpaid|on[- ]site|in person)\b"
)
"""Years are those of a stay where a post is held full time for them."""


def after_a_course(told: str, joined: re.Match[str]) -> bool:
    """ "After the two-week course" is a part of the stay; "after the four-week program" is the stay itself."""
    return bool(re.search(r"\bafter the\W*$", told)) and bool(
        re.search(r"\b(?:course|training|session|module|orientation)s?$", joined[0])
    )


def nearest(match: re.Match[str]) -> int:
    """Where the last of the bound's own words begins."""
    return max(
        (m.start() for m in BOUND_WORD.finditer(match.string, match.start(), match.end())),
        default=match.start(),
    )


BOUND_WORD = re.compile(
    r"[a-z]*(?:min|max)[a-z]*|\b(?:up|most|least|more|less|fewer|shorter|longer|greater|exceed\w*|limit\w*|under|capped|restricted|total|long)\b"
)
NAMED_LENGTH = re.compile(r"\b(?:commitments?|durations?|lengths?)\b[^.;]{0,25}$")
BESIDE = re.compile(r"^\s*(?:,\s*)?(?:and|or|to|but|with|up|/|;)?[^.;]{0,40}$")
COLON = re.compile(rf"\b{STAY}\b[^.;:]{{0,25}}:\s*(?:less than\s*|under\s*)?$")
MOST_IS = re.compile(
    r"^\s*(?:[a-z]+ ){0,4}?(?:is|are) (?:the|our) (?:absolute |upper |hard )?(?:most|maximum|max|limit|longest|ceiling|cap|shortest|minimum|floor)\b"
)
CAP_PAREN = re.compile(r"\b(?:max(?:imum)?|up to|no more than|limit(?:ed)?|at most)\b[^.;()]{0,45}\($")
THAN = re.compile(r"\b(?:shorter|less|fewer) than(?: an?)?\s*$")
MORE_THAN = re.compile(r"\b(?:longer|more|greater) than(?: an?)?\s*$")
OR_MORE_THAN = re.compile(
    r"^\s*(?:,\s*)?or (?:for )?(?:more|longer|greater) than [\w ]{3,20}?(?:days?|weeks?|months?)\b"
)
MENU = re.compile(
    r"^\W*(?:please )?(?:choose|select|pick|book|time|term|period|when|how long)\W*(?:from |between )?$"
)
"""Words that offer lengths to choose from, or ask for one."""
REFUSED = re.compile(r"^[^.;]{0,25}\b(?:not|cannot|no longer|never|impossible)\b")
OTHERS = re.compile(r"\b(?:our residents|residents rotate|pgy|our fellows|faculty members?|attendings?)\b")
OURS = re.compile(
    rf"\b(?:{STAY}|requests? (?:for|of)|students?|visiting|visitors?|imgs?|externs?|applicants?)\b"
)
ARTICLED = re.compile(
    r"\b(?:additional|a|the|per|each|final|first|complete[sd]?|requires?|in an?|includes?|than)\W*$"
)
ABSENT = re.compile(
    r"\b(?:absen\w+|miss(?:ed|es)?|days? off|vacation|leave|late(?! (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|autumn|winter)))\b"
)
LICENSE = re.compile(r"\blicens(?:e|es|ed|ing|ure)\b|\bexemption\b")


def licensed(sentence: Sentence) -> bool:
    """Does the sentence, or the heading over it, speak of a licence, which has terms of its own?"""
    return bool(LICENSE.search(sentence.low)) or any(
        LICENSE.search(plain(text)) for text in sentence.block.trail[-1:]
    )


def short_stay(sentence: Sentence, here: str, after: str, bound: Bound) -> bool:
    """A list item or line that says little but a length with its bound ("Minimum 1 month.")."""
    return (
        len(sentence.low) < 45
        and bound in ("least", "most")
        and not re.search(
            r"[a-z]{4,}",
            re.sub(
                r"min\w*|max\w*|least|most|month\w*|week\w*|day\w*|limit|cap|per|calendar|academic|year|stay|length|required?|up to",
                "",
                here + after,
            ),
        )
    )


USUAL = re.compile(r"\b(?:most|usual(?:ly)?|typical(?:ly)?|on average|generally|often)\b[^.;]*$")
"""What most people do sets no bound where a least stay is named."""


def settled(
    statements: list[Statement], prolonged: bool
) -> tuple[float | None, float | None, Statement, str]:
    """One pair out of all statements, the statement to quote, and the rule that settled it."""
    only = [s for s in statements if s.only and s.bound in ("exact", "range") and s.weight >= 2]
    hard = [s for s in only if re.search(r"\bonly\b[^.;]{0,60}$", s.sentence.low[: s.length.start])]
    if hard and not any(s.bound == "most" for s in hard):
        chosen = hard
        return min(s.length.least for s in chosen), max(s.length.most for s in chosen), chosen[0], "only"
    top = max(s.weight for s in statements)
    firm = [s for s in statements if s.weight == top] if top >= 2 else statements
    blocks = [
        s
        for s in statements
        if s.bound in ("exact", "range")
        and s.weight >= min(top, 2 if any(x.weight == 2 and x.bound != "least" for x in statements) else 1)
    ]
    leasts = [s for s in statements if s.bound == "least"]
    mosts = [s for s in statements if s.bound == "most"]
    low = [s.length.least for s in leasts] or [s.length.least for s in blocks]
    high = [s.length.most for s in mosts]
    least: float | None = min(low) if low else None
    most: float | None
    if high:
        most = max([*high, *(s.length.most for s in blocks if s.bound == "range")])
        if blocks and least is not None and least > most:
            least = None
        rule = "block_and_cap" if blocks or leasts else "at_most"
    elif leasts:
        ranged = [
            s.length.most
            for s in blocks
            if s.length.most > (least or 0) and not USUAL.search(s.sentence.low[: s.length.start][-60:])
        ]
        most = max(ranged) if ranged else None
        rule = "at_least"
    else:
        most = max((s.length.most for s in blocks), default=None)
        if prolonged and most is not None:
            most = None
        rule = "stated"
    main = (firm if not blocks else [s for s in blocks if s in firm] or blocks)[0]
    if not blocks and mosts:
        main = max(mosts, key=lambda s: s.length.most)
    return least, most, main, rule
