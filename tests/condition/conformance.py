"""The conformance tests of google/cel-spec that guard's subset of CEL takes part in.

``python -m tests.condition.conformance FOLDER`` prints what was compared, file by file.
"""

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from guard.condition.evaluator import evaluate
from guard.condition.parser import parse
from guard.condition.problem import ConditionError
from guard.condition.resolver import Resolver
from guard.condition.step import UNKNOWN
from guard.condition.tree import Condition
from guard.condition.types import BOOL, DOUBLE, INT, STRING, Type
from tests.condition import textproto

ERROR = "an error"
OUTSIDE = "outside"
_TYPES: dict[str, Type] = {"BOOL": BOOL, "INT64": INT, "DOUBLE": DOUBLE, "STRING": STRING}


@dataclass
class Count:
    """One file: tests that give the value expected, tests refused, and tests misread.

    ``apart`` are those that set a container for names, which guard has no means to set.
    """

    same: int = 0
    refused: int = 0
    apart: int = 0
    misread: list[str] = field(default_factory=list)


def run(file: Path) -> Count:
    count = Count()
    for section in textproto.read(file.read_text("utf-8")).get("section", []):
        for test in section.get("test", []):
            _one(count, test)
    return count


def _one(count: Count, test: dict[str, list[Any]]) -> None:
    source = test["expr"][0]
    try:
        condition = _ready(source, test)
    except ConditionError:
        count.refused += 1
        return
    if "container" in test:
        count.apart += 1
        return
    ours, wanted = _answer(condition, _bound(test)), _expected(test)
    if type(ours) is type(wanted) and ours == wanted:
        count.same += 1
    else:
        count.misread.append(f"{test['name'][0]}: {source}\n  ours {ours!r}, CEL {wanted!r}")


def _ready(source: str, test: dict[str, list[Any]]) -> Condition:
    """Compile like a condition, but let it be of any type."""
    environment: dict[str, Type] = {}
    for declaration in test.get("type_env", []):
        for identifier in declaration.get("ident", []):
            primitive = identifier["type"][0].get("primitive", [""])[0]
            if primitive in _TYPES:
                environment[declaration["name"][0]] = _TYPES[primitive]
    resolver = Resolver(source, environment, {})
    tree = resolver.whole(parse(source))
    if resolver.problems:
        raise ConditionError(resolver.problems)
    return Condition(source, tree, resolver.slots)


def _answer(condition: Condition, facts: dict[str, object]) -> object:
    try:
        value = evaluate(condition, facts).value
    except ConditionError:
        return ERROR
    return ERROR if value is UNKNOWN else value


def _bound(test: dict[str, list[Any]]) -> dict[str, object]:
    return {
        binding["key"][0]: _value(binding["value"][0]["value"][0])
        for binding in test.get("bindings", [])
    }


def _expected(test: dict[str, list[Any]]) -> object:
    if "eval_error" in test or "any_eval_errors" in test:
        return ERROR
    if "value" in test:
        return _value(test["value"][0])
    if "typed_result" in test and "result" in test["typed_result"][0]:
        return _value(test["typed_result"][0]["result"][0])
    return True


def _value(message: dict[str, list[Any]]) -> object:  # noqa: PLR0911 (one line a kind)
    [(kind, [given, *_])] = message.items()
    match kind:
        case "bool_value":
            return bool(given == "true")
        case "int64_value":
            return int(given, 0)
        case "double_value":
            return Decimal(given)
        case "string_value":
            return given
        case "list_value":
            return [_value(item) for item in given.get("values", [])]
        case "object_value":
            return _object(given)
        case _:
            return OUTSIDE


def _object(message: dict[str, list[Any]]) -> object:
    [(name, [fields, *_])] = message.items()
    seconds = int(fields.get("seconds", ["0"])[0])
    span = timedelta(seconds=seconds, microseconds=int(fields.get("nanos", ["0"])[0]) // 1000)
    if name.endswith("Timestamp]"):
        return datetime(1970, 1, 1, tzinfo=UTC) + span
    return span if name.endswith("Duration]") else OUTSIDE


def main(folder: Path) -> None:
    counts = {file.stem: run(file) for file in sorted(folder.glob("*.textproto"))}
    for name, count in counts.items():
        print(
            f"{name}: {count.same} same, {count.refused} refused, {count.apart} apart,"
            f" {len(count.misread)} misread"
        )
        print("".join(f"  {line}\n" for line in count.misread), end="")
    print(
        f"all: {sum(c.same for c in counts.values())} same,"
        f" {sum(c.refused for c in counts.values())} refused,"
        f" {sum(c.apart for c in counts.values())} apart,"
        f" {sum(len(c.misread) for c in counts.values())} misread"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
