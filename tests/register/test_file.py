import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.errors import Fault, GuardError
from guard.register.entries import RegisterEntry, Status
from guard.register.file import read_register

Write = Callable[..., Path]

CSV = """\
ID,Application name,Vendor,Status,Aliases,URL,Review date,x-cost
A1,Zoom Meetings,"Zoom, Inc.",Approved,Zoom; Zoom Workplace;,https://www.zoom.us/,2027-01-31,9
A2,Box,,retired,,,,
"""

TOML = """\
[[application]]
id = "A1"
name = "Zoom Meetings"
supplier = "Zoom, Inc."
status = "approved"
aliases = ["Zoom", "Zoom Workplace"]
domains = ["www.zoom.us"]
review_on = 2027-01-31

[[application]]
id = "A2"
name = "Box"
status = "retired"
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "register.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def faults(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(GuardError) as caught:
        read_register(path)
    assert all(fault.remedy for fault in caught.value.faults)
    return caught.value.faults


def told(path: Path) -> list[str]:
    return [f"{fault.place}: {fault.what}".removeprefix(str(path)) for fault in faults(path)]


def test_a_spreadsheet_becomes_entries(write: Write) -> None:
    assert read_register(write(CSV)).entries == (
        RegisterEntry(
            id="A1",
            name="Zoom Meetings",
            status=Status.APPROVED,
            supplier="Zoom, Inc.",
            aliases=["Zoom", "Zoom Workplace"],
            domains=["www.zoom.us"],
            review_on=dt.date(2027, 1, 31),
        ),
        RegisterEntry(id="A2", name="Box", status=Status.RETIRED),
    )


def test_both_kinds_of_file_say_the_same(write: Write) -> None:
    assert read_register(write(TOML, "r.toml")).entries == read_register(write(CSV)).entries


def test_the_digest_is_that_of_the_file(write: Write) -> None:
    path = write("\ufeff" + CSV)
    assert read_register(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_fault_of_every_row_is_told_at_once_with_its_line(write: Write) -> None:
    rows = (
        "A3,…,,aproved,,,2027-13-01,\n"
        ',Canva,,approved,,not a domain,,\n"A4","two\nlines",,,,,,\na1,Other,,approved,,,,\n'
    )
    path = write(CSV + rows)
    assert told(path) == [
        ':4: Application name: "…" cannot be used here',
        ':4: Status: "aproved" cannot be used here',
        ':4: Review date: "2027-13-01" cannot be used here',
        ":5: ID: id is missing",
        ':5: URL: "not a domain" cannot be used here',
        ":6: Status: status is missing",
        f':8: ID: the number "a1" is that of {path}:2, too',
    ]


def test_faults_of_toml_stand_at_their_key(write: Write) -> None:
    path = write(TOML.replace('"retired"', '"gone"').replace("2027-01-31", '"soon"'), "r.toml")
    assert told(path) == [
        ':8:1: application[0].review_on: "soon" cannot be used here',
        ':13:1: application[1].status: "gone" cannot be used here',
    ]


@pytest.mark.parametrize(
    ("header", "said", "remedy"),
    [
        ("id,name,status,suplier", 'no column "suplier"', 'Did you mean "supplier"?'),
        ("id,name,status,zzz", 'no column "zzz"', 'begin its name with "x-"'),
        ("id,name,status,application", '"application" and "name" are the same', "Keep one"),
        ("id,name,x-note,vendor", "no column status", "Add status"),
    ],
)
def test_faults_of_columns_are_told_once(write: Write, header: str, said: str, remedy: str) -> None:
    (fault,) = faults(write(f"{header}\n1,a,approved,b\n2,c,approved,d\n"))
    assert said in fault.what
    assert remedy in fault.remedy


def test_cells_beyond_the_columns_are_not_lost(write: Write) -> None:
    (fault,) = faults(write("id,name,status\n1,a,approved,,left over\n"))
    assert 'no column "column 5"' in fault.what


def test_a_register_with_a_fault_on_every_row_is_summed_up(write: Write) -> None:
    found = faults(write("id,name,status\n" + "".join(f"{n},a,no\n" for n in range(500))))
    assert len(found) == 101
    assert found[-1].what == "400 more faults in this register"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("r.csv", "id,name,status\n\n , ,\n", "the register is empty"),
        ("r.toml", "application = []", "the register is empty"),
        ("r.yaml", "", "yaml"),
        ("r", CSV, "a kind of list"),
    ],
)
def test_what_is_no_register_is_refused(write: Write, name: str, text: str, said: str) -> None:
    (fault,) = faults(write(text, name))
    assert said in fault.what


@pytest.mark.parametrize(
    ("header", "cell", "field", "expected"),
    [
        ("Vendor", "Zoom, Inc.", "supplier", "Zoom, Inc."),
        ("supplier-name", "Zoom", "supplier", "Zoom"),
        ("OTHER NAMES", "Zoom;; Meetings ;", "aliases", ["Zoom", "Meetings"]),
        ("Website", "HTTPS://Zoom.us/join; zoom.com", "domains", ["zoom.us", "zoom.com"]),
        ("Identifier", "oauth:1; pkg:pypi/zoom", "identifiers", ["oauth:1", "pkg:pypi/zoom"]),
        ("Service owner", "Housing", "owner", "Housing"),
        ("IAO", "Director of Housing", "information_asset_owner", "Director of Housing"),
        ("Category", "meetings", "capability", "meetings"),
        ("Uses", "meetings; webinars", "approved_uses", ["meetings", "webinars"]),
        ("Classification", "OFFICIAL SENSITIVE", "max_classification", "official-sensitive"),
        ("review_on", "2027-01-31", "review_on", dt.date(2027, 1, 31)),
        ("owner", "", "owner", None),
        ("aliases", " ; ", "aliases", []),
    ],
)
def test_columns_and_cells_may_be_written_as_people_write_them(
    write: Write, header: str, cell: str, field: str, expected: object
) -> None:
    path = write(f'id,name,status,{header}\n1,Zoom,APPROVED,"{cell}"\n')
    (entry,) = read_register(path).entries
    assert getattr(entry, field) == expected
    assert entry.status is Status.APPROVED


def test_numbers_that_differ_only_in_capitals_are_one_number(write: Write) -> None:
    (fault,) = faults(write("id,name,status\nA1,Zoom,approved\na1,Box,approved\n"))
    assert 'the number "a1"' in fault.what


def test_two_applications_may_have_one_name(write: Write) -> None:
    path = write("id,name,status\n1,Mosaic,approved\n2,Mosaic,retired\n")
    assert [entry.id for entry in read_register(path).entries] == ["1", "2"]
