from pathlib import Path

from guard.errors import Fault, GuardError
from guard.settings import load
from guard.workbench.lint.reading import Reading
from tests.making import pack

OWN = pack().document.text


def reading(folder: Path, guard: str = "[policies]\nuse = []\n") -> Reading:
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "guard.toml").write_text(guard, "utf-8")
    return Reading(load(None, folder))


def test_the_faults_of_one_file_do_not_hide_those_of_another(tmp_path: Path) -> None:
    made = reading(tmp_path)
    for name in ("one", "two"):
        (tmp_path / "policies" / f"{name}.toml").write_text("id =", "utf-8")
    made.closure(["one", "two"], made.settings.library)
    assert [Path(fault.place.file).name for fault in made.faults] == ["one.toml", "two.toml"]
    assert made.compiled(alone=True) is None
    assert {Path(name).name for name in made.texts} == {"guard.toml", "one.toml", "two.toml"}


def test_a_fault_is_kept_once(tmp_path: Path) -> None:
    made = reading(tmp_path)
    for _ in range(2):
        with made.gathered():
            raise GuardError(Fault("wrong", "right"))
    assert made.faults == [Fault("wrong", "right")]


def test_policies_that_extend_each_other_in_a_circle_end(tmp_path: Path) -> None:
    made = reading(tmp_path)
    for name, base in (("one", "two"), ("two", "one")):
        text = pack(name=name, extends=[base]).document.text
        (tmp_path / "policies" / f"{name}.toml").write_text(text, "utf-8")
    made.closure(["one"], made.settings.library)
    (fault,) = made.faults
    assert "in a circle" in fault.what


def test_a_dated_list_with_a_fault_does_not_hide_the_others(tmp_path: Path) -> None:
    made = reading(tmp_path)
    lists = tmp_path / "policies" / "lists"
    lists.mkdir()
    (lists / "bad.toml").write_text("id =", "utf-8")
    made.dated(made.settings.library)
    assert len(made.faults) == 1
    assert "eea" in made.lists
