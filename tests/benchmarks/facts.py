"""Facts and rules for the benchmarks: scalars, lists and lists of groups, all with gaps.

The facts are as those of a body that buys with care: most lines are in order, each fact is not
known in up to 15 % of them, and each part of a group in a list in one of twenty. Over the 20
rules that is about 84 % met (or not asked), 9 % failed and 6 % undecided: three findings a line.
"""
# ruff: noqa: S608 (queries over files that the module itself makes)

from collections.abc import Iterator, Mapping

from guard.condition.types import Bool, Double, Int, ListOf, String, Struct, Timestamp, Type
from guard.lowering.plan import environment_of
from guard.policy.compile import PolicySet
from guard.policy.typed import type_at
from tests.making import policies, rule

PATHS = (
    "request.kind",
    "application.name",
    "application.criticality",
    "application.internet_facing",
    "application.users.internal",
    "application.users.public",
    "application.support_end",
    "supplier.country",
    "supplier.legal_name",
    "contract.route",
    "contract.payment_method",
    "contract.auto_renew",
    "contract.notice_days",
    "contract.trial_end",
    "contract.period.startDate",
    "contract.estimated_total_value.amount",
    "contract.clauses.audit",
    "contract.clauses.breach_notice_hours",
    "data.personal",
    "data.subjects",
    "hosting.locations_known",
    "hosting.locations",
    "identity.has_accounts",
    "identity.sso_with_corporate_idp",
    "identity.sso_extra_cost",
    "identity.mfa_users",
    "identity.mfa_admins",
    "identity.access_review_months",
    "logging.retention_days",
    "interoperability.export.formats",
    "it_management.register_id",
    "it_management.register_status",
    "it_management.first_seen",
    "it_management.review_on",
    "evidence",
    "approvals",
)
"""The facts in the file: 32 scalars, two lists of words, three lists of groups."""

PARTS = {
    "hosting.locations": ("country", "role"),
    "evidence": ("kind", "expires"),
    "approvals": ("role", "decision", "state", "for_this_request", "on"),
}
"""Of the groups in lists, the facts in the file."""

PARAMETERS = """[parameters]
countries = ["GB", "IE", "FR", "DE", "NO"]
formats = ["csv-rfc4180", "json", "xml"]
review_days = 366
"""

_SIGNED = 'approvals.exists(a, a.role == "{}" && a.state == "in-force" && a.decision != "refuse")'
RULES = (
    ("true", "size(it_management.register_id) > $"),
    ("true", '!(it_management.register_status in ["prohibited", "retired"])'),
    ("!(it_management.register_status == 'approved')", _SIGNED.format("head-of-it")),
    ("data.personal", _SIGNED.format("dpo") + " || !data.subjects.exists(s, s == 'children')"),
    ("identity.has_accounts", "identity.sso_with_corporate_idp || identity.sso_extra_cost"),
    (
        "identity.has_accounts",
        'identity.mfa_users == "enforced" && identity.mfa_admins == "enforced"',
    ),
    ("identity.has_accounts", "identity.access_review_months <= 6 + $"),
    ("data.personal", "hosting.locations.all(p, p.country in parameters.countries)"),
    ("hosting.locations_known", 'hosting.locations.exists(p, p.role == "storage")'),
    ("true", "interoperability.export.formats.exists(f, f in parameters.formats)"),
    ("application.users.internal > 10 + $", "logging.retention_days >= 180"),
    ("application.users.public", 'evidence.exists(e, e.kind == "iso-27001" && e.expires > today)'),
    ("contract.estimated_total_value.amount > 10000.5", 'contract.route != "direct-award"'),
    ("contract.auto_renew", "contract.notice_days <= 30 + $"),
    ("true", "application.support_end > today + days(parameters.review_days)"),
    ("true", "it_management.review_on >= today && it_management.review_on <= today + days(366)"),
    ('contract.payment_method == "purchase-card"', "contract.estimated_total_value.amount < 250.0"),
    ("data.personal", "contract.clauses.audit && contract.clauses.breach_notice_hours <= 72 + $"),
    ('request.kind in ["trial", "pilot"]', "contract.trial_end <= contract.period.startDate"),
    ("true", "it_management.first_seen >= contract.period.startDate || !data.personal"),
)


