import psycopg
import pytest

from guard.errors import GuardError
from guard.ledgers.postgresql import Ledger
from guard.record.inspection import inspect
from guard.record.rows import Damage
from guard.record.store import open_store
from tests.postgres import Server
from tests.record.acts import LOG, Act, act, erasure


@pytest.fixture
def url(postgres: Server) -> str:
    """Where a ledger is: two records, one of them erased."""
    where = postgres.database()
    with Ledger.create(where, LOG.verifier) as ledger:
        done = ledger.append(act(0).envelope, act(0).documents, LOG.sign, {"names": b"x"})
        append(ledger, erasure(9, (0, done.leaf_hash)))
        ledger.append(act(1).envelope, act(1).documents, LOG.sign, {"names": b"x"})
        append(ledger, act(2))
        ledger.stamp(1, b"token")
    return where


def append(ledger: Ledger, one: Act) -> None:
    ledger.append(one.envelope, one.documents, LOG.sign)


def damage(where: str) -> tuple[Damage, ...]:
    with Ledger.open(where, read_only=True) as ledger:
        return inspect(ledger, LOG.verifier)


LET_ALL = """CREATE OR REPLACE FUNCTION guard.stamp_bar() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RETURN NEW; END'"""
# A change to each table, and the rows that no record has erased.
TABLES = {
    "meta": ("vkey = 'x'", "true"),
    "erased": ("what = 'x'", "true"),
    "entry": ("event_id = 'x'", "idx > 0"),
    "named": ("idx = 7", "idx > 0"),
    "node": ("level = 7", "true"),
    "checkpoint": ("note = 'x'", "true"),
    "document": ("bytes = ''", "'document/' || sha256 NOT IN (SELECT what FROM guard.erased)"),
    "disclosure": ("bytes = ''", "idx > 0"),
    "stamp": ("size = 7", "true"),
}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_can_be_changed(url: str, table: str) -> None:
    change, kept = TABLES[table]
    with psycopg.connect(url, autocommit=True) as db:
        for sql in (
            f"UPDATE guard.{table} SET {change}",  # noqa: S608
            f"DELETE FROM guard.{table} WHERE {kept}",  # noqa: S608
            f"TRUNCATE guard.{table}",
        ):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                db.execute(sql)
    assert damage(url) == ()


def test_contents_that_no_record_erases_cannot_be_emptied(url: str) -> None:
    with (
        psycopg.connect(url) as db,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        db.execute("UPDATE guard.entry SET envelope = '' WHERE idx = 2")


@pytest.mark.parametrize(
    ("sql", "place"),
    [
        ("DROP TRIGGER entry_row ON guard.entry", "schema TRIGGER entry_row"),
        ("ALTER TABLE guard.node DISABLE TRIGGER ALL", "schema TRIGGER node_all"),
        ("ALTER TABLE guard.meta ADD COLUMN more text", "schema"),
        (LET_ALL, "schema TRIGGER stamp_row"),
    ],
)
def test_a_changed_schema_is_refused_and_named(url: str, sql: str, place: str) -> None:
    with psycopg.connect(url) as db:
        db.execute(sql)
    with pytest.raises(GuardError, match="tables are not those"):
        Ledger.open(url)
    assert place in {one.place for one in damage(url)}


@pytest.fixture
def roles(url: str) -> str:
    """Beside the owner: ``clerk``, who may insert, and ``auditor``, who may only read."""
    with psycopg.connect(url, autocommit=True) as db:
        for role, rights in (("clerk", "SELECT, INSERT"), ("auditor", "SELECT")):
            if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                db.execute(f"CREATE ROLE {role} LOGIN")
            db.execute(f"GRANT USAGE ON SCHEMA guard TO {role}")
            db.execute(f"GRANT {rights} ON ALL TABLES IN SCHEMA guard TO {role}")
    return url


def as_(role: str, url: str) -> str:
    return url.replace("owner@", f"{role}@")


def test_who_may_only_insert_can_seal_and_no_more(roles: str) -> None:
    with Ledger.open(as_("clerk", roles)) as ledger:
        append(ledger, act(4))
        entry = ledger.entry(4)
        assert entry
        with pytest.raises(GuardError, match="permission denied") as caught:
            append(ledger, erasure(10, (4, entry.leaf)))
    assert "INSERT to seal" in caught.value.faults[0].remedy
    assert damage(roles) == ()


def test_who_may_only_read_can_verify_and_no_more(roles: str) -> None:
    where = as_("auditor", roles)
    assert damage(where) == ()
    with Ledger.open(where) as ledger, pytest.raises(GuardError, match="permission denied"):
        append(ledger, act(4))


def test_another_database_is_refused(postgres: Server) -> None:
    with pytest.raises(GuardError, match="cannot be used") as caught:
        Ledger.open(postgres.database())
    assert "the database that holds the ledger" in caught.value.faults[0].remedy


def test_a_server_that_is_not_there_is_told(postgres: Server) -> None:
    where = postgres.url().replace("guard-pg-", "absent-")
    with pytest.raises(GuardError, match="cannot be used") as caught:
        open_store(where)
    assert "psql reaches it" in caught.value.faults[0].remedy


def test_acknowledged_means_on_disk(url: str) -> None:
    with Ledger.open(url) as ledger:
        assert ledger._server.one("SHOW synchronous_commit") == "on"
        assert ledger._server.one("SHOW fsync") == "on"


def test_a_writer_waits_for_another_and_then_says_so(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guard.ledgers.postgresql._WAIT", "50ms")
    with (
        Ledger.open(url) as first,
        Ledger.open(url) as second,
        first._server.transaction(),
        pytest.raises(GuardError, match="cannot be used") as caught,
    ):
        append(second, act(4))
    assert "another guard is writing" in caught.value.faults[0].remedy
