"""Facts and rules for the benchmarks: scalars, lists and lists of groups, all with gaps."""
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


def facts_query(rows: int) -> str:
    """SQL (DuckDB) for a table of facts, the same each time: a column a fact, by its path."""
    environment = Struct("facts", environment_of(many_rules(1)))
    columns = ", ".join(f'{_column(path, environment)} AS "{path}"' for path in PATHS)
    return f"SELECT i AS line, {columns} FROM range({rows}) r(i)"


def _column(path: str, environment: Struct) -> str:
    kind = type_at(environment, path)
    seed = f"i, {len(path) * 7 + PATHS.index(path) * 101}"
    if isinstance(kind, ListOf):
        item = _value(path, kind.element, f"{seed}, j")
        known = f"[{item} for j in range(CAST(hash({seed}, 3) % 4 AS INT))]"
    else:
        known = _value(path, kind, seed)
    return f"CASE WHEN hash({seed}, 5) % 100 >= {PATHS.index(path) % 12} THEN {known} END"


def _value(path: str, kind: Type, seed: str) -> str:
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
        inner = _value(name, fields[name], f"{seed}, {number}")
        yield f"'{name}': CASE WHEN hash({seed}, {number}, 7) % 10 > 0 THEN {inner} END"
