"""Logs of look-ups and visits, a line to each: which domains were asked for, and when.

Read are dnsmasq and Pi-hole, BIND, the debug log of Windows DNS, Squid, logs of key=value pairs
(FortiGate, SonicWall and others), zone files (what a body's own domain says of itself), and
domains one to a line. Who asked is not read.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from guard.errors import Fault, GuardError
from guard.spend.encoding import survey
from guard.spend.line import Kind
from guard.spend.profile import Profile
from guard.spend.source import Source
from guard.spend.table import Table, numbered

SUFFIXES = frozenset({"log", "zone"})

WITHOUT = "is no look-up or visit"
_HEADER = ("date", "domain", "supplier", "description")
_FIRST_LINES = 20
_LONGEST = 8192  # bytes of a line that are looked at
_NAME = r"(?:[\w*-]{1,63}\.)+[a-zA-Z][\w-]{0,62}\.?"
_KEYS = ("qname", "hostname", "dstname", "domain", "query", "host", "url", "dst_host", "dhost")


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of log: lines of it, and the cells of a line that is a look-up."""

    line: re.Pattern[str]
    cells: Callable[[re.Match[str]], list[str]]


def _seen(found: re.Match[str]) -> list[str]:
    """The date, if the form has it, and the domain."""
    return [found.groupdict().get("date") or "", found["domain"] or "", "", ""]


def _squid(found: re.Match[str]) -> list[str]:
    when = dt.datetime.fromtimestamp(int(found["epoch"]), dt.UTC)
    return [when.date().isoformat(), found["domain"], "", ""]


def _windows(found: re.Match[str]) -> list[str]:
    """(5)slack(3)com(0) is slack.com."""
    labels = re.split(r"\([0-9]{1,3}\)", found["labels"])
    return [found["date"], ".".join(filter(None, labels)), "", ""]


def _pairs(found: re.Match[str]) -> list[str]:
    pairs = re.findall(r'([\w.-]{1,40})=(?:"([^"]{0,2000})"|([^\s"]{1,2000}))', found[0])
    values = {key.lower(): quoted or bare for key, quoted, bare in reversed(pairs)}
    domain = next((values[key] for key in _KEYS if values.get(key)), "")
    return [values.get("date") or values.get("time", ""), domain, "", ""]


def _zone(found: re.Match[str]) -> list[str]:
    """What a name is an alias of or has its mail at; of a text, the words before its "="."""
    if text := found["text"]:
        return ["", "", text.partition("=")[0], text]
    target = found["target"] or ""
    return ["", target, "", f"{found['type']} {found['owner']}" if target else ""]


_FORMS = (
    _Form(
        re.compile(
            rf"(?:\w{{3}} {{1,2}}\d{{1,2}}|(?P<date>\d{{4}}-\d\d-\d\d))\S* .{{0,80}}?dnsmasq\S*:? "
            rf"(?:query\[\w+\] (?P<domain>{_NAME})\s|.)"
        ),
        _seen,
    ),
    _Form(
        re.compile(
            rf"(?P<date>\d{{1,2}}-\w{{3}}-\d{{4}})? ?.{{0,120}}?client .{{0,300}}?query: "
            rf"(?P<domain>{_NAME}) IN\b"
        ),
        _seen,
    ),
    _Form(
        re.compile(
            r"(?P<date>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}) .{0,60}?PACKET .{0,200}?"
            r"(?P<labels>(?:\(\d{1,3}\)[\w-]{1,63})+\(0\))"
        ),
        _windows,
    ),
    _Form(
        re.compile(
            r"(?P<epoch>\d{9,10})\.\d{3} +\d+ \S+ [A-Z_]+/\d{3} \d+ [A-Z]+ "
            r"(?:\w+://)?(?P<domain>[^\s/:]{1,253})"
        ),
        _squid,
    ),
    _Form(
        re.compile(r'(?:<\d+>)?.{0,200}?\b[\w.-]{1,40}=(?:"[^"]*"|\S{1,2000})(?: [\w.-]{1,40}=.*)'),
        _pairs,
    ),
    _Form(
        re.compile(
            rf"(?P<owner>\S+)\s+(?:\d+\s+)?IN\s+(?:(?P<type>MX|CNAME|NS)\s+(?:\d+\s+)?"
            rf'(?P<target>{_NAME})|TXT\s+"(?P<text>[^"]{{1,2000}})"|[A-Z]+\s)'
        ),
        _zone,
    ),
    _Form(re.compile(rf"(?P<domain>{_NAME})\s*$"), _seen),
)


def recognises(head: bytes) -> bool:
    """Whether the first lines are all of one form."""
    return _form(head) is not None


def tables(source: Source, _profile: Profile) -> tuple[Table, ...]:
    """The one table of ``source``; lines of other kinds are skipped.

    Raises:
        GuardError: its first lines are of no form that is known.
    """
    form = _form(source.head)
    if form is None:
        what = "is no log of a form that is read"
        remedy = "Export it as CSV with a column for the domain, or name it .csv if it is that."
        raise GuardError(Fault(what, remedy, source.place))
    survey(source)
    read = partial(_rows, source, form)
    return (Table(lambda: numbered(read()), "", _HEADER, Kind.DOMAIN_SEEN, WITHOUT),)


def _form(head: bytes) -> _Form | None:
    lines = head.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()[:_FIRST_LINES]
    filled = [line[:_LONGEST] for line in lines if line.strip() and line[0] not in "#;"]
    if not filled:
        return None
    matching = (form for form in _FORMS if all(map(form.line.match, filled)))
    return next(matching, None)


def _rows(source: Source, form: _Form) -> Iterator[tuple[int, list[str]]]:
    with source.open() as stream:
        for number, line in enumerate(stream, 1):
            text = line[:_LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")
            found = form.line.match(text)
            cells = form.cells(found) if found else []
            # What is no look-up is left without a domain, and is skipped for that.
            yield number, cells if any(cells) else ["", "", "", text.strip()]
