import json
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from guard.border.position import KeyPath, excess, json_offsets, line_column, toml_offsets

# --- a small writer of TOML that chooses, where TOML leaves a choice -------------------------

NAMES = st.text("ab_-9", min_size=1, max_size=3) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=4
)
SCALARS = st.booleans() | st.integers(-9, 9) | st.text("a'\"\\\n #]}=é", max_size=9) | st.dates()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
DATA = st.dictionaries(NAMES, VALUES, max_size=4)
BARE = set("ab_-9")


def _text(value: str, draw: Any) -> str:
    quoted = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    styles = [quoted, '"""\n' + quoted[1:-1].replace("\\n", "\n") + '"""']
    if "'" not in value and "\n" not in value:
        styles += [f"'{value}'", f"'''{value}'''"]
    return str(draw(st.sampled_from(styles)))


def _key(name: str, draw: Any) -> str:
    quoted = json.dumps(name, ensure_ascii=False)
    plain = name if name and set(name) <= BARE else quoted
    return str(draw(st.sampled_from([plain, quoted])))


def _inline(value: Any, draw: Any) -> str:
    space = draw(st.sampled_from(["", " "]))
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value, draw)
        case list():
            gap = draw(st.sampled_from(["", " ", "\n", " # ] , \n"]))
            return (
                f"[{gap}" + f"{gap},{gap}".join(_inline(item, draw) for item in value) + f"{gap}]"
            )
        case dict():
            return "{" + ", ".join(_pairs(value, draw, space)) + "}"
        case _:
            return str(value)


def _pairs(table: dict[str, Any], draw: Any, space: str) -> list[str]:
    lines = []
    for name, value in table.items():
        key = _key(name, draw)
        if isinstance(value, dict) and value and draw(st.booleans()):
            lines += [f"{key}{space}.{space}{line}" for line in _pairs(value, draw, space)]
        else:
            lines.append(f"{key}{space}={space}{_inline(value, draw)}")
    return lines


def _tables(prefix: str, table: dict[str, Any], draw: Any) -> str:
    apart = {
        name: value
        for name, value in table.items()
        if value and draw(st.booleans())
        if isinstance(value, dict)
        or (isinstance(value, list) and all(isinstance(item, dict) for item in value))
    }
    rest = {name: value for name, value in table.items() if name not in apart}
    text = "".join(f"{line}  # remark [x]\n" for line in _pairs(rest, draw, " "))
    for name, value in apart.items():
        path = f"{prefix}{_key(name, draw)}"
        for item in value if isinstance(value, list) else [value]:
            heading = f"[[{path}]]" if isinstance(value, list) else f"[ {path} ]"
            text += f"\n  {heading}\n{_tables(path + '.', item, draw)}"
    return text


@st.composite
def toml_texts(draw: Any) -> str:
    return _tables("", draw(DATA), draw)


def paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {path}.union(*(paths(item, (*path, key)) for key, item in items))
    return {path}


# --- laws ------------------------------------------------------------------------------------


@given(toml_texts())
def test_every_key_path_of_a_toml_text_is_found_and_no_other(text: str) -> None:
    assert set(toml_offsets(text)) | {()} == paths(tomli.loads(text))


@given(DATA, st.sampled_from([None, 2]))
def test_every_key_path_of_a_json_text_is_found_and_no_other(data: Any, indent: int | None) -> None:
    text = json.dumps(data, indent=indent, default=str)
    assert set(json_offsets(text)) == paths(json.loads(text))


@given(st.text("[]{}\"'=.,#\\\n ab1", max_size=60))
def test_any_text_ends_without_a_crash(text: str) -> None:
    for found in (toml_offsets(text), json_offsets(text)):
        assert all(0 <= at <= len(text) for offsets in found.values() for at in offsets)
    assert excess(text, "toml") is None


@given(toml_texts())
def test_no_ordinary_document_is_called_a_bomb(text: str) -> None:
    assert excess(text, "toml") is None


# --- examples --------------------------------------------------------------------------------

POLICY = '''\
id = "core"  # [not.a.table]
"quoted key".'x' = 1

[[rule]]
id = "A"
source = { title = "T", url = ["u1",
   "u2"] }
[rule.when]
a.b = true
[[rule]]
require = """
data.personal &&
  x == "y\\""""
why = \'\'\'one'\'\'\'
[[rule.example]]
given = { "data.personal" = true }
'''


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("id",), (1, 1), (1, 7)),
        (("quoted key",), (2, 1), (2, 1)),
        (("quoted key", "x"), (2, 14), (2, 20)),
        (("rule",), (4, 3), (4, 3)),
        (("rule", 0), (4, 3), (4, 3)),
        (("rule", 0, "source", "url"), (6, 25), (6, 31)),
        (("rule", 0, "source", "url", 1), (7, 4), (7, 5)),
        (("rule", 0, "when", "a", "b"), (9, 3), (9, 7)),
        (("rule", 1), (10, 3), (10, 3)),
        (("rule", 1, "require"), (11, 1), (12, 1)),
        (("rule", 1, "why"), (14, 1), (14, 10)),
        (("rule", 1, "example", 0, "given", "data.personal"), (16, 11), (16, 29)),
    ],
)
def test_key_and_value_stand_where_a_reader_finds_them(
    path: KeyPath, key: tuple[int, int], value: tuple[int, int]
) -> None:
    offsets = toml_offsets(POLICY)[path]
    assert (line_column(POLICY, offsets[0]), line_column(POLICY, offsets[1])) == (key, value)


