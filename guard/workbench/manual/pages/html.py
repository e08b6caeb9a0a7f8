"""``--format html``: all policies on one page, which fetches nothing and needs no script."""

from collections.abc import Iterable
from importlib.resources import files

from guard import wording
from guard.page.markup import Markup, joined, tag
from guard.page.whole import whole
from guard.request.allowed import allowed
from guard.workbench.manual.account import ExampleShown, RuleAccount, tidy
from guard.workbench.manual.policies import Manual, PolicyAccount

FILE = "policies.html"
TITLE = "What policies ask before an application is bought"


def render(manual: Manual) -> dict[str, str]:
    """The one page, by file name."""
    style = Markup((files("guard.workbench.manual.pages") / "page.css").read_text("utf-8"))
    rules = sum(len(policy.rules) for policy in manual.policies)
    lead = (
        f"{wording.count(rules, 'rule')} in "
        f"{wording.count(len(manual.policies), 'policy', 'policies')}, with the reason for each, "
        "who can answer, whose authority it rests on, and how far that was checked."
    )
    header = tag("header", tag("h1", TITLE), tag("p", lead, class_="lead"))
    main = tag("main", *map(_policy, manual.policies), id="main")
    skip = tag("a", "Skip to the rules", href="#main", class_="skip")
    body = tag("body", skip, header, _contents(manual), main)
    return {FILE: whole(TITLE, style, body)}


def _contents(manual: Manual) -> Markup:
    links = (
        tag("li", tag("a", policy.pack.text.title, href=f"#{policy.pack.text.id}"))
        for policy in manual.policies
    )
    return tag("nav", tag("ol", *links), aria_label="Policies")


def _policy(policy: PolicyAccount) -> Markup:
    text = policy.pack.text
    rows = (
        tag(
            "tr",
            tag("td", tag("a", rule.rule.text.id, href=f"#{rule.rule.text.id}")),
            tag("td", tidy(rule.rule.text.title)),
            tag("td", wording.WHO[rule.rule.text.ask_of]),
            tag("td", rule.rule.level),
            tag("td", rule.rule.text.source.verified),
        )
        for rule in policy.rules
    )
    heading = tag("h2", tidy(text.title), id=f"{text.id}-title")
    return tag(
        "section",
        heading,
        tag("p", tidy(text.summary), class_="lead") if text.summary else None,
        tag("p", tidy(f"{policy.line} {policy.verified}"), class_="note"),
        _table(("Rule", "What is asked", "Of whom", "Level", "Verified"), rows),
        *(Markup(f"\n{_rule(rule)}") for rule in policy.rules),
        id=text.id,
        aria_labelledby=f"{text.id}-title",
    )


def _rule(account: RuleAccount) -> Markup:
    text = account.rule.text
    link = text.source.url
    where = tag("a", link, href=link) if link.startswith("https://") else None
    said: tuple[tuple[str, str | Markup | None], ...] = (
        ("Asked of", wording.WHO[text.ask_of]),
        ("Level", account.consequence),
        ("Next step", text.remedy),
        ("Authority", account.authority),
        ("Where to read it", where or link),
        ("Note", text.source.note),
        ("Binds", account.binds),
        ("In force", account.in_force),
        ("Applies when", tag("code", tidy(account.when)) if account.when else "always"),
        ("Is met when", tag("code", tidy(account.require))),
        ("", _held(account)),
    )
    return tag(
        "article",
        tag("h3", tag("span", text.id, class_="id"), " ", tidy(text.title)),
        tag("p", tidy(text.why), class_="why"),
        tag("dl", *(_pair(label, value) for label, value in said if value)),
        _questions(account),
        _examples(account.examples),
        id=text.id,
    )


def _pair(label: str, value: str) -> Markup:
    shown = value if isinstance(value, Markup) else tidy(value)
    return joined(tag("dt", label or "Where"), tag("dd", shown))


def _held(account: RuleAccount) -> Markup | None:
    """What the conditions are built from, each on a line."""
    named = [
        *((head, text, "") for head, text in account.definitions),
        *((f"parameters.{p.name}", p.value, p.policy) for p in account.parameters),
        *((f"lists.{x.id}", f"{x.title}, until {x.until}", "") for x in account.lists),
    ]
    lines = (
        tag(
            "li",
            tag("code", tidy(name)),
            " is ",
            tag("code", tidy(text)),
            f" (the policy itself says {tidy(other)})" if other else None,
        )
        for name, text, other in named
    )
    return tag("ul", *lines) if named else None


def _questions(account: RuleAccount) -> Markup | None:
    rows = [
        tag(
            "tr",
            tag("td", wording.WHO[question.answerer]),
            tag("td", tidy(question.text)),
            tag("td", tag("code", path)),
            tag("td", tidy(allowed(question.kind))),
        )
        for path, question in account.questions
    ]
    return _folded("What has to be known", ("Who can say", "Question", "Fact", "Write"), rows)


def _examples(examples: Iterable[ExampleShown]) -> Markup | None:
    rows = [
        tag(
            "tr",
            tag("td", example.expect),
            tag("td", tidy(example.title)),
            tag("td", *(tag("code", tidy(f"{path} = {value}")) for path, value in example.given)),
        )
        for example in examples
    ]
    return _folded("Examples", ("What comes out", "Because", "What is known"), rows)


def _folded(title: str, head: tuple[str, ...], rows: list[Markup]) -> Markup | None:
    if not rows:
        return None
    return tag("details", tag("summary", f"{title} ({len(rows)})"), _table(head, rows))


def _table(head: tuple[str, ...], rows: Iterable[Markup]) -> Markup:
    top = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head)))
    return tag("div", tag("table", top, tag("tbody", *rows)), class_="wide", tabindex="0")
