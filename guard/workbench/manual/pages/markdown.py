"""``--format markdown``: a page for each policy, for a wiki or a repository."""

from collections.abc import Iterable, Iterator

from guard import wording
from guard.border.markdown import code, literal
from guard.request.allowed import allowed
from guard.workbench.manual.account import RuleAccount, tidy
from guard.workbench.manual.policies import Manual, PolicyAccount


def render(manual: Manual) -> dict[str, str]:
    """The pages by file name: ``ID.md`` for each policy."""
    return {
        f"{policy.pack.text.id}.md": "\n".join(_page(policy)) + "\n" for policy in manual.policies
    }


def _page(policy: PolicyAccount) -> Iterator[str]:
    text = policy.pack.text
    yield f"# {_text(text.title)}"
    if text.summary:
        yield f"\n{_text(text.summary)}"
    yield f"\n{_text(policy.line)}"
    yield f"\n{_text(policy.verified)}"
    yield "\n| rule | what is asked | of whom | level | verified |\n|---|---|---|---|---|"
    for account in policy.rules:
        rule = account.rule
        who = wording.WHO[rule.text.ask_of]
        yield (
            f"| [{rule.text.id}](#{rule.text.id.lower()}) | {_text(rule.text.title)} "
            f"| {who} | {rule.level} | {rule.text.source.verified} |"
        )
    for account in policy.rules:
        yield from _rule(account)


def _rule(account: RuleAccount) -> Iterator[str]:
    text = account.rule.text
    yield f'\n## <a id="{text.id.lower()}"></a>{text.id}: {_text(text.title)}\n'
    yield f"{_text(text.why)}\n"
    yield f"- **Asked of**: {wording.WHO[text.ask_of]}"
    yield f"- **Level**: {_text(account.consequence)}"
    yield f"- **Next step**: {_text(text.remedy)}"
    yield f"- **Authority**: {_text(account.authority)}"
    for label, said in (
        ("Where to read it", text.source.url),
        ("Note", text.source.note),
        ("Binds", account.binds),
        ("In force", account.in_force),
    ):
        if said:
            yield f"- **{label}**: {_text(said)}"
    yield f"- **Applies when**: {_code(account.when) if account.when else 'always'}"
    yield f"- **Is met when**: {_code(account.require)}"
    yield from _held(account)
    yield from _questions(account)
    yield from _examples(account)


def _held(account: RuleAccount) -> Iterator[str]:
    for head, text in account.definitions:
        yield f"- {_code(head)} is {_code(text)}"
    for parameter in account.parameters:
        other = f"; the policy itself says {_code(parameter.policy)}" if parameter.policy else ""
        yield f"- {_code(f'parameters.{parameter.name}')} is {_code(parameter.value)}{other}"
    for listed in account.lists:
        named = _code(f"lists.{listed.id}")
        yield f"- {named} is {_text(listed.title)}, which holds until {listed.until}"


def _questions(account: RuleAccount) -> Iterator[str]:
    rows = (
        f"| {wording.WHO[question.answerer]} | {_text(question.text)} | {_cell(path)} "
        f"| {_text(allowed(question.kind))} |"
        for path, question in account.questions
    )
    yield from _table("| who can say | question | fact | write |\n|---|---|---|---|", rows)


def _examples(account: RuleAccount) -> Iterator[str]:
    rows = (
        f"| {_text(' '.join(part for part in (example.expect, example.title) if part))} "
        f"| {'; '.join(_cell(f'{path} = {value}') for path, value in example.given)} |"
        for example in account.examples
    )
    yield from _table("| example: what comes out | what is known |\n|---|---|", rows)


def _text(text: str) -> str:
    return literal(tidy(text))


def _code(text: str) -> str:
    return code(tidy(text))


def _cell(text: str) -> str:
    return code(tidy(text), in_table=True)


def _table(head: str, rows: Iterable[str]) -> Iterator[str]:
    lines = list(rows)
    if lines:
        yield f"\n{head}"
        yield from lines
