"""Texts and places as SARIF 2.1.0 has them, whatever the results are of."""

from typing import Any
from urllib.parse import quote

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def log(run: dict[str, Any]) -> dict[str, Any]:
    """A whole log of one ``run``."""
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def message(text: str) -> dict[str, str]:
    """A message; what the standard would read as a link or a placeholder is made literal."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    return {"text": "".join(f"\\{char}" if char in "\\[]" else char for char in doubled)}


def location(file: str, line: int = 0, column: int = 0) -> dict[str, Any]:
    """A place in ``file``; line and column from 1, 0 where they are not known."""
    physical: dict[str, Any] = artifact(file)
    region = {"startLine": line} | ({"startColumn": column} if column else {})
    if line:
        physical["region"] = region
    return {"physicalLocation": physical}


def artifact(file: str) -> dict[str, Any]:
    """``file`` by its URI: relative where it is, so that it is found in a repository."""
    path = quote(file, safe="/")
    return {"artifactLocation": {"uri": f"file://{path}" if file.startswith("/") else path}}
