"""What a change of policies does to a ledger of many decisions, and how long it takes to say so.

    python -m tests.benchmarks.impact --decisions 10000 --folder /tmp/council
    python -m tests.benchmarks.impact --folder /tmp/council --list spend.csv

The first run makes the ledger (each record signed, each append on disk); later runs use it. Its
requests are those of ``tests/requests``, each time under another name, for another department and
with other facts, drawn with a fixed seed. What IT allows is approved, the rest measured or refused.
"""

import argparse
import copy
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from guard.approval.answer import Answer, drafted, obstacle
from guard.approval.signing import Desk, Draft
from guard.assessment import Bench, assess
from guard.border.document import Document, read
from guard.history.ledger import History
from guard.record.authority import load as load_authorities
from guard.record.events import Event
from guard.record.keys import load_log_key, make_pair
from guard.record.sealed import seal
from guard.record.statement import namespace
from guard.record.store import open_store
from guard.setting_up.laying_down import lay_down
from guard.settings import Settings, load
from guard.signers import private_key
from guard.workbench.impact.run import Impact, Question, impact
from tests.workbench.impact.seeded import HARMLESS, SEMANTIC, core_with

ON = dt.date(2026, 11, 22)
REQUESTS = Path(__file__).parents[1] / "requests"
DEPARTMENTS = ("Parks", "Roads", "Libraries", "Housing", "Children's services", "Adult social care",
               "Planning", "Finance", "Legal", "Waste", "Museums", "Schools")  # fmt: skip
EVALUATOR = "evaluator"


def drawn(bases: Sequence[Document], number: int, random: Random) -> Document:
    """A request like one of ``bases``, and not the same."""
    base = random.choice(bases)
    data: dict[str, Any] = copy.deepcopy(base.data)
    data.setdefault("request", {})["id"] = f"REQ-{number:05}"
    data["application"]["name"] = f"{data['application']['name']} {number:05}"
    data.setdefault("requester", {})["department"] = random.choice(DEPARTMENTS)
    if "mfa_users" in data.get("identity", {}):
        data["identity"]["mfa_users"] = random.choice(["enforced"] * 5 + ["available"])
        data["identity"]["admin_accounts_held_by_it"] = random.choice([1, 2, 2, 3])
    if "retention_days" in data.get("logging", {}):
        data["logging"]["retention_days"] = random.choice([90, 180, 365, 365, 730])
    data["application"].get("users", {})["internal"] = random.randrange(1, 900)
    return Document(f"REQ-{number:05}", data, "", base.kind)


def desks(folder: Path) -> dict[str, Desk]:
    """Who signs: the head of IT, and a key for what a pipeline measures."""
    signers = folder / "allowed_signers"
    if not (folder / "keys" / EVALUATOR).exists():
        public = make_pair(folder / "keys" / EVALUATOR, EVALUATOR)
        line = f'{EVALUATOR}@council.example namespaces="{namespace(EVALUATOR)}" {public.line}\n'
        signers.write_text(signers.read_text("utf-8") + line, "utf-8")
    authorities = load_authorities(signers.read_text("utf-8"), str(signers))
    at = dt.datetime.combine(ON, dt.time(12, tzinfo=dt.UTC))
    return {
        role: Desk(
            role,
            "Benchmark",
            at,
            private_key.signer(folder / "keys" / role, bytes),
            History(),
            authorities,
        )
        for role in ("head-of-it", EVALUATOR)
    }


def draft(
    document: Document, bench: Bench, at: dict[str, Desk], random: Random
) -> tuple[str, Draft]:
    """What is sealed of a request, and by whom."""
    assessment = assess(document, bench)
    approved = Answer(Event.APPROVED)
    if not obstacle(assessment, approved, "head-of-it"):
        return "head-of-it", drafted(assessment, bench, approved, at["head-of-it"])
    if random.random() < 0.2:
        return "head-of-it", drafted(assessment, bench, Answer(Event.REFUSED), at["head-of-it"])
    return EVALUATOR, drafted(assessment, bench, Answer(Event.EVALUATED), at[EVALUATOR])


def fill(folder: Path, settings: Settings, decisions: int) -> None:
    """Seal so many decisions, each about a request of its own."""
    files, random = settings.ledger(), Random(7)
    bases = [read(file) for file in sorted(REQUESTS.glob("*.[tj]*"))]
    bench = Bench(settings, settings.compile(), None, History(), ON)
    at, log = desks(folder), load_log_key(files.log_key)
    with open_store(files.ledger) as ledger:
        for number in range(ledger.size(), decisions):
            role, made = draft(drawn(bases, number, random), bench, at, random)
            private = {str(made.statement.event_id): made.private} if made.private else {}
            ledger.append(seal(made.statement, at[role].signer), made.documents, log.sign, private)


def measured(folder: Path, settings: Settings, lists: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What each change does, and how long it takes to say so."""
    for name, seeded in (SEMANTIC | HARMLESS).items():
        changed = folder / "next.toml"
        changed.write_text(core_with(seeded), "utf-8")
        begun = perf_counter()
        found = impact(Question(str(changed), "core", ON, lists=lists), settings, perf_counter)
        yield {"change": name, "all_seconds": round(perf_counter() - begun, 1)} | summed(found)


def summed(found: Impact) -> dict[str, Any]:
    """The figures of an impact."""
    return {
        "search_seconds": round(found.seconds, 2),
        "searched": {each.rule: each.answer.value for each in found.searched},
        "compared": [
            {
                "source": Path(each.source).name,
                "cases": each.cases,
                "changed": len(each.changed),
                "verdicts": {f"{a.value} -> {b.value}": n for (a, b), n in each.verdicts.items()},
                "unread": dict(each.unread),
                "seconds": round(each.seconds, 1),
            }
            for each in found.compared
        ],
    }


def main() -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description="Time guard policy impact.")
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--list", action="append", default=[], dest="lists")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if not (given.folder / "guard.toml").exists():
        lay_down(given.folder, "Benchmark Council", ON)
    settings = load(given.folder / "guard.toml", given.folder)
    begun = perf_counter()
    fill(given.folder, settings, given.decisions)
    print(f"ledger of {given.decisions:,} decisions at hand after {perf_counter() - begun:.0f} s")
    for figures in measured(given.folder, settings, given.lists):
        print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
