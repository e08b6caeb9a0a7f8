"""The applications of whole lists as cases: read, recognised and added up as for an audit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from guard.assessment import Bench
from guard.audit.run import audit, exploited_for, recogniser_for
from guard.errors import GuardError
from guard.policy.compile import PolicySet
from guard.workbench.impact.comparing import Case


def listed_cases(lists: Sequence[str], bench: Bench, policies: PolicySet) -> Iterator[Case]:
    """Each application of ``lists`` that is software.

    Args:
        lists: files, folders, patterns.
        bench: what the body has, its register and ledger among it.
        policies: the rules of one version, signals of whole lists among them.

    Raises:
        GuardError: a list cannot be read.
    """
    settings = bench.settings
    at_desk = replace(bench, policies=policies)
    found = audit(lists, at_desk, recogniser_for(settings), None, exploited_for(settings))
    if found.unread:
        raise GuardError(*found.unread)
    for audited in found.found:
        if audited.judged is not None:
            use, known = audited.use, audited.judged.known
            department = next(iter(use.departments), "")
            yield Case("", use.name, use.supplier, department, known, bench.waivers)
