"""What is found really answers so, and what is proved to be nowhere is nowhere found."""

import datetime as dt
from collections import Counter
from functools import partial
from random import Random

import pytest

from guard.condition.checker import compile_condition
from guard.condition.evaluator import evaluate
from guard.condition.problem import ConditionError
from guard.condition.step import UNKNOWN
from guard.condition.tree import Condition
from guard.solver.question import Question
from guard.solver.search import Answers, Beyond, Nothing, Witness, find
from tests.condition.random_conditions import Writer
from tests.condition.random_facts import random_facts
from tests.condition.schema import ENVIRONMENT
from tests.solver.asking import CONSTANTS, SPANS, TODAY, asked, question

ANSWERS = (True, False, UNKNOWN)
DAY = dt.timedelta(days=1)


def truth(condition: Condition, found: Witness) -> object:
    """What the evaluator itself says of the request that was found."""
    first, last = SPANS["dated"]
    lists = CONSTANTS["lists"] if first <= found.today <= last else {}
    facts = found.facts | CONSTANTS | {"lists": lists, "today": found.today}
    return evaluate(condition, facts).value


FOUND = [
    "urgent",
    "!urgent && users > 3 && users < 5",
    "users == 3 || users == -4",
    "data.level != 'public' && data.level != 'official'",
    "share > 0.5 && share < 0.6 && share != 0.55",
    "data.since < today && data.since > today - days(2)",
    "data.host.until - data.since == days(90) && data.since > timestamp('2027-01-01T00:00:00Z')",
    "title.lowerAscii() == data.purpose.lowerAscii() && title != data.purpose",
    "title.contains('sun') && title.startsWith('moon') && !title.endsWith('sun')",
    "size(title) == 7 && title != 'xxxxxxx'",
    "has(data.host) && !has(data.host.region)",
    "'a' in tags && !tags.all(t, t == 'a') && size(tags) >= 3",
    "evidence.exists(e, e.kind == 'soc-2' && e.expires > today) && evidence.exists(e, !e.valid)",
    "evidence.exists_one(e, e.valid) && size(evidence) == 2",
    "!evidence.exists_one(e, e.valid) && evidence.exists(e, e.valid)",
    "evidence.exists(e, e.labels.all(l, l.startsWith('x')) && size(e.labels) > 1)",
    "urgent ? users > 1 : users < -1",
    "sizes.exists(n, n > 2 && n < 4) && size(sizes) == 1",
    "dates.all(d, d > today) && size(dates) > 1",
    "title in parameters.words && data.since == parameters.day && users >= parameters.few",
    "data.countries.exists(c, c in lists.dated.codes)",
    "parameters.words.exists(w, title.contains(w)) && !(title in parameters.words)",
    "-users > 3 && users + 4 > 0 || -users == 9",
    "size([urgent, data.personal]) == 2",
    "title < 'b' && title == 'a'",
]


@pytest.mark.parametrize("source", FOUND)
def test_a_request_that_is_found_answers_as_wanted(source: str) -> None:
    found = asked(source, True)
    assert isinstance(found, Witness)
    assert truth(question(source).condition, found) is True
    assert found.answers == (True,)


NOWHERE = [
    "urgent && !urgent",
    "users > 3 && users < 4",
    "data.level == 'public' && data.level == 'official'",
    "data.since < today && data.since > today - days(1)",
    "data.host.until <= data.since + days(3) && data.host.until > data.since + days(3)",
    "data.since < data.host.until && data.host.until < today && today < data.since",
    "title == data.purpose && title != data.purpose",
    "title.contains('sun') && !title.contains('un')",
    "size(title) > 3 && size(title) < 4",
    "!has(data.host) && has(data.host.region)",
    "size(evidence) == 0 && evidence.exists(e, e.valid)",
    "evidence.all(e, e.valid) && evidence.exists(e, !e.valid)",
    "evidence.exists(e, e.kind == 'soc-2') && !evidence.exists(e, e.kind == 'soc-2')",
    "users > 5 && users < parameters.few",
    "has(lists.dated.codes) && today > timestamp('2026-03-01T00:00:00Z')",
    "parameters.words.exists(w, w == 'stars')",
    "!('GB' in data.countries) && data.countries.exists(c, c == 'GB')",
]


