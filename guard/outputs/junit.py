"""``junit``: JUnit XML, which build servers show beside the tests of code.

A test for each application and for each list, which fails where the exit code tells of it. What
is not known, is in the baseline, or passes by a waiver alone is skipped, and says so: it is never
passed. What is not software is no test.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from guard.audit.report import ApplicationAnswer, AuditReport
from guard.audit.wording import (
    Alarm,
    account,
    alarm,
    counts,
    headline,
    paid,
    sentence,
    waived,
    weightiest,
)
from guard.screen import Screen


def render(report: AuditReport, _screen: Screen) -> str:
    """Two suites: the applications, and the lists that they were looked for in."""
    suites = Element("testsuites")
    applications = [each for each in report.applications if alarm(each)]
    suites.append(_suite(report, 0, "applications", list(map(_application, applications))))
    suites.append(_suite(report, 1, "lists", _lists(report)))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(report: AuditReport, number: int, name: str, cases: list[Element]) -> Element:
    results = [result.tag for case in cases for result in case]
    suite = Element(
        "testsuite",
        name=name,
        package="procurement-guard",
        id=str(number),
        timestamp=f"{report.on}T00:00:00",
        hostname="localhost",
        tests=str(len(cases)),
        failures=str(results.count("failure")),
        errors=str(results.count("error")),
        skipped=str(results.count("skipped")),
        time="0",
    )
    properties = SubElement(suite, "properties")
    for policy in report.policies:
        SubElement(
            properties, "property", name=policy.id, value=f"{policy.version} {policy.sha256}"
        )
    suite.extend(cases)
    SubElement(suite, "system-out").text = f"{headline(report)}\n{account(report)}"
    SubElement(suite, "system-err").text = "\n".join((*report.unread, *report.notes))
    return suite


def _case(name: str, group: str) -> Element:
    return Element("testcase", name=name, classname=group, time="0")


def _application(answer: ApplicationAnswer) -> Element:
    case = _case(answer.name, f"applications.{answer.state.value}")
    said = sentence(answer)
    if counts(answer):
        failure = SubElement(case, "failure", message=said, type=weightiest(answer))
        failure.text = "\n".join(_details(answer))
    elif alarm(answer) is not Alarm.PASS or answer.waived:
        SubElement(case, "skipped", message=said).text = "\n".join(waived(answer))
    return case


def _details(answer: ApplicationAnswer) -> list[str]:
    places = [f"{place.file}:{place.row}" for place in answer.places]
    return [paid(answer), *places, *(f"Next: {step}" for step in answer.clear), *waived(answer)]


def _lists(report: AuditReport) -> list[Element]:
    """Each list is a test of its own: one that cannot be read is an error."""
    cases = [_case(each.file, "lists") for each in report.lists]
    for fault in report.unread:
        case = _case(fault, "lists")
        SubElement(case, "error", message=fault, type="not-read")
        cases.append(case)
    return cases
