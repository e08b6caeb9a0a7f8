"""A person who knows TOML and no Python adds a rule, following only the README.

What they type and write is what the section says, in a folder that ``guard init`` has just made;
at the end an audit uses the rule.
"""

import shutil
from pathlib import Path

import pytest

from tests.readme import README, Terminal, blocks, lay, steady, steps

LISTS = "cards.csv"


@pytest.fixture
def shown(tmp_path: Path) -> list[tuple[str, str]]:
    """Each command up to the audit, and what it showed; checked against what the README says."""
    if any(shutil.which(tool) is None for tool in ("bash", "sed", "grep")):
        pytest.skip("the section's session needs bash, sed and grep")
    text = README.read_text("utf-8")
    section = range(text.index("## A rule of your own"), text.index("## Commands"))
    terminal = Terminal(tmp_path)
    terminal.run("guard init demo && cd demo")
    done = []
    for block in blocks(text):
        if block.file == LISTS or (block.file and block.start in section):
            lay(block, terminal.folder)
        elif block.kind == "console" and block.start in section:
            for step in steps(block.text):
                done.append((step.command, terminal.run(step.command)))
                assert steady(done[-1][1]) == steady(step.shown), step.command
                if step.command.startswith("guard audit"):
                    return done
    return done


def test_the_section_stands_by_itself_and_ends_in_an_audit_that_uses_the_rule(
    shown: list[tuple[str, str]],
) -> None:
    *before, (audit, found) = shown
    commands = [command for command, _ in before]
    assert any("guard policy test" in command for command in commands)
    assert audit.startswith("guard audit")
    assert "OUR-02" in found
    assert "a school bought it by itself" in found
    assert not any("python" in command or ".py" in command for command in commands)


def test_a_mistake_on_the_way_is_told_with_its_place_and_what_was_meant(
    shown: list[tuple[str, str]],
) -> None:
    (told,) = [said for _, said in shown if said.startswith("error:")]
    assert "policies/our-council.toml:18:9" in told
    assert "did you mean application.users?" in told
