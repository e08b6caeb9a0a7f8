"""``sarif``: SARIF 2.1.0, for code scanning: what is wrong in a policy, beside its line."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from guard import __version__
from guard.border.sarif import location, log, message
from guard.workbench.lint.remark import Linted, Remark


def render(linted: Linted) -> str:
    """One run: the checks that found something, and a result for each remark."""
    checks = sorted({remark.check for remark in linted.remarks})
    rules = [{"id": check, "shortDescription": message(_words(check))} for check in checks]
    driver = {"name": "procurement-guard", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": "en-GB",
        "columnKind": "unicodeCodePoints",
        "results": [_result(remark, checks) for remark in linted.remarks],
    }
    return json.dumps(log(run), indent=2, ensure_ascii=False) + "\n"


def _result(remark: Remark, checks: Sequence[str]) -> dict[str, Any]:
    place = remark.place
    found = {
        "ruleId": remark.check,
        "ruleIndex": checks.index(remark.check),
        "level": remark.weight.value,
        "message": message(f"{remark.what}. Next: {remark.remedy}"),
        "partialFingerprints": {"remark/v1": _fingerprint(remark)},
    }
    if place.file:
        found["locations"] = [location(place.file, place.line, place.column)]
    return found


def _fingerprint(remark: Remark) -> str:
    """The same while the remark is, also where lines above it come and go."""
    said = f"{remark.check}\n{remark.place.file}\n{remark.place.path}\n{remark.what}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _words(check: str) -> str:
    return check.replace("-", " ")
