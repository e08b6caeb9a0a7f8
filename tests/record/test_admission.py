import datetime as dt
import hashlib
from collections.abc import Callable

import pytest

from guard.errors import GuardError
from guard.record import admission
from guard.record.admission import LIMIT_DOCUMENT, LIMIT_LEAF, admit, backdated, opened
from guard.record.checkpoint import LogKey
from guard.record.merkle import leaf_hash
from guard.record.sealed import unseal
from guard.record.statement import Statement
from tests.record.acts import LOG, NOON, Act, act, rotation


def nothing(_: object) -> None:
    return None


def offered(
    one: Act,
    holds: Callable[[str], bool] = bool,
    leaf_at: Callable[[int], bytes | None] = nothing,
    more: tuple[bytes, ...] = (),
    last: Statement | None = None,
) -> bytes:
    """The leaf under which ``one`` is admitted."""
    given = one.documents | {hashlib.sha256(data).hexdigest(): data for data in more}
    sealed = opened(one.envelope)
    admit(sealed, given, holds, leaf_at, origin=LOG.name, last=last)
    return sealed.leaf


def test_a_whole_act_is_admitted() -> None:
    assert offered(act()) == leaf_hash(act().envelope)


def test_documents_may_be_held_already() -> None:
    one = act()
    held = one.documents.popitem()[0]
    assert offered(one, holds=lambda sha256: sha256 == held)
    with pytest.raises(GuardError, match=f"{held}.* is missing"):
        offered(one, holds=lambda _: False)


@pytest.mark.parametrize("scan", [b"%PDF", bytes(LIMIT_DOCUMENT)])
def test_evidence_may_be_kept_elsewhere_or_here(scan: bytes) -> None:
    sha256 = hashlib.sha256(scan).hexdigest()
    evidence = {
        "name": "scan",
        "digest": {"sha256": sha256},
        "annotations": {"kind": "cyber-essentials"},
    }
    one = act(evidence=[evidence])
    assert offered(one)
    assert offered(one, more=(scan,))


def test_documents_must_be_mentioned() -> None:
    with pytest.raises(GuardError, match="not mentioned"):
        offered(act(), more=(b"x",))


def test_documents_must_be_what_they_are_called() -> None:
    one = act()
    one.documents[next(iter(one.documents))] += b" "
    with pytest.raises(GuardError, match="has other bytes"):
        offered(one)


def test_documents_have_a_limit() -> None:
    with pytest.raises(GuardError, match="or too many"):
        offered(act(), more=(bytes(LIMIT_DOCUMENT + 1),))


def test_the_previous_record_must_be_there() -> None:
    one = act(previous={"index": 3, "leaf": "ab" * 32})
    assert offered(one, leaf_at={3: b"\xab" * 32}.get)
    for leaves in ({3: bytes(32)}, {2: b"\xab" * 32}):
        with pytest.raises(GuardError, match="an earlier record, entry 3, is not"):
            offered(one, leaf_at=leaves.get)


def test_long_records_are_refused() -> None:
    condition = {"id": "C", "text": "x" * 4000, "owner": "it", "due": "2027-01-01"}
    one = act(event="approved-with-conditions", conditions=[condition] * 12)
    assert len(one.envelope) > LIMIT_LEAF
    with pytest.raises(GuardError, match="shorten the reason"):
        offered(one)


def test_records_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    envelope = act().envelope
    monkeypatch.setattr(admission, "LIMIT_LEAF", len(envelope))
    assert opened(envelope).leaf == leaf_hash(envelope)
    monkeypatch.setattr(admission, "LIMIT_LEAF", len(envelope) - 1)
    with pytest.raises(GuardError, match="shorten the reason"):
        opened(envelope)


def test_all_that_is_wrong_is_said_at_once() -> None:
    one = act(previous={"index": 0, "leaf": "0" * 64})
    later = act(decided_at=NOON + dt.timedelta(seconds=1))
    one.documents.clear()
    with pytest.raises(GuardError) as caught:
        offered(one, holds=lambda _: False, last=later.statement)
    assert len(caught.value.faults) == 6


def test_a_record_is_never_older_than_the_one_before_it() -> None:
    sealed = unseal(act().envelope)
    assert backdated(sealed, None) == []
    assert backdated(sealed, NOON) == []
    (fault,) = backdated(sealed, NOON + dt.timedelta(seconds=1))
    assert "clock" in fault.remedy


def test_a_new_log_key_must_be_one_of_the_same_log() -> None:
    assert offered(rotation(1, str(LogKey(LOG.name, bytes(32)).verifier)))
    with pytest.raises(GuardError, match="is of the log 'elsewhere'"):
        offered(rotation(1, str(LogKey("elsewhere", bytes(32)).verifier)))
    with pytest.raises(GuardError, match="not the verifier key"):
        offered(rotation(1, "nonsense"))
