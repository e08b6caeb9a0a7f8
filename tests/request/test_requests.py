from pathlib import Path

import pytest

from guard.border.document import read
from guard.request.reading import read_request

FILES = sorted((Path(__file__).parents[1] / "requests").glob("*.[tj]*"))


def test_there_are_requests_of_both_kinds() -> None:
    assert {file.suffix for file in FILES} == {".toml", ".json"}
    assert len(FILES) >= 8


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_request_can_be_read(file: Path) -> None:
    values = read_request(read(file)).values
    assert {"request", "requester", "application", "supplier", "contract", "data"} <= set(values)
