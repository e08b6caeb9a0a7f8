import datetime as dt
import shutil
from pathlib import Path

import pytest

from guard.ledgers.sqlite import Ledger
from guard.record.checkpoint import Checkpoint
from guard.record.cosignature import Witness, cosign
from guard.record.keys import load_log_key, make_log_key
from guard.record.merkle import root
from tests.office import BOSS, CISO, NOON, Office, codes, try_examples
from tests.record.authority_of_time import authority_in

SEED = bytes([7]) * 32


@pytest.fixture
def signed(office: Office) -> Office:
    """An office in which two people have signed; the checkpoint between them is in first.txt."""
    assert office.guard("approve", "request.toml", *BOSS).code == 0
    keep(office, "first.txt")
    assert office.guard("approve", "request.toml", *CISO).code == 0
    keep(office, "checkpoint.txt")
    return office


def keep(office: Office, name: str) -> str:
    return office.write(name, office.guard("ledger", "checkpoint").out)


def setting(office: Office, line: str) -> None:
    office.edit("guard.toml", "[ledger]\n", f"[ledger]\n{line}\n")


def test_the_examples_of_checkpoint_run(signed: Office) -> None:
    printed, redirected = try_examples(signed, "ledger", "checkpoint")
    assert codes([printed, redirected]) == [0, 0]
    assert (signed.folder / "checkpoint.txt").read_text() == printed.out


def test_the_examples_of_prove_run(signed: Office) -> None:
    record, growth = try_examples(signed, "ledger", "prove")
    assert codes([record, growth]) == [0, 0]
    assert record.out.startswith("c2sp.org/tlog-proof@v1\nindex 0\n")
    assert growth.out.startswith("old 2\n")


def test_the_examples_of_verify_run(signed: Office) -> None:
    signed.write("growth.txt", signed.guard("ledger", "prove", "--since", "checkpoint.txt").out)
    whole, proof = try_examples(signed, "ledger", "verify")
    assert codes([whole, proof]) == [0, 0]
    assert "The ledger is as it was signed." in whole.out
    assert proof.out == "The ledger grew from 2 to 2 records.\n"


def test_the_examples_of_export_run(signed: Office) -> None:
    assert codes(try_examples(signed, "ledger", "export")) == [0, 0]
    signed.edit("guard.toml", 'file = "ledger.db"', 'file = "copy.db"')
    assert signed.guard("verify").code == 0
    assert signed.guard("ledger", "checkpoint").out == Path("checkpoint.txt").read_text()


def test_the_examples_of_timestamp_run(signed: Office) -> None:
    authority = authority_in(signed.folder / "tsa")
    setting(signed, 'timestamp_roots = "tsa/root.pem"')
    token = authority.stamp((signed.folder / "checkpoint.txt").read_bytes())
    (signed.folder / "reply.tsr").write_bytes(token)
    assert codes(try_examples(signed, "ledger", "timestamp")) == [0, 0]
    answer = signed.guard("ledger", "verify")
    assert answer.code == 0
    assert answer.out.count("time  2 records existed at ") == 1


def test_the_examples_of_rotate_key_run(signed: Office) -> None:
    first, second = try_examples(signed, "ledger", "rotate-key", typed="y\ny\n")
    assert first.code == 0
    assert second.code == 2  # the first example's key is not in guard.toml yet
    assert not (signed.folder / "keys" / "log-3.key").exists()


