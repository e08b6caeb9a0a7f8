import json

from guard.errors import Fault, Place
from guard.workbench.lint.forms.json import render
from guard.workbench.lint.remark import Linted, refused


def test_a_remark_is_an_object() -> None:
    one = refused(
        Fault("no such fact", "did you mean it?", Place("own.toml", 2, 9, "rule[0].when"))
    )
    found = json.loads(render(Linted((one,), {}, 1, 1)))
    assert found["counts"] == {"error": 1, "note": 0, "warning": 0}
    assert found["remarks"] == [
        {
            "check": "refused",
            "column": 9,
            "file": "own.toml",
            "line": 2,
            "path": "rule[0].when",
            "remedy": "did you mean it?",
            "weight": "error",
            "what": "no such fact",
        }
    ]