def many_rules(count: int) -> PolicySet:
    """``count`` rules: those above again and again, each round with other constants."""
    texts = []
    for number in range(count):
        when, require = RULES[number % len(RULES)]
        turn = str(number // len(RULES))
        changed = {"when": when.replace("$", turn), "require": require.replace("$", turn)}
        texts.append(rule(f"BB-{number:03d}", **changed))
    return policies(PARAMETERS, *texts)


USUAL: Mapping[str, tuple[int, str]] = {
    "request.kind": (80, "'new-purchase'"),
    "application.internet_facing": (50, "true"),
    "application.users.internal": (40, "{h} % 12"),
    "application.support_end": (85, "DATE '2028-01-01' + CAST({h} % 1500 AS INT)"),
    "contract.route": (70, "'framework-call-off'"),
    "contract.payment_method": (90, "'purchase-order'"),
    "contract.notice_days": (65, "{h} % 31"),
    "contract.trial_end": (70, "DATE '2025-01-01' + CAST({h} % 150 AS INT)"),
    "contract.period.startDate": (90, "DATE '2025-06-01' + CAST({h} % 365 AS INT)"),
    "contract.clauses.audit": (80, "true"),
    "contract.clauses.breach_notice_hours": (75, "24 + {h} % 49"),
    "data.subjects": (85, "'staff'"),
    "hosting.locations.country": (92, "['GB', 'IE', 'FR', 'DE'][CAST(1 + {h} % 4 AS INT)]"),
    "hosting.locations.role": (75, "'storage'"),
    "identity.sso_with_corporate_idp": (65, "true"),
    "identity.mfa_users": (80, "'enforced'"),
    "identity.mfa_admins": (90, "'enforced'"),
    "identity.access_review_months": (70, "{h} % 7"),
    "logging.retention_days": (65, "180 + {h} % 600"),
    "interoperability.export.formats": (85, "'csv-rfc4180'"),
    "it_management.register_id": (92, "concat('APP-', {h} % 100000)"),
    "it_management.register_status": (70, "'approved'"),
    "it_management.first_seen": (60, "DATE '2026-06-01' + CAST({h} % 150 AS INT)"),
    "it_management.review_on": (75, "DATE '2026-11-22' + CAST({h} % 366 AS INT)"),
    "evidence.kind": (65, "'iso-27001'"),
    "evidence.expires": (85, "DATE '2026-12-01' + CAST({h} % 1000 AS INT)"),
    "approvals.role": (55, "['head-of-it', 'dpo'][CAST(1 + {h} % 2 AS INT)]"),
    "approvals.decision": (90, "'approve'"),
    "approvals.state": (90, "'in-force'"),
}
"""What a fact is in so many lines of a hundred; in the others, anything that its type allows."""


def facts_query(rows: int) -> str:
    """SQL (DuckDB) for a table of facts, the same each time: a column a fact, by its path."""
    environment = Struct("facts", environment_of(many_rules(1)))
    columns = ", ".join(f'{_column(path, environment)} AS "{path}"' for path in PATHS)
    return f"SELECT i AS line, {columns} FROM range({rows}) r(i)"


def _column(path: str, environment: Struct) -> str:
    kind, number = type_at(environment, path), PATHS.index(path)
    seed = f"i, {number}"
    if isinstance(kind, ListOf):
        item = _value(path, kind.element, f"{seed}, j")
        known = f"[{item} for j in range(CAST(hash({seed}, 3) % 4 AS INT))]"
    else:
        known = _value(path, kind, seed)
    return f"CASE WHEN hash({seed}, 5) % 100 >= {number * 7 % 16} THEN {known} END"


def _value(path: str, kind: Type, seed: str) -> str:
    share, usual = USUAL.get(path, (0, "NULL"))
    any_value = _any(path, kind, seed)
    if not share:
        return any_value
    chosen = usual.replace("{h}", f"CAST(hash({seed}, 13) % 1000000 AS BIGINT)")
    return f"CASE WHEN hash({seed}, 11) % 100 < {share} THEN {chosen} ELSE {any_value} END"


def _any(path: str, kind: Type, seed: str) -> str:
    match kind:
        case Bool():
            return f"(hash({seed}) % 2 = 0)"
        case Int():
            return f"CAST(hash({seed}) % 400 AS BIGINT)"
        case Double():
            return f"CAST((hash({seed}) % 5000000) / 100 AS DECIMAL(18,2))"
        case Timestamp():
            return f"CAST(DATE '2025-06-01' + CAST(hash({seed}) % 900 AS INT) AS DATE)"
        case String(values=values):
            words = values or ("GB", "IE", "US", "json", "csv-rfc4180", "head-of-it", "dpo", "")
            return f"{[str(word) for word in words]}[CAST(1 + hash({seed}) % {len(words)} AS INT)]"
        case Struct(fields=fields):
            return f"{{{', '.join(_parts(path, fields, seed))}}}"
        case _:
            raise TypeError(f"no value for {kind}")


def _parts(path: str, fields: Mapping[str, Type], seed: str) -> Iterator[str]:
    for number, name in enumerate(PARTS[path]):
        inner = _value(f"{path}.{name}", fields[name], f"{seed}, {number}")
        yield f"'{name}': CASE WHEN hash({seed}, {number}, 7) % 20 > 0 THEN {inner} END"
