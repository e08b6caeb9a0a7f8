import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from guard.catalogue.entry import CatalogueText, Entry
from guard.catalogue.loading import read_file
from guard.catalogue.writing import as_toml
from tests.catalogue.making import entry

# What a document may not hold is refused when it is read: NUL, and halves of characters.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(str.strip)


def text_of(*entries: Entry) -> CatalogueText:
    day = dt.date(2026, 1, 2)
    return CatalogueText(title="t", category="maps", on=day, source="s", application=list(entries))


def test_only_what_is_given_is_written() -> None:
    dated = [{"name": "Old", "until": dt.date(2020, 1, 2)}]
    written = as_toml(text_of(entry("A", exclusions=["b"], dated_aliases=dated, common_word=True)))
    assert written == (
        'title = "t"\ncategory = "maps"\non = 2026-01-02\nsource = "s"\n\n[[application]]\n'
        'id = "a"\nname = "A"\n'
        'dated_aliases = [{ name = "Old", until = 2020-01-02 }]\nnot = ["b"]\ncommon_word = true\n'
    )


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_what_is_written_is_read_again(name: str, aliases: list[str]) -> None:
    one = Entry.model_validate({"id": "a", "name": name, "aliases": aliases})
    text = text_of(one)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.toml"
        file.write_text(as_toml(text), "utf-8", newline="")
        assert read_file(file) == text
