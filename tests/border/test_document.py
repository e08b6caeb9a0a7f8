import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from guard.border.document import Document, dotted, parse_json, parse_toml, read
from guard.border.position import KeyPath
from guard.errors import Fault, GuardError, Place

# Valid since TOML 1.1, which the parser has read since its version 2.4.
TOML_1_1 = {
    "datetime/no-secs",
    "inline-table/linebreak-01",
    "inline-table/linebreak-02",
    "inline-table/linebreak-03",
    "inline-table/linebreak-04",
    "inline-table/trailing-comma",
    "local-datetime/no-secs",
    "local-time/no-secs",
    "string/basic-byte-escapes",
}

type_of = {"toml": parse_toml, "json": parse_json}


def faults(parse: Callable[[str, str], Document], text: str) -> tuple[Fault, ...]:
    with pytest.raises(GuardError) as caught:
        parse(text, "f")
    assert all(fault.remedy for fault in caught.value.faults)
    return caught.value.faults


def test_numbers_with_a_point_are_exact_and_dates_are_dates() -> None:
    data = parse_toml("a = 0.1\nb = 2026-11-22\nc = 7", "f").data
    assert data == {"a": Decimal("0.1"), "b": dt.date(2026, 11, 22), "c": 7}
    assert parse_json('{"a": 0.10, "b": null}', "f").data == {"a": Decimal("0.1"), "b": None}


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(-(2**63), 2**63 - 1)))
def test_whole_numbers_of_64_bits_are_read_as_written(data: dict[str, int]) -> None:
    assert parse_json(json.dumps(data), "f").data == data


@pytest.mark.parametrize(
    ("kind", "literal"),
    [
        ("toml", "nan"),
        ("toml", "-inf"),
        ("toml", "1e400"),
        ("toml", "9223372036854775808"),
        ("toml", "9" * 5000),
        ("toml", '"\\u0000"'),
        ("json", "NaN"),
        ("json", "-Infinity"),
        ("json", "1e99999999999999999999999"),
        ("json", "0." + "1" * 5000),
        ("json", "-9223372036854775809"),
        ("json", "9" * 5000),
        ("json", '"\\ud800"'),
        ("json", '"\\u0000"'),
    ],
)
def test_values_that_cannot_be_kept_or_compared_are_refused_where_they_stand(
    kind: str, literal: str
) -> None:
    text = f"\na = {literal}" if kind == "toml" else f'{{\n"a": {literal}}}'
    (fault,) = faults(type_of[kind], text)
    assert fault.place.line == 2


def test_keys_that_cannot_be_stored_are_refused() -> None:
    (fault,) = faults(parse_json, '{"\\ud800": 1}')
    assert "cannot be stored" in fault.what
    str(fault).encode()


def test_all_faults_of_the_values_are_told_at_once() -> None:
    found = faults(parse_toml, "a = nan\n[[b]]\nc = 1e999\n[[b]]\nc = 99999999999999999999\n")
    assert [str(fault.place) for fault in found] == ["f:1:1: a", "f:3:1: b[0].c", "f:5:1: b[1].c"]


@pytest.mark.parametrize("second", ["x", "X"])
def test_a_json_key_given_twice_is_refused_with_its_path(second: str) -> None:
    found = faults(parse_json, f'{{"a": [{{"x": 1,\n "{second}": 2}}]}}')
    assert {fault.place.path for fault in found} == {"a[0].x", f"a[0].{second}"}
    assert all("twice" in fault.what for fault in found)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("toml", ".".join("a" * 20_000) + " = 1"),
        ("toml", "a = " + "[" * 200_000),
        ("json", "[" * 200_000),
        ("json", '{"a":' * 200_000),
        ("toml", "a." * 31 + "a = {" + "b." * 31 + "b = {" + "c." * 31 + "c = 1}}"),
        ("json", '{"a":' * 66 + "1" + "}" * 66),
    ],
)
def test_bombs_are_refused_in_one_sentence(kind: str, text: str) -> None:
    (fault,) = faults(type_of[kind], text)
    assert "more than" in fault.what
    assert fault.place.line == 1


@pytest.mark.parametrize("kind", ["toml", "json"])
def test_a_megabyte_of_text_is_only_text(kind: str) -> None:
    value = 'x\\n"'[:3] * 333_333
    text = f'a = "{value}"' if kind == "toml" else f'{{"a": "{value}"}}'
    assert len(type_of[kind](text, "f").data["a"]) == 666_666


