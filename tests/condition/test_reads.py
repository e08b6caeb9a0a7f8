import pytest

from guard.condition.checker import compile_condition, compile_definitions
from guard.condition.evaluator import evaluate
from guard.condition.reads import reads
from tests.condition.schema import ENVIRONMENT


def read(source: str, definitions: dict[str, str] | None = None) -> set[str]:
    defined = compile_definitions(definitions or {}, ENVIRONMENT)
    return {".".join(path) for path in reads(compile_condition(source, ENVIRONMENT, defined).tree)}


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("true", set()),
        ("urgent && !data.personal", {"urgent", "data.personal"}),
        ('data.level in ["public"] || users + 1 > 3', {"data.level", "users"}),
        ("has(data.purpose) ? urgent : data.special", {"data.purpose", "urgent", "data.special"}),
        ("evidence.exists(e, e.valid && e.count > users)", {"evidence", "users"}),
        ("data.host.until > today + days(users)", {"data.host.until", "today", "users"}),
        ("title.startsWith(data.purpose) && size(tags) > 0", {"title", "data.purpose", "tags"}),
    ],
)
def test_the_facts_that_are_read(source: str, paths: set[str]) -> None:
    assert read(source) == paths


def test_what_a_definition_reads_is_read_where_it_is_used() -> None:
    definitions = {"old()": "data.since < today", "both(x)": "urgent && x"}
    assert read("both(old())", definitions) == {"urgent", "data.since", "today"}


def test_no_other_fact_can_be_missing() -> None:
    condition = compile_condition(
        "evidence.all(e, e.valid) && (urgent || data.rate > 0.5)", ENVIRONMENT, {}
    )
    missing = evaluate(condition, {"data": {}}).missing
    assert missing <= {".".join(path) for path in reads(condition.tree)}
    assert missing
