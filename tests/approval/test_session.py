"""A real approval from request to revocation, as its people do it, and the register it yields."""

import datetime as dt
import json

import pytest

from tests.making import rule
from tests.office import NOON, Answer, Office

PEOPLE = {
    "head-of-it": "kim@council.example",
    "information-asset-owner": "lou@council.example",
    "siro": "max@council.example",
    "ciso": "nik@council.example",
    "dpo": "ola@council.example",
    "requester": "alex.doe@council.example",
}
SIGNING = ("head-of-it", "information-asset-owner", "siro")
POLICY = "\n".join(
    (
        'id = "casework"\ntitle = "Casework systems"\nversion = "1"\nowner = "Digital"',
        *(
            rule(
                f"CAS-0{number}",
                title=f"The {role} has agreed to a casework system",
                level="sign-off",
                sign_off=[role],
                when="data.personal",
                require="false",
            )
            for number, role in enumerate(SIGNING, 1)
        ),
        rule(
            "CAS-04",
            title="Administrators have a key that cannot be phished",
            level="block",
            sign_off=["ciso"],
            require="identity.mfa_phishing_resistant_admins",
        ),
    )
)
REQUEST = """\
request = { id = "2026-0117" }
requester = { name = "Alex Doe", email = "alex.doe@council.example" }
application = { name = "Kinfolio Casework" }
supplier = { legal_name = "Kinfolio Software UK Ltd", country = "GB" }
data = { personal = true }
identity = { mfa_phishing_resistant_admins = false }
contract = { period = { startDate = 2026-12-01, endDate = 2027-11-30 } }
"""


class Council:
    """People with a role and a key each, over one ledger, day by day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        office.write("policies/casework.toml", POLICY)
        office.edit("guard.toml", 'use = ["small"]', 'use = ["casework"]')
        office.write("request.toml", REQUEST)
        lines = []
        for role, person in PEOPLE.items():
            made = office.guard(
                *("key", "new", f"keys/{role}-own", "--person", person, "--role", role),
                "--no-passphrase",
            )
            assert made.code == 0
            lines += [line for line in made.out.splitlines() if line.startswith(person)]
        assert len(lines) == len(PEOPLE)
        office.write("allowed_signers", "\n".join(lines) + "\n")

    def on(self, month: int, day: int, year: int = 2026) -> None:
        """Let it be noon of a day."""
        self.office.at = dt.datetime.combine(dt.date(year, month, day), NOON.timetz())

    def act(self, role: str, *command: str) -> Answer:
        """Let who holds the role act."""
        signing = ("--role", role, "--key", f"keys/{role}-own", "--yes")
        return self.office.guard(*command, *signing)

    def seals(self, role: str, *command: str) -> str:
        """What is said when that role seals an event."""
        answer = self.act(role, *command)
        assert answer.code == 0, answer.err + answer.out
        assert "Sealed as record" in answer.out
        return answer.out

    def verdict(self) -> int:
        return self.office.guard("check", "request.toml").code

    def verified(self) -> str:
        answer = self.office.guard("verify")
        assert answer.code == 0, answer.out
        return answer.out


@pytest.fixture
def council(office: Office) -> Council:
    return Council(office)


def waive(council: Council) -> str:
    why = ("--measure", "Admin only from two locked rooms", "--reason", "Keys arrive in March")
    rule_id = ("--rule", "CAS-04", "--until", "2027-03-31")
    return council.seals("ciso", "waive", "request.toml", *rule_id, *why)


def approve_all(council: Council) -> None:
    """Three roles, in any order; one sets a condition."""
    overrule = ("--overrule", "1; the assessment is signed by the owner of the data")
    condition = ("--condition", "Delete the test accounts; head-of-it; 2026-12-15")
    council.seals("siro", "approve", "request.toml", *overrule)
    council.seals("head-of-it", "approve", "request.toml", *overrule, *condition)
    council.seals("information-asset-owner", "approve", "request.toml", *overrule)


def in_force(council: Council) -> str:
    """What the published register says is in force."""
    listed = json.loads(council.office.guard("register", "--format", "json").out)
    told = (
        f"{r['application']}, {r['standing']} until {r['until']}"
        for r in listed["register"]["entries"]
    )
    return "; ".join(told) or "nothing"


def test_the_life_of_an_approval(council: Council) -> None:
    council.on(11, 20)
    council.seals("requester", "submit", "request.toml")  # 0
    advice = ("--counsel", "proceed-with-measures", "--reason", "Finish the assessment first")
    council.seals("dpo", "advise", "request.toml", *advice)  # 1
    assert council.verdict() == 1
    council.on(11, 23)
    assert "CAS-04" in waive(council)  # 2
    assert council.verdict() == 3
    council.on(11, 24)
    approve_all(council)  # 3 4 5
    assert council.verdict() == 0
    assert "All 6 records" in council.verified()
    assert in_force(council) == "Kinfolio Casework, approved until 2027-03-31"
    due = council.office.guard("due", "--within", "60d")
    assert (due.code, "condition: C1" in due.out) == (0, True)

    council.on(12, 16)
    assert council.verdict() == 3, "the condition is overdue"
    assert in_force(council) == "Kinfolio Casework, conditions-overdue until 2027-03-31"
    assert council.office.guard("due").code == 1
    assert council.office.guard("recheck").code == 3
    council.office.write("deleted.txt", "all of them")
    council.seals("head-of-it", "condition", "4", "C1", "--evidence", "deleted.txt")  # 6
    assert council.verdict() == 0

    council.on(3, 20, 2027)
    council.office.edit("request.toml", "admins = false", "admins = true")
    council.office.edit("request.toml", "2027-11-30", "2028-02-28")
    heed = ("--heed", "1")
    for role, old in zip(SIGNING, ("4", "5", "3"), strict=True):  # 7 8 9
        council.seals(role, "renew", "request.toml", "--of", old, *heed)
    assert council.verdict() == 0
    assert in_force(council) == "Kinfolio Casework, approved until 2028-02-28"
    assert council.office.guard("recheck").code == 0

    council.on(6, 2, 2027)
    council.seals("ciso", "revoke", "7", "--reason", "Breach at the supplier")  # 10
    assert council.verdict() == 3
    assert in_force(council) == "nothing"
    verified = council.verified()
    assert "All 11 records" in verified
    assert "record 10: request 2026-0117 revoked as ciso by nik@council.example" in verified
