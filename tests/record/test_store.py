import sys
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.record.store import create_store, open_store, scheme
from tests.record.acts import LOG


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("ledger.db", "sqlite"),
        ("/srv/a:b/ledger.db", "sqlite"),
        (Path("C:/ledger.db"), "sqlite"),
        ("postgresql://guard@db.example/ledger", "postgresql"),
    ],
)
def test_a_ledger_is_named_by_a_path_or_a_url(where: str | Path, kind: str) -> None:
    assert scheme(where) == kind


def test_a_path_is_a_file(tmp_path: Path) -> None:
    create_store(tmp_path / "ledger", LOG.verifier).close()
    with open_store(str(tmp_path / "ledger"), read_only=True) as ledger:
        assert (ledger.where, ledger.size()) == (str(tmp_path / "ledger"), 0)


@pytest.mark.parametrize("user", ["guard:secret", ":secret"])
def test_a_password_in_the_url_is_refused_and_not_repeated(user: str) -> None:
    for where in (f"postgresql://{user}@db.example/l", "postgresql://db.example/l?password=secret"):
        with pytest.raises(GuardError, match="a password stands") as caught:
            create_store(where, LOG.verifier)
        assert "secret" not in str(caught.value)


def test_another_scheme_is_refused_with_those_there_are() -> None:
    with pytest.raises(GuardError, match="is not a kind of ledger"):
        open_store("mysql://db.example/ledger")


def test_an_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "guard.ledgers.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(GuardError, match="psycopg is not installed") as caught:
        open_store("postgresql://db.example/ledger")
    assert "procurement-guard[postgresql]" in caught.value.faults[0].remedy
