import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import GuardError
from guard.record import sshsig
from guard.record.authority import Authorised, NotAuthorised, Reason, load, matches
from tests.record.acts import NOON, person

ANN, BOB = (person(number).public_key for number in (1, 2))
ROLE = "ciso@procurement-guard"


def who(
    text: str, at: datetime = NOON, role: str = ROLE, name: str = ""
) -> Authorised | NotAuthorised:
    return load(text, "allowed").who(ANN, role, at, name)


def reason(answer: Authorised | NotAuthorised) -> Reason | None:
    return answer.reason if isinstance(answer, NotAuthorised) else None


def test_a_line_gives_a_role() -> None:
    text = f'# ours\n\nann namespaces="{ROLE}" {ANN.line} Ann of IT\n'
    assert who(text) == Authorised("ann", 3, "Ann of IT")
    assert who(text, name="ann") == Authorised("ann", 3, "Ann of IT")
    assert who(f'a* namespaces="{ROLE}" {ANN.line}', name="ann") == Authorised("ann", 1, "")


@pytest.mark.parametrize(
    "line",
    [
        f'\tann  namespaces="{ROLE}"\t{ANN.line}\r',
        f'"ann" namespaces="{ROLE}" {ANN.line} AAAA in the comment',
        f'ann NameSpaces="git,*@procurement-guard" {ANN.line}',
        f'ann namespaces="c?so@*" {ANN.line}',
        f'ann valid-after="20261120Z",namespaces="{ROLE}",valid-before="202611201200Z" {ANN.line}',
        f'ann valid-after="20261120120000Z",namespaces="{ROLE}" {ANN.line}',
        (
            f'bob namespaces="{ROLE}" {BOB.line}\nann namespaces="x" {ANN.line}\n'
            f'ann namespaces="{ROLE}" {ANN.line}'
        ),
    ],
)
def test_lines_that_count(line: str) -> None:
    answer = who(line)
    assert isinstance(answer, Authorised)
    assert answer.principal == "ann"


@pytest.mark.parametrize(
    ("line", "expected", "said"),
    [
        ("", Reason.UNKNOWN_KEY, "no line of allowed"),
        (f'ann namespaces="{ROLE}" {BOB.line}', Reason.UNKNOWN_KEY, "no line"),
        (f"ann {ANN.line}", Reason.WRONG_ROLE, "line 1 of allowed gives this key no role"),
        (f'ann namespaces="git" {ANN.line}', Reason.WRONG_ROLE, "is for git, not ciso@"),
        (f'ann namespaces="!ciso@*,*" {ANN.line}', Reason.WRONG_ROLE, "line 1"),
        (f'a* namespaces="{ROLE}" {ANN.line}', Reason.OTHER_PERSON, "no single person"),
        (f'ann,bob namespaces="{ROLE}" {ANN.line}', Reason.OTHER_PERSON, "no single person"),
        (
            f'ann namespaces="{ROLE}",valid-after="20261120120001Z" {ANN.line}',
            Reason.NOT_YET,
            "counts from 2026-11-20 12:00:01+00:00 until ever",
        ),
        (
            f'ann namespaces="{ROLE}",valid-before="20261120115959Z" {ANN.line}',
            Reason.NO_LONGER,
            "counts from ever until 2026-11-20 11:59:59",
        ),
        (
            (
                f'bob namespaces="{ROLE}" {BOB.line}\nann namespaces="git" {ANN.line}\n'
                f'ann namespaces="{ROLE}",valid-before="20250101Z" {ANN.line}'
            ),
            Reason.NO_LONGER,
            "line 3",
        ),
    ],
)
def test_the_nearest_line_says_why_not(line: str, expected: Reason, said: str) -> None:
    answer = who(line)
    assert isinstance(answer, NotAuthorised)
    assert answer.reason is expected
    assert said in answer.what


@pytest.mark.parametrize(
    ("principals", "name", "counts"),
    [
        ("ann", "ann", True),
        ("ann", "Ann", False),
        ("ann", "bob", False),
        ("a*", "ann", True),
        ("a?n,bob", "ann", True),
        ("!ann,*", "ann", False),
        ("!ann,*", "bob", True),
        ("*,!ann", "ann", False),
    ],
)
def test_a_claimed_name_must_fit_the_line(principals: str, name: str, counts: bool) -> None:
    answer = who(f'{principals} namespaces="{ROLE}" {ANN.line}', name=name)
    assert reason(answer) is (None if counts else Reason.OTHER_PERSON)


def test_times_without_z_are_local_as_for_ssh_keygen() -> None:
    local = NOON.astimezone().strftime("%Y%m%d%H%M")
    text = f'ann namespaces="{ROLE}",valid-after="{local}" {ANN.line}'
    assert reason(who(text)) is None
    assert reason(who(text, at=NOON - timedelta(seconds=1))) is Reason.NOT_YET


