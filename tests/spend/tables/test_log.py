"""Logs: which domains were asked for, in each form, and never who asked."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.spend.line import Kind
from tests.spend.making import lines, read

DAY = dt.date(2026, 11, 22)
LOGS = {
    "dnsmasq": (
        (
            "Nov 22 10:15:01 dnsmasq[123]: query[A] slack.com from 10.0.0.5\n"
            "Nov 22 10:15:01 dnsmasq[123]: forwarded slack.com to 1.1.1.1\n"
        ),
        None,
    ),
    "bind": (
        (
            "22-Nov-2026 10:15:01.123 queries: info: client @0x7f 10.0.0.5#53 (slack.com):"
            " query: slack.com IN A + (10.0.0.2)\n"
        ),
        DAY,
    ),
    "windows": (
        (
            "11/22/2026 10:15:01 AM 0E4C PACKET  000 UDP Rcv 10.0.0.5 0002 Q [0001 D NOERROR]"
            " A (5)slack(3)com(0)\n"
        ),
        DAY,
    ),
    "squid": (
        (
            "1795342501.450    155 10.0.0.5 TCP_TUNNEL/200 1234 CONNECT slack.com:443 ann"
            " HIER_DIRECT/1.2.3.4 -\n"
        ),
        DAY,
    ),
    "squid of a page": (
        (
            "1795342501.450    155 10.0.0.5 TCP_MISS/200 1234 GET http://slack.com/a ann"
            " HIER_DIRECT/1.2.3.4 text/html\n"
        ),
        DAY,
    ),
    "pairs": (
        'date=2026-11-22 time=10:15:01 srcip=10.0.0.5 user="ann" hostname="slack.com" url="/a"\n',
        DAY,
    ),
    "domains": ("slack.com\n", None),
}


@pytest.mark.parametrize(("content", "day"), LOGS.values(), ids=LOGS)
def test_every_form_of_log(tmp_path: Path, content: str, day: dt.date | None) -> None:
    (line,) = lines(tmp_path, content, name="list.log")
    assert (line.kind, line.identifiers, line.date) == (
        *(Kind.DOMAIN_SEEN, ("DOMAIN:slack.com",), day),
    )
    assert "ann" not in repr(line)
    assert "10.0.0.5" not in repr(line)


def test_lines_that_are_no_look_up_are_skipped_with_that_reason(tmp_path: Path) -> None:
    found, used = read(tmp_path, LOGS["dnsmasq"][0] * 20 + "rotated\n", name="list.txt")
    assert len(used) == 20
    assert found.reasons == {"is no look-up or visit": 21}


def test_a_zone_file_tells_what_a_domain_is_used_with(tmp_path: Path) -> None:
    content = (
        "; our zone\n"
        "our.gov.uk. 3600 IN MX 10 aspmx.l.google.com.\n"
        'our.gov.uk. IN TXT "slack-domain-verification=abc"\n'
        "our.gov.uk. IN A 192.0.2.1\n"
    )
    found, (mail, proof) = read(tmp_path, content, name="our.zone")
    assert mail.identifiers == ("DOMAIN:aspmx.l.google.com",)
    assert (proof.supplier, proof.description) == (
        *("slack-domain-verification", "slack-domain-verification=abc"),
    )
    assert found.reasons == {"is no look-up or visit": 2}


def test_a_log_of_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="is no log of a form that is read"):
        lines(tmp_path, "2026-11-22 started\n", name="list.log")


def test_text_that_only_looks_like_a_log_at_its_end_is_read_as_text(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, "Domain,Timestamp\nslack.com,2026-11-22\n", name="list.log2")
    assert (line.kind, line.date) == (Kind.DOMAIN_SEEN, DAY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([log for log, _ in LOGS.values()]) | st.text(max_size=40), max_size=6)
)
def test_every_line_of_a_log_is_used_or_skipped(tmp_path: Path, rest: list[str]) -> None:
    tail = "\n".join(text.replace("\r", " ") for text in rest)
    content = LOGS["domains"][0] * 20 + tail
    found, used = read(tmp_path, content, name="list.log")
    assert found.read == len(content.encode().split(b"\n")) - content.endswith("\n")
    assert found.read == len(used) + sum(found.reasons.values())
    assert {line.kind for line in used} == {Kind.DOMAIN_SEEN}