@pytest.mark.parametrize(
    ("kind", "text", "line", "column", "remedy"),
    [
        ("toml", "a = 1\nb = yes", 2, 5, "Text needs quotes"),
        ("toml", "Name of app = 1", 1, 6, "put quotes round a key"),
        ("toml", 'a = "x\nb = 2', 1, 7, "Close the text"),
        ("toml", "a = 1\na = 2", 2, 6, "keep one of the two"),
        ("toml", "a = 2026-02-30", 1, 5, "Give a date that exists"),
        ("json", '{"a": 1\n"b": 2}', 2, 1, "comma"),
        ("json", '{"a" 1}', 1, 6, '"key": value'),
        ("json", "{'a': 1}", 1, 2, "double quotes"),
        ("json", '{"a": 1} {}', 1, 10, "Keep one object"),
        ("json", "[1]", 1, 1, "Begin with {"),
    ],
)
def test_a_syntax_error_has_a_place_and_a_next_step(
    kind: str, text: str, line: int, column: int, remedy: str
) -> None:
    (fault,) = faults(type_of[kind], text)
    assert remedy in fault.remedy
    assert (fault.place.line, fault.place.column) == (line, column)


def test_public_invalid_documents_are_refused_with_the_line_the_parser_gives(vectors: Path) -> None:
    folder = vectors / "toml-test" / "invalid"
    accepted = set()
    for path in sorted(folder.rglob("*.toml")):
        found = refused(path)
        assert all(fault.remedy for fault in found), path
        assert {fault.place.line for fault in found} <= {line_of_fault(path)}, path
        if not found:
            accepted.add(path.relative_to(folder).with_suffix("").as_posix())
    assert accepted <= TOML_1_1


def refused(path: Path) -> tuple[Fault, ...]:
    try:
        read(path)
    except GuardError as error:
        return error.faults
    return ()


def line_of_fault(path: Path) -> int:
    data = path.read_bytes()
    if data[:2] == b"\xfe\xff":
        return 0
    try:
        text = data.decode()
        tomli.loads(text[: text.index("\0")] + "\0" if "\0" in text else text)
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    except tomli.TOMLDecodeError as error:
        return error.lineno
    return 0


# --- places ----------------------------------------------------------------------------------

TEXT = 'a = 1\n[[rule]]\nrequire = """\none &&\ntwo"""\n"odd key" = \'three\'\n'


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (("a",), "f:1:1: a"),
        (("rule", 0, "require"), "f:3:1: rule[0].require"),
        (("rule", 0, "odd key"), 'f:6:1: rule[0]."odd key"'),
        (("rule", 0, "missing", "deeper"), "f:2:3: rule[0].missing.deeper"),
        (("missing",), "f: missing"),
        ((), "f"),
    ],
)
def test_a_place_is_the_key_or_its_nearest_ancestor(path: KeyPath, shown: str) -> None:
    assert str(parse_toml(TEXT, "f").place(path)) == shown


@pytest.mark.parametrize(
    ("key", "line", "column", "expected"),
    [("require", 1, 5, (4, 5)), ("require", 2, 1, (5, 1)), ("odd key", 1, 3, (6, 16))],
)
def test_a_place_inside_a_text(key: str, line: int, column: int, expected: tuple[int, int]) -> None:
    place = parse_toml(TEXT, "f").place_inside(("rule", 0, key), line, column)
    assert (place.line, place.column) == expected


def test_a_place_in_json() -> None:
    document = parse_json('{\n "a": {"b": 1}}', "f")
    assert document.place(("a", "b")) == Place("f", 2, 8, "a.b")


def test_a_hostile_key_is_shown_and_does_not_act() -> None:
    assert dotted(("a\x1b]8;;", 0, "b")) == '"a\\u{1b}]8;;"[0].b'


# --- which parser ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.toml", "x = 1", "toml"),
        ("a.JSON", '{"x": 1}', "json"),
        ("a", ' \n{"x": 1}', "json"),
        ("a", "x = 1", "toml"),
    ],
)
def test_the_kind_is_told_by_the_name_or_else_by_the_text(
    tmp_path: Path, name: str, text: str, kind: str
) -> None:
    (tmp_path / name).write_text(text)
    document = read(tmp_path / name)
    assert (document.kind, document.data) == (kind, {"x": 1})


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1")
    with pytest.raises(GuardError, match=r"\.toml or a \.json"):
        read(tmp_path / "a.yaml")


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"x": 1}')

    monkeypatch.setattr("sys.stdin", Stdin())
    document: Any = read("-")
    assert (document.file, document.data) == ("standard input", {"x": 1})
