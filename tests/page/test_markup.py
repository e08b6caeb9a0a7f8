import html

from hypothesis import given
from hypothesis import strategies as st

from guard.page.markup import Markup, joined, tag
from tests.page.reading import read


def test_what_is_inside_is_escaped_unless_it_is_html_already() -> None:
    assert tag("p", "a < b & c", tag("b", "d")) == "<p>a &lt; b &amp; c<b>d</b></p>"


def test_attributes_are_written_as_html_has_them() -> None:
    made = tag("input", class_="a", data_sort="b", hidden=True, open=False, id=None, size=3)
    assert made == '<input class="a" data-sort="b" hidden size="3">'


def test_an_element_may_have_an_attribute_called_name() -> None:
    assert tag("meta", name="viewport") == '<meta name="viewport">'


def test_nothing_is_left_of_what_is_none() -> None:
    assert joined("a", None, Markup("<br>")) == "a<br>"


# A reader of HTML turns a lone carriage return into a line feed, and drops a null.
TEXT = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]))


@given(TEXT, TEXT)
def test_no_text_gets_out_of_its_place(inside: str, attribute: str) -> None:
    (element,) = read(tag("p", inside, title=attribute))
    assert element.text == inside
    assert element.attributes["title"] == attribute
    assert html.unescape(joined(inside)) == html.unescape(html.escape(inside))
