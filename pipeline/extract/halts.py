"""The grammar of a stop: that a programme takes nobody for now, or is gone for good, in whatever words.

Three shapes carry it: a host that cannot or will not do something ("we are not adding names", "has no room for"), a
thing that is in a state ("every place is spoken for", "the form is turned off"), and a notice without a subject
("SUSPENDED THROUGH JUNE"). What is named must be the programme, its places or its way in.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re

FOR_NOW = (
    r"(?:at (?:this|the present|the current|present)(?: time| moment)?\b|at the (?:moment|minute)|just now|currently|presently|right now|for now|for the time being|until (?:further|then|at least|\w+ \d|20\d\d|(?:early|mid|late|the (?:new|fall|spring|summer|winter|end|beginning|construction|move|work|program|renovation))\b|spring|summer|fall|autumn|winter|next|january|february|march|april|may|june|july|august|september|october|november|december|(?:we|the \w+) (?:re-?open|resume|move|finish|have (?:more|enough|the)))|through (?:\w+ )?\d|for the (?:foreseeable|rest|remainder|coming|current|\d{4})"
    r"|this (?:academic )?(?:year|season|cycle|summer|fall|spring|winter|month|term)|for (?:all of |calendar |academic year )?20\d\d|in (?:all of )?20\d\d|temporar\w+|in the (?:meantime|interim)|while (?:the|we|our|this|it)"
    r"|(?:(?:due|owing|thanks) to|because(?: of)?|for (?:lack|want) of|as a result of)\b(?! [^.;]{0,40}(?:law|polic|liabilit|regulation|insur|accredit|licens|counsel|rules))|as a result\b|today\b|these days)"
)
ADVERBS = r"(?:(?:currently|presently|now|at this time|at present|also|unfortunately|regrettably|yet|be|been|being|longer|further|for now|any longer) )*"
UNABLE = (
    rf"(?:\b(?:(?:do|does|did|are|is|am|was|were|will|would|can|could|have|has|had) {ADVERBS}not|\w+n't|cannot|no longer|unable to|(?:not|n't) (?:able|allowed|in a position) to|have no (?:way|room|space|capacity|means|plans) to|has no (?:way|room|space|capacity|means|plans) to|lacks? the (?:room|space|capacity|staff\w*|means) to) "
    rf"{ADVERBS}(?:(?:able|in a position|going|set up|equipped|prepared|planning) to (?:be )?|have (?:the )?(?:capacity|room|space|staff\w*|means) (?:to|for) )?{ADVERBS})"
)
TAKES = (
    r"(?:add|answer|read|hold|keep|open|tak|accept|host|accommodat|plac|book|enrol|enroll|regist|register|welcom|consider|review|process|entertain|schedul|receiv|admit|onboard|run|offer|invit|respond to|look at|"
    r"assign|train|precept|maintain|recruit|arrang|provid|honor|honou?r|support|sponsor|collect|conduct)(?:e|es|s|ing|ning|ting|ling|en)?"
)
FILLER = r"(?:(?:any|new|further|additional|more|other|outside|external|visiting|clinical|medical|international|foreign|overseas|elective|observership|observer|rotation|student|extern|externship|shadowing|unsolicited|individual|the|our|all|on|to|for|of|incoming|early|names?|requests|applications|places|such|enrolled|undergraduate|pre-?med\w*|high|school|college|graduate|physician|resident|\w+ology|pediatric|surgical) )*"
PEOPLE = r"(?:observ[eo]rs?(?:hips?)?|visitors?|students?|rotators?|externs?(?:hips?)?|trainees|learners|applicants?|candidates|shadowers?|participants|scholars|volunteers|guests|graduates|physicians|names|anyone)"
PAPERS = r"(?:applications?|requests?|inquir(?:y|ies)|enquir(?:y|ies)|nominations?|registrations?|submissions|proposals|wait(?:ing)?[ -]?lists?|early ones)"
PLACES = r"(?:positions?|places|slots?|spots?|seats?|placements?|openings|vacancies|rotations?|electives?|observ[eo]rships?|externships?|preceptorships?|shadowing|clerkships?|internships?|visits?|attachments?|sub-?internships?|experiences?|grants?|awards?|scholarships?|fellowships?|programs?|programmes?|opportunit(?:y|ies)|desks?|blocks|cohorts?|sessions?|intakes?|spaces)"
WAYS_IN = r"(?:forms?|(?:on-?line |application |request |sign-?up |registration )(?:form|portal|page|system|link)|portal|sign-?ups?|calendar|schedule|roster|application|applications|registration|admission|intake|window|call|waiting list|wait ?list)"
ANY_THING = rf"(?:{PEOPLE}|{PAPERS}|{PLACES})"
HELD = (
    r"(?:suspended|paused|(?:put |placed )?on (?:a )?(?:temporary |indefinite |short )?(?:hold|pause|hiatus|break|ice)|in abeyance|halted|postponed|closed|shut|shuttered|full(?![- ]?(?:time|service|of|y\b))|filled(?! in\b| by\b| on\b| with| as\b| when| if| out)|discontinued|cancell?ed|at (?:full |maximum |its )?capacity|booked(?: up| out| solid)?|inactive|unavailable|"
    r"frozen|deferred|sold out|snapped up|spoken for|given (?:out|away)|allocated|assigned|(?:all )?taken(?! by| up| to| into| from| in\b| on | throughout| all| year| after| as| for| at| per| each| every)|claimed|gone(?= *[.!;,]|$| for)|fully (?:committed|subscribed|booked|enrolled|allocated)|concluded|ended(?! (?:up|with|by|when|if))|oversubscribed|over-subscribed|committed|dormant|mothballed|not running|turned off|switched off|taken down|disabled|down(?! to| the| for the)|"
    r"over for|taking a (?:break|breather|pause|year off|rest)|resting|in recess|wait-?listed only)"
)
BE = rf"(?:(?:is|are|was|were|remains?|stays?|has been|have been|has|have|'s|'ve been|'re) {ADVERBS}(?:(?:all|already|fully|completely|temporarily|indefinitely|officially|again|still|just|formally|entirely|both|currently) )*)"

NO_ROOM = re.compile(
    rf"{UNABLE}{TAKES} {FILLER}{ANY_THING}\b"
    rf"|{UNABLE}(?:be )?(?:accepted|hosted|offered|held|run|considered|reviewed|placed|accommodated|taken|available|running|scheduled|scheduling|hosting|recruiting)\b"
    rf"|\bno (?:\w+ ){{0,3}}(?:{PLACES}|{PEOPLE}|{PAPERS}) (?:will be|are being|is being|are|can be|were|have been) (?:held|offered|hosted|accepted|taken|run|scheduled|placed|available|granted|awarded|made|admitted|considered|reviewed|processed|entertained)\b"
    rf"|\bno (?:room|space|capacity|vacanc(?:y|ies)|openings?|availability) (?:for|to (?:host|take))\b"
    rf"|\b(?:have|has|had) (?:all|as many) (?:of )?(?:the )?{PEOPLE}\b[^.;]{{0,40}}\b(?:can|hold|need|take|host|handle|manage)\b"
    rf"|\bnot (?:being )?(?:awarded|offered|held|given) (?:in|for|this)\b"
    rf"|\b(?:{PLACES}|program\w*)(?: program\w*)? (?:is|are) not {ADVERBS}(?:active|open|available|running|operating|offered|operational)(?! to)\b"
    rf"|\bthere (?:is|are) {ADVERBS}no (?!guarantee|assurance|promise)(?:\w+ ){{0,3}}(?:{PLACES}|availability|capacity|room|space)\b"
)
"""Somebody is not taken. It stops the programme where the sentence says that this is so for now."""
PROGRESSIVE = re.compile(
    rf"\b(?:(?:are|is|am)(?: \w+)? not|(?:are|is)n't|'re not) {ADVERBS}(?:add|answer|read|hold|keep|open|tak|accept|host|accommodat|plac|book|enroll|register|welcom|consider|review|process|entertain|schedul|receiv|admit|onboard|recruit)\w*ing {FILLER}{ANY_THING}\b"
    rf"|\b(?:not|n't|cannot) (?:\w+ )?(?:add|put|be added|be put) (?:\w+ ){{0,4}}(?:to|on) (?:the|our|a) (?:wait(?:ing)?[ -]?list|list)"
    rf"|\b(?:applications?|requests?|the form|forms?|portal|application) (?:is|are) (?:not|n't|no longer) (?:\w+ )?(?:yet )?(?:available|live|open|active|online|accepted|working|up)\b"
    rf"|\b(?:form|portal|application|page|link) (?:is|are) {ADVERBS}(?:down|off|offline|hidden|closed|shut|disabled|inactive|unavailable)\b"
    rf"|\b(?:do|does)(?: not|n't) (?:currently|presently|yet) (?:accept|offer|have|host|provide|take|run) {FILLER}(?:{ANY_THING}|availability|capacity)\b"
    rf"|\b(?:currently|presently|temporarily) (?:we are )?(?:unable|not able|not in a position) to {TAKES} {FILLER}{ANY_THING}\b"
    rf"|\b(?:this|the|our) (?:\w+ ){{0,3}}(?:{PLACES}|program\w*) (?:is|are) no longer (?:available|offered|open|active)(?! to)\b"
    rf"|\b(?:{WAYS_IN}|{PAPERS}|submissions?|deadline|cycle|season)\b[^.;]{{0,60}}? (?:are|is|has|have) {ADVERBS}(?:officially |already )?(?:closed|passed|ended|expired|over)\b"
    rf"|\bdeadline[^.;]{{0,60}} (?:was|were)\b"
    rf"|\b(?:have|has|with|are|is) {ADVERBS}no (?:more )?(?:\w+ ){{0,2}}(?:openings|vacancies|availability|capacity|spots|slots|positions|places|seats)\b(?! (?:for (?:residen|which)|longer|where|that))"
    rf"|\b(?:we|we're|the \w+|schedule|calendar|roster)(?: (?:is|are|remain))? {ADVERBS}(?:all |already |completely |fully )*(?:full(?![- ]?(?:time|service|of|y\b))|booked(?: up| out| solid)?|at (?:full |maximum )?capacity)(?= (?:for|through|until|till|this|right|at|now|up)\b|\W*$|[,;] )"
    rf"|\b(?:(?<!spring )(?<!summer )(?<!fall )(?<!autumn )(?<!winter )(?<!january )(?<!february )(?<!march )(?<!april )(?<!may )(?<!june )(?<!july )(?<!august )(?<!september )(?<!october )(?<!november )(?<!december )20\d\d|(?:20\d\d )?(?:calendar|academic year|season|year|schedule)) (?:is|are|has been) {ADVERBS}(?:all |already |completely |fully )*(?:full(?![- ]?(?:time|service|of|y\b))|filled(?= up|\W*$|[.;,] )|booked(?: up| out| solid)?)(?=\W*$|[.;,] | and\b| but\b)"
    rf"|\b(?:{PEOPLE}|{PAPERS}|{PLACES}) (?:are|is)(?: not|n't) {ADVERBS}being {ADVERBS}(?:accepted|reviewed|considered|processed|taken|read|entertained|hosted|placed|offered|scheduled|held)\b(?= (?:at (?:this|present|the)|now|for (?:the|20|this|now)|until|and|this|in 20)\b|\W*$|[.;,] )"
    rf"|\b(?:{PEOPLE}|{PAPERS}|{PLACES}) (?:will|can)(?: not|not) be (?:accepted|reviewed|considered|processed|taken|read|hosted|placed|scheduled) (?:again )?(?:before|until) (?:\w+ ){{0,3}}20\d\d\b"
    rf"|^(?:sorry|unfortunately)?\W*(?:we (?:have|can take) )?no (?:\w+ ){{0,2}}(?:{PEOPLE}|{PLACES}) (?:until further notice|until (?:\w+ )?20\d\d|at (?:this|the present) time|at present|for now|right now)\W*$"
    rf"|\b(?:has|have|'ve) {ADVERBS}reached (?:\w+ )?(?:(?:full |maximum )?capacity|(?:the |our |its )?(?:maximum|limit|ceiling|cap)\b)"
    rf"|\b(?:{PLACES}|program)(?: program)?(?: ?\(| ?[:–—-] ?| )(?:currently |now |temporarily )?(?:closed|suspended|on hold|paused|full|not available)\)?\W*$"
    r"|\bcloses for a time\b|\bfully booked\b"
    r"|\bno (?:new |further |more |additional |outside )*(?:applications?|requests?|nominations?|submissions) (?:will be|are being|are|can be) (?:accepted|reviewed|considered|processed|taken|read|entertained)(?=\W*$| and \b(?:we|there|no)\b| until\b| through\b| at (?:this|present)| for (?:the |now|20|this|fall|spring|summer|winter|any))"
    rf"|\bit (?:is|'s) (?:now |currently |still )?(?:shut|closed)\b|\b(?:program|application|portal)s? (?:is|are) (?:now )?shut\b"
)
"""Said of the present, so that no word for "now" is needed."""
STANDS = re.compile(
    rf"\b(?:{PLACES}|{WAYS_IN}|{PAPERS}|day|days|program\w*|months?|desk|office|placement of {FILLER}{PEOPLE})\b(?:(?!\b(?:if|when|once|until|that|which|who|whose|may|could|can|must|should)\b)[^.,;:?]){{0,100}}? {BE}{HELD}\b"
    rf"|\b(?:every|all|each)(?: (?:of )?(?:our|the|its))? (?:\w+ ){{0,3}}(?:{PLACES}|months?) (?:is|are|has been|have been) (?:\w+ )?{HELD}"
    rf"|\b(?:put|puts|placed|plac\w+|kept|has put|have put) (?:(?:all|the|our|its|any|this) )*(?:\w+ ){{0,4}}?(?:{PLACES}|{PAPERS}|{PEOPLE}|this)\b[^.;,]{{0,30}} (?:on (?:\w+ )?(?:hold|pause|hiatus|ice)|in abeyance)"
    rf"|\b(?:suspended|paused|halted|stopped|ceased|shelved|pulled|withdrawn|turned off|switched off|taken down|shut down|frozen|cancell?ed|discontinued|closed|postponed) (?:(?:all|the|our|its|any|this|taking|accepting|hosting|new) )*(?:\w+ ){{0,3}}?(?:{PLACES}|{WAYS_IN}|{PAPERS})\b(?! (?:may|can|will|must|if))"
    rf"|\bfilled (?:(?:all|every|each|both|of|the|our|its) )+(?:\w+ ){{0,3}}(?:{PLACES}|calendar|schedule|roster|year)\b"
    r"|\bmoratorium\b|\bstopped (?:taking|accepting|hosting|offering)\b"
    rf"|\b(?:{PLACES}|program\w*),? (?:(?:through|in|under|by|for|during) )?(?:which|that|whose)\b[^.;:?]{{5,160}}, {BE}{HELD}\b"
    rf"|\b(?:{PLACES}|program\w*) (?:taking|takes|is on|are on) an? (?:break|breather|pause|hiatus|sabbatical|year off)\b"
    rf"|\bclosed to (?:new |all |outside |further )*{ANY_THING}"
)
NOTICE = re.compile(
    r"^(?:[\w ]{0,24}(?:update|status|notice|note|news|alert|important|\d{1,4})\W{1,4})?(?:now |currently |temporarily |program |applications |application )*(?:suspended|closed|paused|on hold|on hiatus|sold out|cancell?ed|postponed|discontinued|inactive|full|fully booked|unavailable|not available|not offered|not (?:currently |now )?(?:accepting|taking|hosting)(?: \w+){0,3})\b"
    r"(?: (?:through|until|till|indefinitely|for (?:the )?(?:20\d\d|season|year|now|summer|fall|spring|winter|coming|remainder|rest|current)|pending|due to|owing to|because|as of|at this time|since|this)\b[^.]*)?\W*$"
)
OVER = re.compile(
    rf"\b(?:{PAPERS}|{WAYS_IN}|season|cycle|deadline|recruitment|enrol?lment|(?:application|submission|nomination|registration|request) (?:period|window|season|cycle))\b(?:(?!\b(?:if|when|once|until|that|which|who|whose|may|could|can|must|should|received|before|after|by|were|was|is|are|has|have|had)\b)[^.,;:?]){{0,80}}? (?:closed|ended|shut|expired|passed|lapsed|concluded|came to an end|wrapped up|ran out|went by)\b"
    r"(?= (?:on|in|at|last|this|earlier|back|early|late|as of|already|with|for|some|two|three|several|a) | yesterday|\W*$|\W? (?:[-–—]|we|thank|please|check|and)\b)"
    r"|\b(?:applications|nominations|requests|submissions|forms|packets|materials) (?:for [^.;,]{2,60} )?(?:were|had to be) (?:due|accepted|taken|open|collected|received|in)\b(?= (?:on|in|at|by|from|between|until|through|last|before) )"
    r"|\b(?:last|final) (?:day|date|chance) (?:to|for) (?:apply|appl\w+|submi\w+|regist\w+|nominat\w+|request\w*|sign\w*)\b[^.;]{0,40} (?:was|were|has passed|is past|is over)\b"
    r"|\b(?:class|cohort|group|externs|observers|participants|scholars|students|interns|fellows|rotators) (?:of|for) (?:the )?(?:\w+ )?20\d\d[^.;,]{0,30} (?:has|have) been (?:selected|chosen|named|filled|set|picked)\b"
    r"|\b20\d\d (?:class|cohort|group|externs|observers|participants|scholars|students|interns|rotators) (?:has|have) been (?:selected|chosen|filled|set|picked)\b"
    r"|\b(?:selections?|placements|assignments|decisions|offers) (?:for [^.;,]{2,60} )?(?:is|are|have been|has been|were) (?:now )?(?:complete[d]?|final(?:i[sz]ed)?|made|over|done)\b(?= (?:for|and|at this|as of)|\W*$)"
)
"""Said of the past: the time to apply is one that was."""
SOON = re.compile(
    rf"\b(?:{PLACES}|program\w*|applications?|we)\b[^.]{{0,60}}\b(?:will (?:resume|re-?open|open again|be (?:open|offered|available|running|back) again)|(?:hopes?|plans?|expects?|anticipates?|intends?) to (?:resume|re-?open|restart|relaunch))"
    rf"|\b(?:{PLACES}|program\w*|process)\b[^.]{{0,30}} (?:is|are) {ADVERBS}(?:under (?:review|revision|construction|development)|being (?:revised|restructured|redesigned|reviewed|re-evaluated))"
)
"""What will be taken up again stands still now."""
NAMED = r"(?:observ[eo]r ?ships?|externships?|shadowing|electives|clerkships|rotations|preceptorships?|fellowships?|sub-?internships?|internships?)"
GONE = re.compile(
    r"\b(?:will|would|is|are|'s|does|do|has|have)(?: ?not|n't)(?: (?:be|been|currently))* (?:coming back|brought back|come back|returning|return|reviv\w+|reinstat\w+|resurrect\w+|resuming|be resumed|resumed again|exist\w*(?! at)|something (?:we|that|the)|a service|possible here)\b"
    r"|\b(?:was|were|is|are|has been|have been|been|being) (?:permanently |officially |formally |since )?(?:retired|wound (?:up|down)|sunset\w*|abolished|dissolved|phased out|eliminated|terminated|discontinued|done away with|closed (?:permanently|for good)|ended (?:permanently|for good))\b"
    r"|\b(?:has|have|there is|there are|offers?|with) no (?:\w+ ){0,2}?(?:category|program|programme|provision|pathway|mechanism|arrangement|process|place|such) (?:of|for|by which|to) (?:\w+ ){0,4}?(?:observ\w+|shadow\w+|extern\w*|visit\w+|electives?|students|rotations?)"
    r"|\b(?:has|have|offers?) no (?:such )?(?:clinical )?(?:observ[eo]rships?|externships?|shadowing|electives|rotations|preceptorships|fellowships)(?: program\w*)? (?:(?:to offer|for|here|of any|available to)\b|\W*$)"
    r"|\bclosed (?:its|their|our|the) doors\b|\bcame to an end\b|\bno longer (?:exists?|runs?|in existence|part of)\b|\bended (?:in|with|after) (?:\w+ )?(?:19|20)\d\d\b|\bended for good\b"
    r"|\bpermanently (?:closed|ended|discontinued|suspended|cancell?ed|stopped)|\b(?:closed|ended|discontinued|suspended|cancell?ed|stopped)[^.;,]{0,40} (?:permanently|for good|forever)\b"
    rf"|^[^.;,]{{0,20}}\b{NAMED}(?: program\w*| opportunities)? (?:is|are) (?:not|no longer) (?:offered|available|provided|hosted|arranged|supported|part of)(?=\W*$| (?:at|by|through|in|within|here)\b(?: (?:this|our|the|any) (?:\w+ )?(?:hospital|department|institution|school|clinic|center|division|practice|health system|medical center)\w*)?\W*$)"
)
STAY = r"(?:observ[eo]r ?ships?|externships?|shadowing|observation|observers?|electives?|clerkships?|rotations?|preceptorships?|program|programme|opportunities|fellowship|award|grant|scholarship)"
REFUSED = re.compile(
    rf"\b(?:does|do|did|will|has|have|is|are)(?: not|n't)(?: (?:currently|presently|generally|directly|typically|formally))* (?:(?:offer|provide|host|sponsor|support|have|run|conduct|arrange|maintain|participate in|offering|providing)\b[^.]{{0,60}}?\b{STAY}|(?:permit|allow)\b[^.]{{0,60}}?\b{STAY}(?!\w*(?: \w+){{0,2}} to\b))"
    r"|\b(?:no longer|never) (?:offers?|provides?|hosts?|takes?|exists?|available|offered|given|awarded|sponsors?|runs?|accepts?)\b|\b(?:has|have) (?:been )?(?:permanently |officially )?(?:discontinued|ended|terminated|retired|sunset|ceased|phased out|permanently closed)\b|\b(?:is|are) not permitted\b(?! (?:to|in|on|without|during|unless|if|as|into|access)\b)"
    rf"|\bthere (?:is|are) no (?:(?!(?:for|to|of|in|from|with|on|during|between|about|at|that|guarantees?|assurances?|charges?|fees?|costs?) )\w+ ){{0,3}}(?:observ[eo]r ?ships?|externships?|shadowing|electives?|program)|\bcannot (?:support|offer|provide) (?:\w+ ){{0,2}}(?:observ[eo]r ?ships?|externships?|shadowing)"
)
"""A refusal in the plain present: for good, unless something says that it is for now."""
REVIVED = re.compile(
    r"\b(?:re-?opened|resumed|restarted|relaunched|reinstated|revived|lifted|back (?:on|open|in operation)|(?:again|now|once more) (?:open|accepting|available|running)|open (?:again|once more))\b"
)
"""What stood still is over."""
NOT_YET = re.compile(
    r"(?:\bnot|n't|\bto be|\bwill be|\bcan be|\bmay be|\bonce|\buntil|\bwhen|\bif|\bnever|\bis|\bare)(?: \w+){0,3} $"
)
ABSOLUTE = re.compile(
    r"\bin any (?:\w+ )?(?:capacity|form|way|circumstances)|\bunder (?:any|no) circumstances|\bof any (?:kind|sort|description|type)\b|\bexceptions (?:are|will|can)(?: not|n't)(?: be)? (?:made|granted)|\bat any time\b|\bever\b|\bat all\b|\bas a matter of policy\b"
)
OTHER_MATTERS = re.compile(
    r"\b(?:visas?|j-?1|h-?1b?|f-?1|ds-?2019|i-?20|sponsorship|letters?|housing|parking|lodging|stipends?|meals|transport\w*|insurance|malpractice|liability|credit|certificates?|virtual(?:ly)?|remote|tele\w*|online courses?|refunds?|fees?|payments?|checks?|transfers?|part-time|half|split|"
    r"(?:one|two|three|1|2|3)[- ](?:or \w+[- ])?(?:week|day)s?|back-to-back|consecutive|phone calls?|walk-ins?|e-?mails?|faxes|faxed|paper|incomplete|late|copies|photos?|declinations|skin tests|scores?|attachments? (?:over|larger)|more than|less than|longer than|shorter than|fewer than|interviews?|residency|residencies|nurs\w+|pharmac\w+|dental|physician assistants?|pas?\b|vendors?|second|repeat|returning (?:observers|students|visitors)|"
    r"self-nominat\w+|direct(?:ly)?|exchange of|catalog|clinics? (?:is|are)|library|gym|cafeteria|badge\w*|names of|lists? of|resum\w+ by|website|appointments?|patients?|donations?|comments)\b"
)
"""Things of a stay that can stop or be refused while the stay goes on."""
SOME = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|most|many|several|half|part) of (?:our|the|its|these|those)\b|\b(?:blocks?|sessions?|cohorts?|terms?|tracks?|weeks?|periods?) (?:\d|[a-d]\b|one|two|three)"
)
"""A count of a few: what is said holds for these only."""
REMAINS = re.compile(
    r"\b(?:spots?|seats?|places|openings|slots|space|room|months|blocks|availability|positions)\b[^.;]{0,25}\b(?:remain(?:s|ing)?|left|still (?:open|available|free)|are (?:still )?available|open up)\b|\bstill (?:have |has |had |are |is )?(?:\w+ ){0,3}(?:openings|room|space|seats|places|spots|taking|accepting|open)\b|\b(?:have|has) (?:plenty of )?room\b|\bregistration open\b"
)
"""Places that are left: what is full is not the whole."""


def now(low: str) -> bool:
    """Does the sentence say that what it states is so for a time?"""
    return re.search(r"\b" + FOR_NOW, low) is not None


def revived(low: str) -> bool:
    """Does the sentence say that what stood still has been taken up again?"""
    return any(not NOT_YET.search(low[: hit.start()]) for hit in REVIVED.finditer(low))


def halted(low: str) -> Iterator[re.Match[str]]:
    """Where a sentence says that the programme, its places or its way in stand still."""
    if revived(low):
        return
    for pattern in (NOTICE, PROGRESSIVE, OVER, SOON):
        if hit := pattern.search(low):
            yield hit
    yield from STANDS.finditer(low)
    if (hit := NO_ROOM.search(low)) and now(low):
        yield hit


def refused(low: str) -> bool:
    """Does a text say of a stay, for good or for now, that nobody has it here?"""
    return bool(gone(low) or REFUSED.search(low))


def gone(low: str) -> re.Match[str] | None:
    """Where a sentence says that there is no such programme, or none any more."""
    if hit := GONE.search(low):
        return hit
    hit = NO_ROOM.search(low)
    return hit if hit and ABSOLUTE.search(low) and not now(low[hit.start() :]) else None
