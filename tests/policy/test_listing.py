import datetime as dt

from guard.policy.listing import list_packs, list_policies
from tests.making import pack, policies, rule


def test_rules_are_listed_with_how_far_they_were_verified() -> None:
    report = {"title": "A report", "verified": "secondary", "on": dt.date(2026, 1, 1)}
    example = {"given": {}, "expect": "unknown"}
    shown = list_policies(
        policies(
            pack(rule(example=[example]), name="one"),
            pack(rule("AA-02", level="warn", source=report), name="two"),
        )
    )
    assert shown == (
        "one 1: Ours (1 rule: 1 verified, 0 secondary, 0 unverified)\n"
        "  AA-01    block     primary    What AA-01 asks\n"
        "\n"
        "two 1: Ours (1 rule: 0 verified, 1 secondary, 0 unverified)\n"
        "  AA-02    warn      secondary  What AA-02 asks\n"
        "           no examples\n"
        "\n"
        "2 rules in 2 policies: 1 verified, 1 secondary, 0 unverified\n"
    )


def test_all_policies_are_listed_by_id_with_a_mark_at_those_in_use() -> None:
    packs = [pack(rule("BB-01"), name="longer"), pack(rule(), name="used")]
    assert list_packs(packs[::-1], {"used"}) == (
        "  longer 1        Ours (1 rule: 1 verified, 0 secondary, 0 unverified)\n"
        "* used   1        Ours (1 rule: 1 verified, 0 secondary, 0 unverified)\n"
        "\n"
        "* in use. The rules of one: guard policy list ID\n"
    )
