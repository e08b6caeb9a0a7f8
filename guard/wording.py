"""The sentences that an officer reads, the same in every format for people."""

from collections.abc import Iterable, Mapping, Sequence
from shlex import quote

from guard.border.file import STANDARD_INPUT, shown_name
from guard.bypass import Band
from guard.decision import Verdict
from guard.finding import Outcome
from guard.gather import State
from guard.policy.model import Level, Verified
from guard.report import MissingFact, Report, RuleAnswer, SignOffAnswer, WaiverAnswer
from guard.request.fact import Answerer
from guard.role import in_words

WHO: Mapping[Answerer, str] = {
    Answerer.REQUESTER: "You, who ask for it",
    Answerer.IT: "The IT team",
    Answerer.SUPPLIER: "The supplier",
    Answerer.REGISTER: "The keeper of the IT register",
}

STATE: Mapping[State, str] = {
    State.MANAGED: "on the IT register",
    State.MANAGED_ELSEWHERE: "not on the IT register, though its supplier is",
    State.UNMANAGED: "not on the IT register",
    State.REVOKED: "on the IT register as retired or prohibited",
    State.UNKNOWN: "not known whether it is on the IT register",
    State.NOT_SOFTWARE: "not software",
}

_BANDS: Mapping[Band, str] = {
    Band.BYPASS: "BYPASSES IT",
    Band.LIKELY: "LIKELY TO BYPASS IT",
    Band.LOOK: "Worth a look: small signs that this goes past IT",
    Band.CLEAR: "No sign that this bypasses IT",
    Band.NOT_CHECKED: "Bypass of IT was not checked",
}

CHECKED: Mapping[Verified, str] = {
    Verified.PRIMARY: "checked in the source itself",
    Verified.SECONDARY: "checked in a report of the source, not the source itself",
    Verified.UNVERIFIED: "not yet checked against its source",
}


ACTIVATE = (
    "Put the policies that were activated back into guard.toml (use), or have those of today"
    " activated: guard activate --role ROLE --key FILE"
)
"""The next step where other policies apply than were activated in the ledger."""


FILE = "REQUEST"
"""What a request is called in a next step where it has no file."""


def count(number: int, one: str, many: str = "") -> str:
    """``1 answer``, ``2 answers``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def answer_of(sign_off: SignOffAnswer) -> str:
    """What a role said when it was asked to sign."""
    if sign_off.refused:
        return "refused"
    return "has signed" if sign_off.given else "has not signed yet"


def some(names: Sequence[str], most: int = 4) -> str:
    """The first of ``names``, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def subject(report: Report) -> str:
    """The application and who provides it."""
    name = f"“{report.application}”" if report.application else "This application"
    return f"{name} from {report.supplier}" if report.supplier else name


def headline(report: Report) -> str:
    """The verdict in words."""
    match report.verdict:
        case Verdict.PERMIT:
            waived = len(report.waived)
            aside = f", with {count(waived, 'requirement')} set aside by waiver" if waived else ""
            return f"{subject(report)} may be bought{aside}."
        case Verdict.DENY:
            failed = len(report.with_outcome(Outcome.FAIL, Level.BLOCK))
            what = count(failed, "requirement is", "requirements are")
            return f"{subject(report)} may not be bought: {what} not met."
        case Verdict.REFER:
            return f"{subject(report)} may not be bought yet: {_waiting(report)}."


def _waiting(report: Report) -> str:
    undecided = len(report.with_outcome(Outcome.UNKNOWN, Level.BLOCK, Level.SIGN_OFF))
    refused = [in_words(s.role) for s in report.sign_offs if s.refused]
    unsigned = [s for s in report.sign_offs if not s.given and not s.refused]
    parts = []
    if undecided:
        parts.append(f"{count(len(report.to_ask), 'answer is', 'answers are')} missing")
    if unsigned:
        parts.append(f"{count(len(unsigned), 'person', 'people')} must sign")
    if refused:
        parts.append(f"the {' and the '.join(refused)} refused")
    if not report.as_activated:
        parts.append("other policies apply here than were activated")
    return " and ".join(parts)


def bypass_line(report: Report) -> str:
    """Whether the purchase bypasses IT, with the points that led to it."""
    bypass = report.bypass
    if not bypass.of:
        return f"{_BANDS[bypass.band]}: no policy in use has signals for it"
    said = f"{_BANDS[bypass.band]} ({bypass.points} of 100 points)"
    if bypass.band in (Band.CLEAR, Band.NOT_CHECKED):
        said = f"{_BANDS[bypass.band]} ({bypass.checked} of {bypass.of} signals checked)"
    signals = "; ".join(f"{s.sign} +{s.points}" for s in bypass.signals)
    told = f"{said}: {signals}" if signals else said
    return f"{told}; waived: {', '.join(bypass.waived)}" if bypass.waived else told


def speaks_first(report: Report) -> bool:
    """Whether bypass is the first thing to say."""
    return report.bypass.band in (Band.BYPASS, Band.LIKELY)


def not_checked_line(report: Report) -> str:
    """The signals that could not be checked; empty when all were."""
    bypass = report.bypass
    if not bypass.not_checked:
        return ""
    rules = ", ".join(bypass.not_checked)
    return f"{bypass.checked} of {bypass.of} signals of bypass checked; not checked: {rules}"