def test_roles_of_a_key() -> None:
    text = f"""
ann namespaces="git,ciso@procurement-guard,head-of-it@procurement-guard" {ANN.line}
ann namespaces="ciso@procurement-guard" {ANN.line}
ann namespaces="*@procurement-guard,!siro@procurement-guard,siro@procurement-guard" {ANN.line}
ann namespaces="dpo@procurement-guard",valid-before="20250101Z" {ANN.line}
bob namespaces="iao@procurement-guard" {BOB.line}
"""
    authorities = load(text, "allowed")
    assert authorities.roles(ANN, NOON) == ("ciso", "head-of-it")
    assert authorities.roles(ANN, datetime(2024, 1, 1, tzinfo=UTC))[-1] == "dpo"
    assert authorities.roles(person(3).public_key, NOON) == ()
    assert authorities.given() == ("ciso", "head-of-it", "dpo", "iao")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ann", "not a line"),
        (f'"ann {ANN.line}', "not a line"),
        (f"ann {ANN.line.replace('AAAA', '@@@@')}", "not a line"),
        (f'ann cert-authority="x" {ANN.line}', "'cert-authority' is unknown or has no value"),
        (f'ann principals="x" {ANN.line}', "'principals' is unknown"),
        (f"ann namespaces {ANN.line}", "'namespaces' is unknown or has no value"),
        (f'ann namespaces="" {ANN.line}', "has no value"),
        (f'ann namespaces="a",namespaces="b" {ANN.line}', "given twice"),
        (f'ann namespaces="a",,valid-after="20260101" {ANN.line}', "unreadable option"),
        (f'ann namespaces="a", {ANN.line}', "unreadable option"),
        (f"ann namespaces=a {ANN.line}", "unreadable option"),
        (f'ann valid-after="tomorrow" {ANN.line}', "not a time: 'tomorrow'"),
        (f'ann valid-after="20261301" {ANN.line}', "not a time"),
        (f'ann valid-after="202612 1" {ANN.line}', "not a time"),
        (f'ann valid-after="2026120\N{ARABIC-INDIC DIGIT ONE}" {ANN.line}', "not a time"),
        (f'ann valid-after="2026010112" {ANN.line}', "not a time"),
        (f'ann valid-after="20260101+0100" {ANN.line}', "not a time"),
        (f'ann valid-after="20260102Z",valid-before="20260102Z" {ANN.line}', "not before"),
        (f"ann ssh-rsa {ANN.line.split()[1]}", "says 'ssh-rsa' but holds"),
        (f"bob {BOB.line}\nann {BOB.line}", "ann has the key that line 1 gives bob"),
    ],
)
def test_faulty_lines_are_refused(line: str, why: str) -> None:
    with pytest.raises(GuardError, match=why) as caught:
        load(line, "allowed")
    assert caught.value.faults[0].place.file == "allowed"
    assert caught.value.faults[0].remedy


def test_all_faulty_lines_are_named_at_once() -> None:
    with pytest.raises(GuardError) as caught:
        load(f"ann\nann {ANN.line}\nbob unknown {BOB.line}", "allowed")
    assert [fault.place.line for fault in caught.value.faults] == [1, 3]


def test_a_time_without_z_is_that_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ-2")  # two hours before UTC
    time.tzset()
    try:
        text = f'ann valid-after="20261120120000",namespaces="{ROLE}" {ANN.line}'
        assert isinstance(who(text, NOON - timedelta(hours=2)), Authorised)
        assert reason(who(text, NOON - timedelta(hours=2, seconds=1))) is Reason.NOT_YET
        with_z = text.replace('120000"', '120000Z"')
        assert isinstance(who(with_z), Authorised)
        assert reason(who(with_z, NOON - timedelta(seconds=1))) is Reason.NOT_YET
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_pattern_of_many_stars_is_answered_at_once() -> None:
    assert not matches("a" * 5000, "*a" * 500 + "b")


def slowly(name: str, pattern: str) -> bool:
    """Matching as OpenSSH's manual describes it, tried out in every way."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(slowly(name[skip:], pattern[1:]) for skip in range(len(name) + 1))
    return bool(name) and pattern[0] in {"?", name[0]} and slowly(name[1:], pattern[1:])


@given(st.text("ab", max_size=8), st.text("ab*?", max_size=8))
def test_patterns_match_as_the_manual_says(name: str, pattern: str) -> None:
    assert matches(name, pattern) is slowly(name, pattern)


@pytest.mark.parametrize(
    "options",
    [
        'namespaces="ciso@procurement-guard" ',
        'namespaces="git" ',
        'namespaces="c?so@*,!ciso@x" ',
        'namespaces="!ciso@*,*" ',
        f'valid-before="20261120120000Z",namespaces="{ROLE}" ',
        f'valid-before="20261120115959Z",namespaces="{ROLE}" ',
        f'valid-after="20261120120000Z",namespaces="{ROLE}" ',
        f'valid-after="20261120120001Z",namespaces="{ROLE}" ',
    ],
)
@pytest.mark.parametrize("principals", ["ann", "a*", "!ann,*", "bob,ann", '"ann"'])
def test_ssh_keygen_agrees(tmp_path: Path, principals: str, options: str) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    text = f"{principals} {options}{ANN.line} comment\n"
    (tmp_path / "allowed").write_text(text)
    (tmp_path / "sig").write_text(sshsig.wrap(person(1).sign(b"message", ROLE)))
    command = f"ssh-keygen -Y verify -f allowed -I ann -s sig -n {ROLE}".split()
    command += ["-O", "verify-time=20261120120000Z"]
    done = subprocess.run(command, input=b"message", cwd=tmp_path, capture_output=True, check=False)
    assert isinstance(who(text, name="ann"), Authorised) is (done.returncode == 0)
