"""Rules that are answered from memory say what they would say anew."""

from hypothesis import given
from hypothesis import strategies as st

from guard.finding import apply_rules
from guard.recall import Recall
from tests.making import TODAY, pack, policies, rule

POLICIES = policies(
    pack(
        rule("AA-01", require='supplier.country == "GB"'),
        rule("AA-02", when="data.personal", require="size(data.subjects) > 0"),
        rule("AA-03", require="has(application.name) && application.users.internal < 10"),
    )
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "supplier": st.fixed_dictionaries({}, optional={"country": st.sampled_from(["GB", "US"])}),
        "data": st.fixed_dictionaries(
            {},
            optional={
                "personal": st.booleans(),
                "subjects": st.lists(st.sampled_from(["staff", "children"]), max_size=2),
            },
        ),
        "application": st.fixed_dictionaries(
            {},
            optional={
                "name": st.text(min_size=1, max_size=3),
                "users": st.fixed_dictionaries({}, optional={"internal": st.integers(0, 20)}),
            },
        ),
    },
)


@given(st.lists(FACTS, min_size=1, max_size=6))
def test_what_is_remembered_is_what_would_be_found(requests: list[dict[str, object]]) -> None:
    recall = Recall(POLICIES, TODAY)
    for facts in requests * 2:
        assert recall.apply(facts) == apply_rules(POLICIES, facts, TODAY)
    found = [apply_rules(POLICIES, facts, TODAY) for facts in requests]
    assert list(Recall(POLICIES, TODAY).findings(requests)) == found
