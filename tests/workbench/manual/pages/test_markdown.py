import re

from guard.workbench.manual.pages.markdown import render
from guard.workbench.manual.policies import manual_of
from tests.making import TODAY
from tests.workbench.manual.accounts import whole

RULE = """\
## <a id="aa-01"></a>AA-01: It is near

Because.

- **Asked of**: You, who ask for it
- **Level**: block: it may not be bought until this is met
- **Next step**: Do it.
- **Authority**: A source (law; checked in the source itself, 2026-01-01)
- **Applies when**: `!(supplier.country in lists.away.countries)`
- **Is met when**: `at(supplier.country) || data.personal`
- `at(place)` is `place in parameters.places || ours()`
- `ours()` is `local.ours`
- `parameters.places` is `["GB", "IE"]`; the policy itself says `["GB"]`
- `lists.away` is A list, which holds until 2027-01-31
"""


def page(**keys: object) -> str:
    return render(manual_of(whole(**keys)))["above.md"]


def test_there_is_a_page_for_each_policy() -> None:
    assert list(render(manual_of(whole()))) == ["below.md", "above.md"]


def test_a_page_lists_its_rules_and_says_all_of_each() -> None:
    text = page()
    assert text.startswith("# Ours\n\nabove 1, kept by IT. It builds on below.\n")
    row = "| [AA-01](#aa-01) | It is near | You, who ask for it | block | primary |"
    assert row in text.splitlines()
    assert RULE in text
    assert '| fail | `supplier.country = "FR"`; `local.ours = false` |' in text
    assert "| The IT team | Is it ours? | `local.ours` |" in text


def test_what_is_said_of_some_rules_only_is_left_out_for_others() -> None:
    assert "**Binds**" not in page()
    source = {"title": "S", "url": "https://x.example", "verified": "primary", "on": TODAY}
    said = page(binds=["council"], source=source)
    assert "- **Binds**: council\n" in said
    assert "- **Where to read it**: https://x.example\n" in said


def test_nothing_in_a_policy_acts_on_the_page() -> None:
    hostile = "<script>x</script> | [a](b) `c` **d**\n# e"
    text = page(title=hostile, why=hostile, example=[{"given": {hostile: "|"}, "expect": "pass"}])
    assert "\\<script\\>x\\</script\\> \\| \\[a\\](b) \\`c\\` \\*\\*d\\*\\* \\# e" in text
    assert not re.search(r"^# e", text, re.MULTILINE)
