import pytest

from guard.errors import GuardError
from guard.readers.toml import read


def test_each_table_is_a_row_with_its_place() -> None:
    rows = read(b"\xef\xbb\xbf[[application]]\nid = 1\n[[application]]\nid = 2\n", "f")
    assert [row.values for row in rows] == [{"id": 1}, {"id": 2}]
    assert str(rows[1].place("")) == "f:3:3: application[1]"
    assert str(rows[1].place("id")) == "f:4:1: application[1].id"
    assert str(rows[1].place("name")) == "f:3:3: application[1].name"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "at the top are 0 keys"),
        (b"a = 1\n[[b]]\n", "at the top are 2 keys"),
        (b"[application]\nid = 1", "f:1:2: application: this is not an array of tables"),
        (b"application = [1]", "not an array of tables"),
        (b"[[a]]\nx = yes", "f:2:5: not valid TOML"),
    ],
)
def test_what_is_no_list_of_tables_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(GuardError, match=said):
        read(data, "f")
