"""Every real list beside the checkout, its rows counted by other means; run with -s for the table.

These lists were looked at while the code was written; that they read is a floor, not a measure.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.profile import Profile
from guard.spend.reading import find_lists, read_list

FOLDERS = (
    *("calderdale-cards", "council-spend-other", "devon-spending", "goc-vendor-aliases"),
    *("hyndburn-spend", "labels", "nhs-london-2020", "ocds"),
)
NOT_LISTS = {
    "1746535128870_March-25-CSV.csv": "no column names a supplier",  # sorted upside down
    "devon-name-pairs.tsv": "no column names a supplier",  # pairs of names for measuring
}
UPSIDE_DOWN = Profile(
    header=0, columns={"area": 3, "description": 5, "supplier": 12, "date": 15, "amount": 17}
)


def counted(path: Path) -> int:
    """The rows of a list, counted by csv, by calamine or as awards, without guard."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        from python_calamine import load_workbook

        return len(load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False))
    if path.suffix == ".jsonl":
        releases = map(json.loads, data.splitlines())
        awards = ([a["suppliers"] for a in one.get("awards", [])] for one in releases)
        return sum(max(1, sum(map(len, suppliers))) for suppliers in awards)
    text = data.decode("latin-1")
    mark = "\t" if path.suffix == ".tsv" else ","
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark))


def paths(data: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from map(Path, find_lists([data / folder]))


def test_every_row_of_every_list_is_accounted_for(data: Path) -> None:
    files: Counter[str] = Counter()
    totals: dict[str, Counter[str]] = {}
    refused: dict[str, str] = {}
    for path in paths(data):
        group = f"{path.parent.name}/{path.name.partition('_')[0][:4]}"
        if path.parent.name in {"calderdale-cards", "devon-spending", "hyndburn-spend", "labels"}:
            group = path.parent.name
        files[group] += 1
        try:
            found = read_list(path)
            used = sum(1 for _ in found)
        except GuardError as error:
            refused[path.name] = error.faults[0].what
            continue
        assert found.read == counted(path), path
        assert found.used == used, path
        assert found.read == used + sum(one.rows for one in found.skipped), path
        total = totals.setdefault(group, Counter())
        total.update({"read": found.read, "used": used, **found.reasons, **_unread(found.unread)})
    for group, total in totals.items():
        print(f"{group}: {files[group]} files, {dict(total)}")
    print("not read:", refused)
    assert refused.keys() == NOT_LISTS.keys()
    assert all(refused[name].startswith(reason) for name, reason in NOT_LISTS.items())


def _unread(unread: Mapping[str, int]) -> dict[str, int]:
    return {f"{field} not understood": count for field, count in unread.items()}


def test_a_list_sorted_upside_down_reads_with_a_profile(data: Path) -> None:
    path = data / "hyndburn-spend" / "1746535128870_March-25-CSV.csv"
    found = read_list(path, UPSIDE_DOWN)
    used = list(found)
    assert found.read == counted(path) == len(used) + sum(found.reasons.values())
    assert found.unread == {"date": 1, "amount": 1}  # the names of the columns, in the last row


@pytest.mark.parametrize(
    ("name", "field", "expected"),
    [
        ("devon-spending/DCCSpendingOver500_201101.csv", "vat", "VAT Reg no"),
        ("calderdale-cards/2014-10-card.csv", "category", "Merchant Category"),
        ("council-spend-other/leeds__2020-06.csv", "date", "Payment Date"),
        ("council-spend-other/leeds__2020-06.csv", "card", "Procurement Card"),
        ("council-spend-other/sheffield__2016-10.csv", "area", "Business Unit Description"),
        ("hyndburn-spend/1733325017421_Oct-24-CSV.csv", "supplier", "Name:"),
    ],
)
def test_columns_that_a_person_would_choose(
    data: Path, name: str, field: str, expected: str
) -> None:
    columns = read_list(data / name).columns
    assert [column.name for column in columns if column.field == field] == [expected]