@pytest.mark.parametrize("source", NOWHERE)
def test_what_contradicts_itself_is_proved_to(source: str) -> None:
    assert asked(source, True) == Nothing()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("[users, size(tags)].exists(n, n == 1 && n == 2)", "list that is made up of facts"),
        ("title.contains(data.purpose) && !title.contains(data.purpose)", "for another fact"),
        ("title < 'b' && title > 'c'", "order of the alphabet"),
        ("users + data.subjects + size(sizes) < 0 && users > 0 && data.subjects > 0", "difference"),
        ("share < users && users < share", "with decimals"),
        ("size(tags) > 50 && size(tags) < 51", "more than 20 items"),
        ("days(users) < days(0) && users > 0", "calculation"),
        ("data.since > timestamp('9999-12-31T00:00:00Z')", "after the year 9999"),
        ("size(title) > size(data.purpose) && size(title) < size(data.purpose)", "length of a"),
        ("evidence.exists(e, evidence.all(f, f.count < e.count))", "compared with each other"),
        ("users + 1 > 9223372036854775807 && users < 0", "leaves its range"),
    ],
)
def test_what_is_beyond_it_is_said_with_the_reason(source: str, why: str) -> None:
    found = asked(source, True)
    assert isinstance(found, Beyond)
    assert why in found.why


def test_a_search_that_takes_too_many_steps_ends() -> None:
    numbers = ", ".join(map(str, range(14)))
    source = f"[{numbers}].all(n, sizes.exists(s, s == n))"
    condition = [question(source)]
    assert isinstance(find(condition, lambda answers: answers[0] is True, TODAY), Beyond)
    failing = find(condition, lambda answers: answers[0] is False, TODAY)
    assert isinstance(failing, Witness)


def test_an_unknown_answer_is_found_by_leaving_facts_out() -> None:
    found = asked("urgent && users > 3", UNKNOWN)
    assert isinstance(found, Witness)
    assert "urgent" not in found.facts or "users" not in found.facts
    assert asked("has(data.purpose)", UNKNOWN) == Nothing()


def test_a_dated_list_that_has_run_out_is_unknown() -> None:
    found = asked("size(lists.dated.codes) == 2", UNKNOWN)
    assert isinstance(found, Witness)
    assert not SPANS["dated"][0] <= found.today <= SPANS["dated"][1]
    assert asked("size(lists.dated.codes) == 2", False) == Nothing()


def test_questions_with_constants_of_their_own_are_held_against_each_other() -> None:
    source = "users < parameters.few"
    old = question(source)
    new = Question(old.condition, {"parameters": {"few": 3}})
    found = find([old, new], lambda answers: answers[0] != answers[1], TODAY)
    assert isinstance(found, Witness)
    assert found.facts == {"users": 2}
    assert found.answers == (False, True)
    same = Question(old.condition, {"parameters": {"few": 2}})
    assert find([old, same], lambda answers: answers[0] != answers[1], TODAY) == Nothing()


def test_a_fixed_date_is_kept() -> None:
    late = question("today > timestamp('2030-01-01T00:00:00Z')")
    found = find([late], lambda answers: answers[0] is True, TODAY)
    assert isinstance(found, Witness)
    assert found.today > TODAY
    fixed = Question(late.condition, {"today": TODAY})
    assert find([fixed], lambda answers: answers[0] is True, TODAY) == Nothing()


def test_nothing_to_ask_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to ask"):
        find([], lambda _: True, TODAY)


def test_definitions_are_looked_into() -> None:
    asks = question("old(3) && !old(2)", {"old(n)": "users > n"})
    assert find([asks], lambda answers: answers[0] is True, TODAY) == Nothing()


@pytest.mark.parametrize(("seed", "depth", "count"), [(1, 0, 250), (2, 1, 120), (3, 2, 40)])
def test_solver_and_evaluator_agree_on_random_conditions(seed: int, depth: int, count: int) -> None:
    random, tally = Random(seed), Counter[type]()
    for _ in range(count):
        source = Writer(random).condition(depth).ours
        try:
            condition = compile_condition(source, ENVIRONMENT, {})
        except ConditionError:
            continue
        seen = _answers_seen(random, condition)
        for answer in ANSWERS:
            found = find([Question(condition)], partial(_gives, answer), TODAY, steps=30_000)
            tally[type(found)] += 1
            if isinstance(found, Witness):
                facts = found.facts | {"today": found.today}
                assert evaluate(condition, facts).value is answer, source
            elif isinstance(found, Nothing):
                assert answer not in seen, source
    assert tally[Witness] > count
    assert tally[Nothing] > count / 10
    assert tally[Beyond] < count


def _gives(answer: object, answers: Answers) -> bool:
    return answers[0] is answer


def _answers_seen(random: Random, condition: Condition) -> set[object]:
    seen = set()
    for _ in range(40):
        facts = {"today": TODAY} | random_facts(random, ENVIRONMENT, random.choice((0, 0.1, 0.4)))
        try:
            seen.add(evaluate(condition, facts).value)
        except ConditionError:
            continue  # a calculation left its range
    return seen
