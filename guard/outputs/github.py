"""``github``: annotations, which GitHub shows beside the lines of the lists in a repository.

GitHub shows the first ten errors and the first ten warnings of a step, so the gravest come first.
"""

from collections.abc import Iterator

from guard.audit.baseline import summary
from guard.audit.report import ApplicationAnswer, AuditReport
from guard.audit.wording import Alarm, account, alarm, counts, headline, paid, sentence
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """A workflow command a line: lists not read, applications, and last what was done."""
    return "".join(line + "\n" for line in _lines(report))


def _lines(report: AuditReport) -> Iterator[str]:
    for fault in report.unread:
        yield _command("error", f"Not read: {fault}", title="A list was not read")
    commands = [(_command_for(each), each) for each in report.findings]
    for command in ("error", "warning", "notice"):
        yield from (_annotation(command, each) for asked, each in commands if asked == command)
    for note in report.notes:
        yield _command("notice", note, title="guard audit")
    if report.baseline:
        yield _command("notice", summary(report), title="guard audit")
    yield _command("notice", f"{headline(report)}. {account(report)}", title="guard audit")


def _command_for(answer: ApplicationAnswer) -> str:
    """A notice for small signs, and for what only a waiver or the baseline lets pass."""
    how = alarm(answer)
    if counts(answer):
        return "error" if how is Alarm.ERROR else "warning"
    grave = how in (Alarm.ERROR, Alarm.WARNING, Alarm.REVIEW)
    return "notice" if grave or answer.waived else ""


def _annotation(command: str, answer: ApplicationAnswer) -> str:
    clear = f" Next: {answer.clear[0]}" if answer.clear else ""
    place = answer.places[0]
    return _command(
        command,
        f"{sentence(answer)}. {paid(answer)}.{clear}",
        file=place.file,
        line=str(place.row),
        title=answer.name,
    )


def _command(command: str, message: str, **properties: str) -> str:
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
