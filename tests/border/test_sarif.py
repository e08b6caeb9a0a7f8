import pytest

from guard.border.sarif import location, message


@pytest.mark.parametrize(
    ("file", "uri"),
    [("a b/c#1.csv", "a%20b/c%231.csv"), ("/srv/x.csv", "file:///srv/x.csv"), ("-", "-")],
)
def test_a_file_is_a_uri(file: str, uri: str) -> None:
    assert location(file) == {"physicalLocation": {"artifactLocation": {"uri": uri}}}


def test_a_place_has_a_line_and_a_column_where_they_are_known() -> None:
    def region(*at: int) -> object:
        return location("x", *at)["physicalLocation"].get("region")

    assert region(4, 2) == {"startLine": 4, "startColumn": 2}
    assert region(4) == {"startLine": 4}
    assert region(0, 2) is None


def test_what_would_be_a_link_or_a_placeholder_is_literal() -> None:
    assert message("[a](b) {0} c:\\d")["text"] == "\\[a\\](b) {{0}} c:\\\\d"