def test_a_new_log_key_takes_over(signed: Office) -> None:
    rotate = ("ledger", "rotate-key", "--to", "keys/log-2.key", *BOSS)
    assert signed.guard(*rotate).code == 0
    assert "keys/log-2.key" in signed.guard(*rotate).err
    unsealed = signed.guard("revoke", "1", *CISO, "--reason", "No more.")
    assert "keys/log.key: this is not the key that signs the next head" in unsealed.err
    signed.edit("guard.toml", 'log_key = "keys/log.key"', 'log_key = "keys/log-2.key"')
    assert signed.guard("revoke", "1", *CISO, "--reason", "No more.").code == 0
    assert signed.guard("verify", "--against", "checkpoint.txt").code == 0
    assert signed.guard("ledger", "verify", "--against", keep(signed, "last.txt")).code == 0
    vkey = str(load_log_key(signed.folder / "keys" / "log-2.key").verifier)
    signed.write("growth.txt", signed.guard("ledger", "prove", "--since", "first.txt").out)
    check = ("ledger", "verify", "--against", "first.txt", "--proof", "growth.txt")
    assert signed.guard(*check).code == 1
    assert signed.guard(*check, "--log-key", vkey).code == 0


def test_a_time_stamp_needs_somebody_to_believe(signed: Office) -> None:
    signed.write("reply.tsr", "hello")
    answer = signed.guard("ledger", "timestamp", "--tsr", "reply.tsr")
    assert answer.code == 2
    assert "timestamp_roots" in answer.err


def test_time_stamps_that_nobody_can_judge_are_told_of(signed: Office) -> None:
    with Ledger.open("ledger.db") as ledger:
        ledger.stamp(1, b"not a time stamp")
    answer = signed.guard("ledger", "verify")
    assert answer.code == 0
    assert "time stamps: 1; name timestamp_roots" in answer.out
    authority_in(signed.folder / "tsa")
    setting(signed, 'timestamp_roots = "tsa/root.pem"')
    answer = signed.guard("ledger", "verify")
    assert answer.code == 1
    assert "DAMAGE stamp 1: not a time stamp" in answer.out


def test_a_put_back_copy_is_found(signed: Office) -> None:
    shutil.copyfile("ledger.db", "later.db")
    backup = Path("ledger.db")
    with Ledger.open("ledger.db", read_only=True) as ledger:
        (first, _) = ledger.entries()
        documents = dict(ledger.documents())
    backup.unlink()
    key = load_log_key(Path("keys/log.key"))
    with Ledger.create(backup, key.verifier) as ledger:
        named = {sha: data for sha, data in documents.items() if sha in mentions(first.envelope)}
        ledger.append(first.envelope, named, key.sign)
    assert signed.guard("ledger", "verify", "--against", "first.txt").code == 0
    answer = signed.guard("ledger", "verify", "--against", "checkpoint.txt")
    assert answer.code == 1
    assert "it counts 2 entries; the ledger has 1" in answer.out
    assert "the ledger 1" in signed.guard("ledger", "prove", "--since", "checkpoint.txt").err


def mentions(envelope: bytes) -> set[str]:
    from guard.record.sealed import unseal

    return unseal(envelope).statement.mentions()


def test_one_record_is_proved_without_the_ledger(signed: Office) -> None:
    signed.write("one.tlog-proof", signed.guard("ledger", "prove", "1").out)
    assert signed.guard("record", "export", "1", "--to", "out").code == 0
    Path("ledger.db").unlink()
    check = ("ledger", "verify", "--proof", "one.tlog-proof")
    answer = signed.guard(*check, "--record", "out/record.dsse.json")
    assert (answer.code, answer.out) == (0, "The record is entry 1 of 2.\n")
    answer = signed.guard(*check, "--record", "out/request.json")
    assert answer.code == 1
    assert "is not entry 1 of this checkpoint" in answer.out
    assert signed.guard(*check).code == 2
    both = ("--record", "out/request.json", "--against", "first.txt")
    assert signed.guard(*check, *both).code == 2


def test_a_proof_of_growth_needs_its_beginning(signed: Office) -> None:
    signed.write("growth.txt", signed.guard("ledger", "prove", "--since", "first.txt").out)
    check = ("ledger", "verify", "--proof", "growth.txt")
    assert signed.guard(*check).code == 2
    assert signed.guard(*check, "--against", "first.txt").code == 0
    answer = signed.guard(*check, "--against", "checkpoint.txt")
    assert answer.code == 1
    assert "it is about 1 entries; the checkpoint counts 2" in answer.out


