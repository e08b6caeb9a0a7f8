import datetime as dt

import pytest
from pydantic import ValidationError

from guard.catalogue.entry import CatalogueText, DatedAlias, Entry, Sso
from tests.catalogue.making import entry


def test_both_days_of_a_dated_alias_count() -> None:
    alias = DatedAlias(name="Acme", since=dt.date(2020, 1, 1), until=dt.date(2021, 1, 1))
    assert alias.in_force(dt.date(2020, 1, 1))
    assert alias.in_force(dt.date(2021, 1, 1))
    assert not alias.in_force(dt.date(2019, 12, 31))
    assert not alias.in_force(dt.date(2021, 1, 2))
    assert DatedAlias(name="Acme").in_force(dt.date(1900, 1, 1))


def test_an_entry_without_a_category_has_that_of_its_file() -> None:
    text = CatalogueText(
        title="t",
        category="files",
        on=dt.date(2026, 1, 1),
        source="s",
        application=[entry("A"), entry("B", category="maps")],
    )
    assert [one.category for one in text.entries()] == ["files", "maps"]


def test_a_reseller_is_told_by_its_category() -> None:
    assert entry("A", category="reseller").reseller
    assert not entry("A").reseller


def test_entries_of_one_id_are_joined() -> None:
    ours = entry("Acme", aliases=["A"], domains=["acme.com"])
    theirs = entry("Acme", aliases=["A", "B"], supplier="Acme Inc", category="maps")
    joined = ours.joined_with(theirs)
    assert joined.aliases == ["A", "B"]
    assert joined.domains == ["acme.com"]
    assert (joined.supplier, joined.category) == ("Acme Inc", "maps")
    assert entry("Acme", category="files").joined_with(theirs).category == "files"


@pytest.mark.parametrize("imported_first", [True, False])
def test_what_nobody_reviewed_adds_no_names(imported_first: bool) -> None:
    ours = entry("Acme", aliases=["Acme Maps"], category="maps")
    theirs = entry(
        "Acme", aliases=["Maps"], domains=["acme.io"], sso="extra", reviewed=False, category="x"
    )
    joined = theirs.joined_with(ours) if imported_first else ours.joined_with(theirs)
    assert joined.reviewed
    assert joined.aliases == ["Acme Maps"]
    assert joined.domains == ["acme.io"]
    assert joined.sso is Sso.EXTRA
    assert joined.category == "maps"


@pytest.mark.parametrize(
    "fields",
    [{"id": "Has Blanks"}, {"name": ""}, {"domains": ["no domain"]}, {"sso": "free"}, {"typo": 1}],
)
def test_what_no_entry_can_be(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate({"id": "a", "name": "A", **fields})
