import pytest

from guard.condition.reasons import Seen, deciding
from guard.condition.step import UNKNOWN
from tests.condition.asking import ask

FACTS = {
    "urgent": False,
    "users": 5,
    "title": "a",
    "tags": ["x", "y"],
    "sizes": [],
    "data": {"personal": True, "host": {}},
    "evidence": [{"kind": "soc-2", "valid": True}, {"kind": "iso-27001", "valid": False}],
}


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("urgent && users > 3", ["urgent"]),
        ("users > 3 && urgent", ["urgent"]),
        ("users > 3 || urgent", ["users"]),
        ("urgent || users > 9", ["urgent", "users"]),
        ("users > 3 && data.personal", ["users", "data.personal"]),
        ("!urgent", ["urgent"]),
        ("data.personal ? users > 3 : urgent", ["data.personal", "users"]),
        ("has(data.host.racks)", ["data.host.racks"]),
        ('"z" in tags', ["tags"]),
        ("evidence.exists(e, e.valid)", ["evidence[0].valid"]),
        ("evidence.all(e, e.valid)", ["evidence[1].valid"]),
        ("sizes.exists(s, s > 1)", ["sizes"]),
        ("tags.all(t, true)", ["tags"]),
        ("tags.exists(t, t == title)", ["tags[0]", "title", "tags[1]"]),
        ("[users, 6].exists(u, u == 5)", ["users"]),
        ("true", []),
    ],
)
def test_only_what_decided_is_named(source: str, paths: list[str]) -> None:
    assert [seen.path for seen in deciding(ask(source, FACTS))] == paths


def test_each_fact_is_seen_with_its_value() -> None:
    assert deciding(ask("users > 3 && users < 9", FACTS)) == (Seen("users", 5),)
    assert deciding(ask("has(data.host.racks)", FACTS)) == (Seen("data.host.racks", UNKNOWN),)


def test_an_unknown_answer_names_what_is_absent() -> None:
    step = ask("users > 3 && evidence.all(e, e.count > 1) && share < 2.0", FACTS)
    assert {seen.path for seen in deciding(step)} == step.missing
    assert all(seen.value is UNKNOWN for seen in deciding(step))
