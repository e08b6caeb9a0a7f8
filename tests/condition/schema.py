"""The facts that the random conditions of these tests ask about."""

from guard.condition.types import (
    BOOL,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP,
    ListOf,
    String,
    Struct,
    Type,
)

LEVEL = String(("public", "official", "secret"))
KIND = String(("iso-27001", "cyber-essentials", "soc-2"))

ITEM = Struct(
    "evidence",
    {
        "kind": KIND,
        "valid": BOOL,
        "count": INT,
        "score": DOUBLE,
        "expires": TIMESTAMP,
        "labels": ListOf(STRING),
        "scope": Struct("evidence.scope", {"site": STRING, "whole": BOOL}),
    },
)
ENVIRONMENT: dict[str, Type] = {
    "today": TIMESTAMP,
    "urgent": BOOL,
    "users": INT,
    "share": DOUBLE,
    "title": STRING,
    "tags": ListOf(STRING),
    "sizes": ListOf(INT),
    "dates": ListOf(TIMESTAMP),
    "evidence": ListOf(ITEM),
    "data": Struct(
        "data",
        {
            "personal": BOOL,
            "special": BOOL,
            "subjects": INT,
            "rate": DOUBLE,
            "purpose": STRING,
            "level": LEVEL,
            "since": TIMESTAMP,
            "countries": ListOf(STRING),
            "copies": ListOf(ITEM),
            "host": Struct(
                "data.host",
                {
                    "shared": BOOL,
                    "racks": INT,
                    "region": STRING,
                    "level": LEVEL,
                    "until": TIMESTAMP,
                },
            ),
        },
    ),
}


def paths(environment: dict[str, Type], prefix: str = "") -> dict[str, Type]:
    """Every fact that is not a group, by dotted path."""
    found: dict[str, Type] = {}
    for name, kind in environment.items():
        if isinstance(kind, Struct):
            found |= paths(dict(kind.fields), f"{prefix}{name}.")
        else:
            found[prefix + name] = kind
    return found


FACTS = paths(ENVIRONMENT)
