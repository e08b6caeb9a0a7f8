"""JUnit XML of what ``guard policy test`` ran: build servers show it beside the tests of code."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from guard.workbench.trial.mutation import Fate
from guard.workbench.trial.run import Outcomes, otherwise


def render(outcomes: Outcomes) -> str:
    """A suite for each policy, with a test for each example and case; one more for their worth."""
    suites = Element("testsuites")
    for number, pack in enumerate(outcomes.policies.packs):
        file = pack.document.file
        suites.append(_suite(number, pack.text.id, [*_examples(outcomes, file)]))
    if outcomes.trials:
        suites.append(_suite(len(outcomes.policies.packs), "changes", [*_changes(outcomes)]))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(number: int, name: str, tests: list[Element]) -> Element:
    failures = sum(len(test.findall("failure")) for test in tests)
    suite = Element(
        "testsuite",
        name=name,
        package="procurement-guard",
        id=str(number),
        hostname="localhost",
        tests=str(len(tests)),
        failures=str(failures),
        errors="0",
        skipped=str(sum(len(test.findall("skipped")) for test in tests)),
        time="0",
    )
    suite.extend(tests)
    return suite


def _examples(outcomes: Outcomes, file: str) -> Iterator[Element]:
    for tried in outcomes.tried:
        if tried.place.file == file:
            name = tried.example.text.title or f"expects {tried.expected}"
            said = () if tried.as_expected else (otherwise(tried),)
            yield _test(tried.rule.text.id, f"line {tried.place.line}: {name}", said)
    for case in outcomes.cases:
        if case.place.file == file:
            yield _test("case", f"line {case.place.line}: {case.text.title}", case.wrong)


def _changes(outcomes: Outcomes) -> Iterator[Element]:
    """A test for each change that can be noticed; missed ones fail only where they are too many."""
    failing = outcomes.noticed < outcomes.wanted.least_mutation
    for trial in outcomes.trials:
        mutant = trial.mutant
        if trial.fate is not Fate.EQUIVALENT:
            said = f"no example notices that {mutant.what}: {trial.remedy}"
            missed = trial.fate is Fate.MISSED
            where = f"{mutant.place.line}:{mutant.place.column} {mutant.what}"
            test = _test(mutant.owner, where, (said,) if missed and failing else ())
            if missed and not failing:
                SubElement(test, "skipped", message=said)
            yield test


def _test(group: str, name: str, said: Iterable[str]) -> Element:
    test = Element("testcase", classname=group, name=name, time="0")
    for what in said:
        SubElement(test, "failure", message=what, type="otherwise")
    return test