def test_windows_line_ends_do_not_shift_anything() -> None:
    text = POLICY.replace("\n", "\r\n")
    for path, offsets in toml_offsets(text).items():
        expected = toml_offsets(POLICY)[path]
        for here, there in zip(offsets, expected, strict=True):
            assert line_column(text, here) == line_column(POLICY, there)


def test_a_table_named_after_its_children_is_placed_at_its_own_heading() -> None:
    text = "[a.b]\nx = 1\n[a]\ny = 2\n"
    assert line_column(text, toml_offsets(text)[("a",)][0]) == (3, 2)


def test_json_values_are_found_inside_their_quotes() -> None:
    text = '{"a": [1, {"b\\u0021"\n: "text"}]}'
    key, value = json_offsets(text)[("a", 1, "b!")]
    assert (text[key:][:3], text[value:][:4]) == ('"b\\', "text")


@pytest.mark.parametrize(
    ("text", "kind", "offset"),
    [
        (".".join("a" * 20_000) + " = 1", "toml", 0),
        ("x = 1\n[" + " . ".join(["'a.b'"] * 33) + "]", "toml", 7),
        ("a = " + "[" * 200_000, "toml", 68),
        ("a = " + "{a = " * 80, "toml", 4 + 64 * 5),
        ("[" * 200_000, "json", 64),
        ('{"a":' * 200_000, "json", 64 * 5),
    ],
)
def test_bombs_are_found_where_they_become_one(text: str, kind: str, offset: int) -> None:
    found = excess(text, kind)
    assert found is not None
    assert found[0] == offset


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('a = "' + "a." * 100 + "[" * 100 + '"', "toml"),
        ('a = """\n' + '[""' * 100 + '\n"""', "toml"),
        ("a = '''" + "[" * 100 + "'''", "toml"),
        ("# " + "a." * 100 + "[" * 100, "toml"),
        ("a = [" + "[1]," * 1000 + "]", "toml"),
        ("a = [" + "1.5, " * 1000 + "]", "toml"),
        (".".join("a" * 32) + " = 1", "toml"),
        ('{"a": "' + '\\"[' * 100 + '"}', "json"),
    ],
)
def test_what_only_looks_like_a_bomb_passes(text: str, kind: str) -> None:
    assert excess(text, kind) is None


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "x" * 1_000_000,
        'a = """' + 'x""\\"' * 250_000,
        "a = '" * 250_000,
        '"' * 1_000_000,
        "a" * 1_000_000,
        "a " * 500_000,
        "a = 1\n" * 150_000,
        "[" * 1_000_000,
    ],
)
def test_a_megabyte_of_anything_is_gone_through_once(text: str) -> None:
    assert len(toml_offsets(text)) <= 1
    excess(text, "toml")


def test_public_invalid_documents_never_break_the_scan(vectors: Path) -> None:
    for path in sorted((vectors / "toml-test" / "invalid").rglob("*.toml")):
        text = path.read_bytes().decode(errors="replace")
        assert excess(text, "toml") is None, path
        assert isinstance(toml_offsets(text), dict), path


@pytest.mark.parametrize(
    ("text", "path", "content"),
    [
        ("a = 'x'", ("a",), "x"),
        ('a = """x', ("a",), "x"),
        ('a = """\r\nx"""', ("a",), "x"),
        ("a = '''\nx'''", ("a",), "x"),
        ('a = ""', ("a",), '"'),
        ("a = 2026-11-22 07:32:00Z # x", ("a",), "2026"),
        ("a = [ # x\n 1,\n 'two', ]", ("a", 1), "two"),
        ("a = { b = [ { c = 'd' } ] }", ("a", "b", 0, "c"), "d"),
        ("a = {\n b = 1, # x\n c = 'd',\n}", ("a", "c"), "d"),
        ('"a\\u0062".\'c"\' = 1', ("ab", 'c"'), "1"),
        ("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[a.b.c]\nd = 7", ("a", 1, "b", 0, "c", "d"), "7"),
    ],
)
def test_a_value_begins_at_its_first_character(text: str, path: KeyPath, content: str) -> None:
    assert text[toml_offsets(text)[path][1] :].startswith(content)


@pytest.mark.parametrize(
    "text", ["a = 1\n[b", "a = 1\nb = ", "a = 1\nb c", "a = 1\n= 2", 'a = 1\n"b']
)
def test_what_stands_before_a_fault_is_still_found(text: str) -> None:
    assert toml_offsets(text)[("a",)] == (0, 4)
