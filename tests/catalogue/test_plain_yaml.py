import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.plain_yaml import parse
from guard.errors import GuardError

TEXT = """---
# a comment
id: acme
name: "Acme \\"Forms\\" \\u00e9"
description: It makes forms
  and goes on: here
other: 'it''s'
url: https://acme.com/#top # said twice
company:
  organization: Acme
  address:
    country: GB
domains:
- acme.com
- 'acme.co.uk'
names:
  - Acme
  - long name
    in two lines
none: []
empty:
"""


def test_what_lists_are_written_in() -> None:
    assert parse(TEXT, "a.yml") == {
        "id": "acme",
        "name": 'Acme "Forms" é',
        "description": "It makes forms and goes on: here",
        "other": "it's",
        "url": "https://acme.com/#top",
        "company": {"organization": "Acme", "address": {"country": "GB"}},
        "domains": ["acme.com", "acme.co.uk"],
        "names": ["Acme", "long name in two lines"],
        "none": "",
        "empty": "",
    }


def test_nothing_is_an_empty_mapping() -> None:
    assert parse("", "a.yml") == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\na: 2", 2),
        ("a: &anchor x", 1),
        ("a: *alias", 1),
        ("a: !!python/object x", 1),
        ("a: |\n  block", 1),
        ("a: >\n  block", 1),
        ("a: {b: c}", 1),
        ("a: [b, c]", 1),
        ('a: "not closed', 1),
        ("a: 1\n\tb: 2", 2),
        ("just text", 1),
        ("a: 1\n  b: 2\n c: 3\nd", 4),
        ("- a\n- b", 1),
    ],
)
def test_the_rest_of_yaml_is_refused_by_its_line(text: str, line: int) -> None:
    with pytest.raises(GuardError) as refused:
        parse(text, "a.yml")
    (fault,) = refused.value.faults
    assert (fault.place.file, fault.place.line) == ("a.yml", line)
    assert fault.remedy


def test_depth_is_bounded() -> None:
    deep = "\n".join(" " * n + "a:" for n in range(500)) + " b"
    with pytest.raises(GuardError):
        parse(deep, "a.yml")


@given(st.text(alphabet="ab:-# \n'\"[]{}&\t\\", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse(text, "a.yml")
    except GuardError:
        return
    assert all(isinstance(key, str) for key in found)