def seen_line(answer: RuleAnswer) -> str:
    """The values that decided."""
    return "; ".join(f"{s.fact} is {s.value} ({s.source})" for s in answer.seen)


def authority_line(answer: RuleAnswer) -> str:
    """Which source asks, whether it binds this body, and how far it was checked."""
    force = answer.basis.value.replace("-", " ")
    binding = "" if answer.binds is not False else ", does not bind this kind of body"
    checked = f"{CHECKED[answer.source.verified]}, {answer.source.on}"
    return f"{answer.source.cited} ({force}{binding}; {checked})"


def waiver_lines(waiver: WaiverAnswer) -> list[str]:
    """Why a rule is set aside, by whom and until when, and what is done instead."""
    signed = "in a file, not signed" if waiver.record is None else f"record {waiver.record}"
    return [
        f"Waived by {waiver.approver} until {waiver.expires} ({signed}): {waiver.reason}",
        f"Instead: {waiver.measure}",
    ]


def by_answerer(missing: Iterable[MissingFact]) -> Mapping[Answerer, list[MissingFact]]:
    """What is missing, grouped by who can supply it, in a fixed order of people."""
    found = list(missing)
    grouped = {who: [m for m in found if m.ask_of is who] for who in Answerer}
    return {who: facts for who, facts in grouped.items() if facts}


def how_to_write(fact: MissingFact) -> str:
    """Where the answer goes in the request, and what it may be."""
    return f"write {fact.fact} = {fact.write}"


def more_questions_line(report: Report) -> str:
    """What may be asked later, and what only warnings wait for, and how to see it; or empty."""
    later = sum(1 for fact in report.missing if fact.needed and not fact.first)
    optional = sum(1 for fact in report.missing if not fact.needed)
    parts = []
    if later:
        parts.append(f"{count(later, 'more question')} may follow, depending on these answers.")
    if optional:
        see = command("policy questions", report)
        parts.append(f"Only warnings wait for {count(optional, 'other answer')}; see which: {see}")
    return " ".join(parts)


def next_steps(report: Report) -> list[str]:
    """What to do now, in order."""
    steps = _steps(report)
    typed = report.file == shown_name(STANDARD_INPUT) and any(FILE in step for step in steps)
    saved = [f"Save the request in a file, {FILE} in these steps, such as request.toml"]
    return [*report.questions, *(saved if typed else []), *steps]


def _steps(report: Report) -> list[str]:
    match report.verdict:
        case Verdict.DENY:
            return [*_remedies(report), f"Then run: {command('check', report)}"]
        case Verdict.REFER:
            return [*_activate(report), *_collect(report), *_sign(report)]
        case Verdict.PERMIT if report.sign_offs or report.signed:
            return ["Everyone who must sign has signed. Check the records with: guard verify"]
        case Verdict.PERMIT:
            return [f"Seal the approval: {command('approve', report)} --role ROLE --key FILE"]


def command(name: str, report: Report) -> str:
    """A command on the request, to be pasted into a shell whatever the file is called."""
    return f"guard {name} {quote(_file(report))}"


def _file(report: Report) -> str:
    """The file of the request; one that came through standard input has to be saved first."""
    return FILE if report.file == shown_name(STANDARD_INPUT) else report.file


def _remedies(report: Report) -> list[str]:
    failed = report.with_outcome(Outcome.FAIL, Level.BLOCK)
    return [f"{answer.remedy} ({answer.rule})" for answer in failed]


def _collect(report: Report) -> list[str]:
    if not report.with_outcome(Outcome.UNKNOWN, Level.BLOCK, Level.SIGN_OFF):
        return []
    people = ", ".join(
        f"{WHO[who][0].lower()}{WHO[who][1:]} ({len(facts)})"
        for who, facts in by_answerer(report.to_ask).items()
    )
    return [
        f"Get the missing answers from: {people}. Write them into {_file(report)}.",
        f"Then run: {command('check', report)}",
    ]


def _activate(report: Report) -> list[str]:
    return [] if report.as_activated else [ACTIVATE]


def _sign(report: Report) -> list[str]:
    return [
        f"{_ask(s)}: {command('approve', report)} --role {s.role} --key THEIR-KEY"
        for s in report.sign_offs
        if not s.given
    ]


def _ask(sign_off: SignOffAnswer) -> str:
    if sign_off.refused:
        return f"If the {in_words(sign_off.role)} has come to another view"
    return f"Ask the {in_words(sign_off.role)} to sign"


def tally(report: Report) -> str:
    """How many rules gave which answer; nothing is left out."""
    coming = sum(1 for answer in report.rules if answer.upcoming_from)
    counts = [
        f"{len(report.with_outcome(o))} {words}"
        for o, words in (
            (Outcome.PASS, "passed"),
            (Outcome.FAIL, "failed"),
            (Outcome.UNKNOWN, "undecided"),
            (Outcome.NOT_APPLICABLE, "not applicable"),
        )
    ]
    waived = [f"{len(report.waived)} waived"] if report.waived else []
    upcoming = [f"{coming} not yet in force"] if coming else []
    return f"{count(len(report.rules), 'rule')}: {', '.join([*counts, *waived, *upcoming])}"