@pytest.mark.parametrize("arguments", [(), ("0", "--since", "first.txt")])
def test_what_to_prove_must_be_clear(signed: Office, arguments: tuple[str, ...]) -> None:
    assert "it is not clear what to prove" in signed.guard("ledger", "prove", *arguments).err


def test_witnesses_must_have_cosigned(signed: Office) -> None:
    witness = Witness.parse(str(Witness("witness.example", load_witness())))
    setting(signed, f'witnesses = ["{witness}"]')
    answer = signed.guard("ledger", "verify", "--against", "checkpoint.txt")
    assert answer.code == 1
    assert "0 of 1 cosigned a checkpoint given; 1 must" in answer.out
    note = (signed.folder / "checkpoint.txt").read_text()
    signed.write("cosigned.txt", cosign(note, "witness.example", SEED, NOON))
    answer = signed.guard("ledger", "verify", "--against", "cosigned.txt")
    assert answer.code == 0
    assert f"seen  by witness.example at {NOON.isoformat()}" in answer.out
    moved = cosign(note, "witness.example", SEED, NOON + dt.timedelta(days=1))
    line = moved.splitlines()[-1]
    false = (signed.folder / "first.txt").read_text() + line + "\n"
    answer = signed.guard("ledger", "verify", "--against", signed.write("false.txt", false))
    assert answer.code == 1
    assert "does not match the checkpoint" in answer.out


def load_witness() -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()


def test_a_head_signed_anew_by_an_insider_is_found(signed: Office) -> None:
    key = load_log_key(Path("keys/log.key"))
    forged = key.sign(Checkpoint(key.name, 2, root([bytes(32), bytes(32)])))
    answer = signed.guard("ledger", "verify", "--against", signed.write("forged.txt", forged))
    assert answer.code == 1
    assert "its root is not what the records hash to" in answer.out


def test_a_copy_is_never_made_over_something(signed: Office) -> None:
    answer = signed.guard("ledger", "export", "--to", "request.toml")
    assert answer.code == 2
    assert "nothing is ever overwritten" in answer.err


def test_a_damaged_ledger_is_not_copied(signed: Office) -> None:
    content = Path("ledger.db").read_bytes()
    with Ledger.open("ledger.db", read_only=True) as ledger:
        (node,) = ledger.nodes()
    Path("ledger.db").write_bytes(content.replace(node.hash, bytes(32)))
    answer = signed.guard("ledger", "export", "--to", "copy.db")
    assert "the ledger is damaged: node 1/0" in answer.err
    assert not Path("copy.db").exists()


def test_an_empty_ledger_has_nothing_to_hand_out(office: Office) -> None:
    for arguments in (["checkpoint"], ["prove", "0"], ["export", "--to", "copy.db"]):
        answer = office.guard("ledger", *arguments)
        assert answer.code == 2
        assert not answer.out
    assert not Path("copy.db").exists()


def test_a_kind_of_ledger_that_is_not_there_is_told(signed: Office) -> None:
    answer = signed.guard("ledger", "export", "--to", "mysql://db/ledger")
    assert "use one of postgresql, sqlite" in answer.err


def test_the_key_of_another_log_seals_nothing(signed: Office) -> None:
    made = make_log_key(signed.folder / "keys" / "other.key", "procurement-guard/ledger")
    assert made.verifier != load_log_key(signed.folder / "keys" / "log.key").verifier
    signed.edit("guard.toml", 'log_key = "keys/log.key"', 'log_key = "keys/other.key"')
    answer = signed.guard("revoke", "1", *CISO, "--reason", "No more.")
    assert "keys/other.key: this is not the key that signs the next head" in answer.err
    assert "put the log's own key back" in answer.err
    assert "fetch" not in answer.err
