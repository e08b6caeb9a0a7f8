"""How well software and suppliers are recognised in real lists, held against labels.

Run ``python -m tests.catalogue.measure FOLDER`` for the whole table; FOLDER is the one that the
fixture ``data`` gives. Counted by transaction, or by pair of names. The labels are one reader's.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from guard.catalogue.entry import Entry
from guard.catalogue.grounds import Nature
from guard.catalogue.importing import PublicList, import_list
from guard.catalogue.loading import read_catalogue, read_entries, read_grounds, shipped
from guard.catalogue.matching import Catalogue
from guard.catalogue.names import keys, same
from guard.catalogue.recognition import Recogniser
from guard.name import key
from guard.spend.line import Kind, Line

SEEN = "calderdale-labels"

# The 23 pairs of names with one key and different VAT numbers that automatic matching gives in
# devon-vat-clusters.tsv were read one by one: 22 differ in "Ltd", "Limited", blanks or a ledger's
# note and are plainly one body, registered again or typed twice. One is not certain:
UNCERTAIN = frozenset({("MERCER", "MERCER LIMITED")})
READ = 23

SEVEN_CATEGORIES = (
    "Computer Program/Sys Design",
    "Computers/Peripherals/Software",
    "Electronic Commerce/Info",
    "Computer Software Stores",
    "Continuity/Subscription",
    "Computer Maint/Svcs",
    "Information Retrieval",
)


@dataclass(frozen=True)
class Score:
    """Right, wrong and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    def __str__(self) -> str:
        counts = f"{self.right:5} right {self.wrong:5} wrong {self.missed:5} missed"
        return f"precision {self.precision:.3f}  recall {self.recall:.3f}  ({counts})"


@dataclass(frozen=True)
class Labelled:
    """A descriptor with its merchant category, how often it stands there, and whether software."""

    line: Line
    transactions: int
    software: bool


Way = Callable[[Line], bool]


def labelled(data: Path) -> list[Labelled]:
    file = data / "labels" / "calderdale-card-descriptors.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Labelled(
                _card(row["supplier_name"], row["merchant_category"]),
                int(row["transactions"]),
                row["label"] == "software",
            )
            for row in csv.DictReader(stream)
        ]


def transactions(data: Path) -> Iterator[tuple[int, Labelled]]:
    """Each transaction with its year, labelled by its descriptor; those without label left out."""
    labels = {one.line.supplier: one.software for one in labelled(data)}
    for file in sorted((data / "calderdale-cards").glob("*.csv")):
        with file.open(encoding="utf-8", errors="replace", newline="") as stream:
            for row in csv.DictReader(stream):
                name = (row.get("Supplier Name") or "").strip()
                if name in labels:
                    line = _card(name, (row.get("Merchant Category") or "").strip())
                    yield int(file.name[:4]), Labelled(line, 1, labels[name])


