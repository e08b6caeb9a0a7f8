"""``json``: every remark as an object, for programs."""

import json

from guard.workbench.lint.remark import Linted, Weight


def render(linted: Linted) -> str:
    """One object: the remarks in the order of the files, and how many of each weight.

    ``aside`` counts the notes on policies that come with guard, which are not among them.
    """
    remarks = [
        {
            "check": remark.check,
            "column": remark.place.column,
            "file": remark.place.file,
            "line": remark.place.line,
            "path": remark.place.path,
            "remedy": remark.remedy,
            "weight": remark.weight.value,
            "what": remark.what,
        }
        for remark in linted.remarks
    ]
    whole = {
        "aside": linted.aside,
        "counts": {weight.value: linted.count(weight) for weight in Weight},
        "policies": linted.policies,
        "remarks": remarks,
        "rules": linted.rules,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
