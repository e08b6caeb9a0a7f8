from dataclasses import replace

import pytest

from guard.errors import GuardError
from guard.record import dsse, sshsig
from guard.record.merkle import leaf_hash
from guard.record.sealed import Signer, seal, unseal
from guard.record.statement import PAYLOAD_TYPE
from tests.record.acts import act, person

ACT = act()
ENVELOPE = dsse.decode(ACT.envelope)


def test_a_sealed_act_opens() -> None:
    sealed = unseal(ACT.envelope)
    assert sealed.statement == ACT.statement
    assert sealed.public_key == person().public_key
    assert sealed.leaf == leaf_hash(ACT.envelope)


def test_the_signature_is_bound_to_the_role() -> None:
    assert sshsig.parse(ENVELOPE.signature).namespace == "ciso@procurement-guard"
    message = dsse.pae(PAYLOAD_TYPE, ENVELOPE.payload)
    other = person().sign(message, "head-of-it@procurement-guard")
    with pytest.raises(GuardError, match="signed as 'head-of-it@procurement-guard'"):
        unseal(replace(ENVELOPE, signature=other).encode())


def test_another_persons_signature_is_refused() -> None:
    message = dsse.pae(PAYLOAD_TYPE, ENVELOPE.payload)
    other = person(2).sign(message, "ciso@procurement-guard")
    with pytest.raises(GuardError, match="the statement names key"):
        unseal(replace(ENVELOPE, signature=other).encode())


def test_another_key_id_is_refused() -> None:
    with pytest.raises(GuardError, match="key id"):
        unseal(replace(ENVELOPE, key_id=person(2).public_key.fingerprint).encode())


def test_another_type_is_refused() -> None:
    with pytest.raises(GuardError, match="not an in-toto statement"):
        unseal(replace(ENVELOPE, payload_type="text/plain").encode())


def test_an_edited_statement_is_refused() -> None:
    edited = ENVELOPE.payload.replace(b"All sign-offs", b"No sign-offs")
    assert edited != ENVELOPE.payload
    with pytest.raises(GuardError, match="does not match"):
        unseal(replace(ENVELOPE, payload=edited).encode())


def test_the_key_signing_is_the_key_named() -> None:
    with pytest.raises(GuardError, match="the statement names key"):
        seal(ACT.statement, person(2))


def test_a_signer_that_signs_otherwise_is_found_out() -> None:
    confused = Signer(person().public_key, lambda message, _: person().sign(message, "git"))
    with pytest.raises(GuardError, match="signed as 'git'"):
        seal(ACT.statement, confused)