def score(listed: Iterable[Labelled], way: Way) -> Score:
    """How often ``way`` says software where the label does."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for one in listed:
        counts[way(one.line), one.software] += one.transactions
    return Score(counts[True, True], counts[True, False], counts[False, True])


def recogniser(*, with_seen: bool) -> Recogniser:
    """What comes with guard, with or without what was written from looking at the labels."""
    entries = [one for one in read_entries([shipped()]) if with_seen or one.seen_in != SEEN]
    return Recogniser(_catalogue(entries), read_grounds())


def as_guard(recogniser: Recogniser) -> Way:
    return lambda line: recogniser.recognise(line).judgement.nature is Nature.SOFTWARE


def by_category(line: Line) -> bool:
    return line.category.startswith(SEVEN_CATEGORIES)


def by_open_list(data: Path, *kinds: PublicList) -> Way:
    """A descriptor is software when, made readable, it is the name of one in an open list."""
    reader = _catalogue(())
    names = {
        key(name)
        for kind in kinds
        for one in _imported(data, kind)
        for name in (one.name, *one.aliases)
    }
    return lambda line: key(reader.read(line.supplier).merchant) in names


def clusters(data: Path) -> list[tuple[str, str]]:
    """VAT number and name of each supplier of Devon that has exactly one valid number."""
    text = (data / "labels" / "devon-vat-clusters.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return [(row[0], row[1]) for row in rows]


def read_pairs(data: Path) -> list[Mapping[str, str]]:
    file = data / "labels" / "devon-name-pairs.tsv"
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def pairs(
    named: list[tuple[str, str]], of: Callable[[str], Iterable[str]]
) -> dict[tuple[str, str], bool]:
    """All pairs of names with a text in common, each with whether they have one VAT number."""
    grouped: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for vat, name in named:
        for text in of(name):
            grouped[text].append((vat, name))
    found = {}
    for group in grouped.values():
        for (vat, one), (other_vat, other) in combinations(sorted(group, key=lambda g: g[1]), 2):
            if one != other:
                found[one, other] = vat == other_vat
    return found


def in_agreement(found: Mapping[tuple[str, str], bool], all_same: int) -> Score:
    right = sum(found.values())
    return Score(right, len(found) - right, all_same - right)


def with_pairs_read(found: Mapping[tuple[str, str], bool], all_same: int) -> Score:
    """As :func:`in_agreement`, where reading the pairs has shown what the numbers do not."""
    wrong = len(UNCERTAIN & set(found))
    by_number = in_agreement(found, all_same)
    return Score(len(found) - wrong, wrong, by_number.missed)


def automatic(named: list[tuple[str, str]]) -> dict[tuple[str, str], bool]:
    """The pairs that are matched without a person."""
    found = pairs(named, keys)
    return {pair: equal for pair, equal in found.items() if same(*pair)}


def all_same_vat(named: list[tuple[str, str]]) -> int:
    by_vat = defaultdict(set)
    for vat, name in named:
        by_vat[vat].add(name)
    return sum(len(names) * (len(names) - 1) // 2 for names in by_vat.values())


def _without_forms(name: str) -> tuple[str]:
    """What a list of legal forms alone gives: cut from the end, capitals and marks folded."""
    text = re.sub(r"[^\w&]+", " ", name.lower()).strip()
    forms = r"(?: (?:ltd|limited|plc|llp|inc|cic|co|company|gmbh))+$"
    return (re.sub(forms, "", text),)


def _alike(named: list[tuple[str, str]], least: float) -> Score:
    """Jaro-Winkler over all pairs."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import extract

    names = [name for _, name in named]
    counts: Counter[bool] = Counter()
    for at, (vat, name) in enumerate(named):
        near = extract(
            name, names[at + 1 :], scorer=JaroWinkler.similarity, score_cutoff=least, limit=None
        )
        counts.update(named[at + 1 + index][0] == vat for _, _, index in near)
    return Score(counts[True], counts[False], all_same_vat(named) - counts[True])


def _card(supplier: str, category: str) -> Line:
    return Line(kind=Kind.CARD, supplier=supplier, category=category, card=True)


def _catalogue(entries: Iterable[Entry]) -> Catalogue:
    return Catalogue(entries, read_catalogue().intermediaries)


def _imported(data: Path, kind: PublicList) -> list[Entry]:
    folder = data / "catalogues" / kind.value
    return import_list(folder, kind, (), date(2026, 11, 22)).text.application


def _software(data: Path) -> Iterator[tuple[str, Score]]:
    listed = labelled(data)
    full, unseen = recogniser(with_seen=True), recogniser(with_seen=False)
    both = (PublicList.RESMO, PublicList.SSO_WALL)
    yield "guard", score(listed, as_guard(full))
    yield "guard, without entries written from the labels", score(listed, as_guard(unseen))
    empty = Recogniser(_catalogue(()), read_grounds())
    yield "guard, without any catalogue", score(listed, as_guard(empty))
    yield "merchant category alone (seven)", score(listed, by_category)
    yield (
        "name in the list of single sign-on prices",
        score(listed, by_open_list(data, PublicList.SSO_WALL)),
    )
    yield "name in either open list", score(listed, by_open_list(data, *both))
    by_year: dict[int, list[Labelled]] = defaultdict(list)
    for year, one in transactions(data):
        by_year[year].append(one)
    for year, those in sorted(by_year.items()):
        yield f"guard, files of {year}", score(those, as_guard(full))
        yield f"  without entries written from the labels, {year}", score(those, as_guard(unseen))


def _names(data: Path) -> Iterator[tuple[str, Score]]:
    named = clusters(data)
    every = all_same_vat(named)
    found = automatic(named)
    yield "guard, agreement with VAT", in_agreement(found, every)
    yield f"guard, after reading {READ} pairs", with_pairs_read(found, every)
    yield "lower case", in_agreement(pairs(named, lambda name: (name.lower(),)), every)
    yield "without legal forms", in_agreement(pairs(named, _without_forms), every)
    yield "Jaro-Winkler >= 0.9", _alike(named, 0.9)


def main() -> None:
    data = Path(sys.argv[1])
    for title, rows in (("Software", _software(data)), ("Names of suppliers", _names(data))):
        print(title)
        for name, result in rows:
            print(f"  {name:52} {result}")


if __name__ == "__main__":
    main()
