"""What many tests share."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of public test vectors beside the checkout; skipped, visibly, where absent."""
    folder = SHARED / "vectors"
    if not folder.is_dir():
        pytest.skip("public test vectors are not beside this checkout")
    return folder
