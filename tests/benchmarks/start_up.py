"""How long ``guard check`` takes from start to end, beside what it cannot do without.

    python -m tests.benchmarks.start_up --runs 15

Whole processes, run in turn (A B C, A B C …), so that a busy machine is busy for all of them;
all bytecode is compiled first. ``base`` imports typer and pydantic; ``floor`` is a typer command
with the options of ``guard check`` that does nothing, and one pydantic model with one field.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[2]
REQUEST = ROOT / "tests" / "requests" / "ai-note-taker.toml"
FLOOR = """
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field

class Request(BaseModel):
    name: str = Field(default="", max_length=9)

app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)

@app.command()
def check(
    requests: Annotated[list[str], typer.Argument()],
    register: Annotated[Path | None, typer.Option()] = None,
    policy: Annotated[list[str] | None, typer.Option()] = None,
    config: Annotated[Path | None, typer.Option()] = None,
    on: Annotated[str, typer.Option()] = "",
    output_format: Annotated[str, typer.Option("--format")] = "table",
    explain: Annotated[str, typer.Option()] = "",
    exit_zero: Annotated[bool, typer.Option("--exit-zero")] = False,
) -> None:
    Request.model_validate({"name": "x"})

app()
"""


def programs() -> Mapping[str, Sequence[str]]:
    """What is timed, by its name in the table."""
    check = ("-m", "guard", "check", str(REQUEST))
    return {
        "base: import typer, pydantic": ("-c", "import typer, pydantic"),
        "floor: empty command, one model": ("-c", FLOOR, str(REQUEST), "--format", "json"),
        "guard check --format json": (*check, "--format", "json"),
        "guard check --format table": (*check, "--format", "table"),
        "guard --version": ("-m", "guard", "--version"),
    }


def measure(runs: int) -> Mapping[str, Sequence[float]]:
    """Milliseconds of each program, ``runs`` times in turn; one run before is not counted."""
    names = {**os.environ, "PYTHONPATH": str(ROOT)}
    taken: dict[str, list[float]] = {name: [] for name in programs()}
    with TemporaryDirectory() as folder:  # where no guard.toml is near: the four packs apply
        for turn in range(runs + 1):
            for name, arguments in programs().items():
                begin = perf_counter()
                done = subprocess.run(
                    [sys.executable, *arguments], cwd=folder, env=names, capture_output=True,
                    check=False,
                )  # fmt: skip
                elapsed = 1000 * (perf_counter() - begin)
                if done.returncode not in {0, 1, 3}:
                    raise SystemExit(f"{name}: {done.stderr.decode()}")
                if turn:
                    taken[name].append(elapsed)
    return taken


def table(taken: Mapping[str, Sequence[float]]) -> str:
    """Medians and minima in milliseconds, and the ratios of the medians and of the minima."""
    base, floor = (taken[name] for name in list(taken)[:2])
    lines = [f"{'':34}{'median':>8}{'least':>8}{'to base':>16}{'to floor':>16}"]
    for name, times in taken.items():
        ratios = (
            f"{median(times) / median(to):.2f} ({min(times) / min(to):.2f})" for to in (base, floor)
        )
        middle = f"{median(times):8.0f}{min(times):8.0f}"
        lines.append(f"{name:34}{middle}" + "".join(f"{ratio:>16}" for ratio in ratios))
    return "\n".join(lines)


def main() -> None:
    """Compile, measure, print."""
    parser = argparse.ArgumentParser(description="Time the start of guard.")
    parser.add_argument("--runs", type=int, default=15, help="runs of each program")
    runs: int = parser.parse_args().runs
    compiling = [sys.executable, "-m", "compileall", "-q", str(ROOT / "guard")]
    subprocess.run(compiling, check=True)
    print(f"{runs} runs of each, in turn; milliseconds; ratios of medians (and of the least)")
    print(table(measure(runs)))


if __name__ == "__main__":
    main()
