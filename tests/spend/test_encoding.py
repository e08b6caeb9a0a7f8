"""Which encoding a text has, also where its only telling byte is far down."""

from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.encoding import LONGEST_LINE, survey
from guard.spend.source import open_source
from tests.spend.making import lines, written


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"Supplier,Amount\nZoom,1\n", "utf-8-sig"),
        ("Supplier,Amount (£)\n".encode(), "utf-8-sig"),
        ("\ufeffSupplier,Amount (£)\n".encode(), "utf-8-sig"),
        ("Supplier,Amount (£)\n".encode("cp1252"), "cp1252"),
        ("Supplier,Amount (£)\n".encode("cp850"), "cp850"),
        ("Supplier,Amount\nCaf\u00e9,£3\n".encode("cp850"), "cp850"),
        ("Supplier,Amount\n\u0153uvre,£3\n".encode("cp1252"), "cp1252"),
        ("Supplier,Amount (£)\n".encode("utf-16"), "utf-16"),
        (b"Supplier\n" + b"abc\n" * 300_000 + b"\xa3\n", "cp1252"),
        (("Supplier\n" + "ab\u00e9\n" * 300_000).encode(), "utf-8-sig"),
    ],
)
def test_the_encoding_is_told_from_the_whole_text(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    assert survey(open_source(written(tmp_path, content))).encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_a_pound_sign_is_one_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (line,) = lines(tmp_path, "Supplier,Net Amount (£)\nA,£12.50\n".encode(encoding))
    assert line.currency == "GBP"
    assert str(line.amount) == "12.50"


@pytest.mark.parametrize("end", [b"", b"\n", b"\r"])
def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, end: bytes
) -> None:
    path = written(tmp_path, b"Supplier,Amount\n" + b"x" * (LONGEST_LINE * 2) + end)
    with pytest.raises(GuardError, match="line of more than"):
        survey(open_source(path))
