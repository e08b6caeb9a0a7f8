"""The JSON Schemas of the TOML files that a body writes, for editors that help to write them.

They say which keys there are and what may stand under each. What they cannot say (that a condition
is sound, that a rule id is used once) guard says when it reads the file.
"""

from typing import Any

from guard.examples import Example
from guard.policy.model import DatedList, PolicyText
from guard.register.entries import RegisterEntry
from guard.request.fact import Facts
from guard.settings import SettingsText
from guard.waiver_file import WaiversText

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def policy() -> dict[str, Any]:
    """The schema of a policy file, with that of the examples of its rules."""
    schema = _schema(PolicyText, "A policy")
    example = _schema(Example, "An example")
    del example["$schema"]
    schema["$defs"]["RuleText"]["properties"]["example"]["items"] = example
    return schema


def dated_list() -> dict[str, Any]:
    """The schema of a dated list."""
    return _schema(DatedList, "A dated list")


def settings() -> dict[str, Any]:
    """The schema of guard.toml."""
    return _schema(SettingsText, "guard.toml")


def waivers() -> dict[str, Any]:
    """The schema of a file of waivers."""
    return _schema(WaiversText, "Waivers")


def register() -> dict[str, Any]:
    """The schema of a register in TOML: one array of tables, under any name.

    The reader also takes usual other names of keys ("vendor"); an editor proposes guard's own.
    """
    entry = _schema(RegisterEntry, "An application")
    about = {key: entry.pop(key) for key in ("$schema", "title")}
    entry["patternProperties"] = {"^[xX]-": {}}
    return {
        "$schema": about["$schema"],
        "title": "The applications that IT knows",
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": {"type": "array", "minItems": 1, "items": entry},
    }


def _schema(model: type[Facts], title: str) -> dict[str, Any]:
    schema: dict[str, Any] = _for_toml(model.model_json_schema())
    return {"$schema": DIALECT} | schema | {"title": title}


def _for_toml(part: Any) -> Any:
    """``part`` of a schema without what TOML does not have (null) or an editor need not show."""
    if isinstance(part, list):
        return [_for_toml(item) for item in part if item != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    kept: dict[str, Any] = {
        key: _named(value) if key in {"properties", "$defs"} else _for_toml(value)
        for key, value in part.items()
        if key not in {"title", "propertyNames", "asked_of"} and (key, value) != ("default", None)
    }
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if len(kept.get("anyOf", ())) == 1:
        only: dict[str, Any] = kept.pop("anyOf")[0]
        kept = only | kept
    return kept


def _named(parts: dict[str, Any]) -> dict[str, Any]:
    """Parts by name, where the name may be any word, such as ``title``."""
    return {name: _for_toml(part) for name, part in parts.items()}
