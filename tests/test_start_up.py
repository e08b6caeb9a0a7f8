"""What a run imports: the slow things only where they are used. How fast it is, a benchmark tells.

See ``tests/benchmarks/start_up.py``.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUEST = ROOT / "tests" / "requests" / "ai-note-taker.toml"
SLOW = {"rapidfuzz", "httpx", "duckdb", "cryptography", "sqlite3", "jsonschema"}
LISTING = """
import sys
from guard.cli import run
code = run(sys.argv[1:])
print(code, *sys.modules, file=sys.stderr)
"""


def imported(folder: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of guard with ``arguments``, and all modules that it imported."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING, *arguments],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, *modules = done.stderr.split()
    return int(code), set(modules)


def test_json_needs_nothing_slow(tmp_path: Path) -> None:
    code, modules = imported(tmp_path, "check", str(REQUEST), "--format", "json")
    assert code in {0, 1, 3}
    assert not modules & (SLOW | {"rich"})
    assert not modules & {"guard.register.entries", "guard.wording", "guard.request.schema"}
    assert not modules & {"guard.history.standing", "guard.history.remarks", "guard.record.events"}


def test_a_table_needs_rich_and_nothing_else_slow(tmp_path: Path) -> None:
    code, modules = imported(tmp_path, "check", str(REQUEST), "--format", "table")
    assert code in {0, 1, 3}
    assert "rich" in modules
    assert not modules & SLOW


def test_the_version_needs_no_model(tmp_path: Path) -> None:
    code, modules = imported(tmp_path, "--version")
    assert code == 0
    assert not modules & (SLOW | {"rich", "guard.request.model", "guard.policy.model"})


def test_no_installed_plugin_hooks_into_reading(tmp_path: Path) -> None:
    (tmp_path / "hook.py").write_text("plugin = object()")
    metadata = tmp_path / "hook-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: hook\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[pydantic]\nhook = hook:plugin\n")
    code, modules = imported(tmp_path, "check", str(REQUEST), "--format", "json")
    assert code in {0, 1, 3}
    assert "hook" not in modules
