"""The scripts of bin/ can be read by bash, can be run, and are in the readme or the manual."""

import os
import subprocess
from pathlib import Path

import pytest

from gongkai.config.environment import CHECKOUT

SCRIPTS = sorted([*(CHECKOUT / "bin").iterdir(), CHECKOUT / ".ci" / "run"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_whole(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    sourced = script.name.startswith("_")
    assert os.access(script, os.X_OK) != sourced
    assert script.read_text(encoding="utf-8").startswith("#" if sourced else "#!/usr/bin/env bash\n# ")


def test_the_catalogues_are_compiled_nowhere_in_the_repository() -> None:
    done = subprocess.run(["git", "ls-files", "*.mo"], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("closing", "passed", "failed", "errors"),
    [
        ("930 passed, 4 skipped in 96.88s (0:01:36)\n12 passed in 1.00s\n", 942, 0, 0),
        ("3 failed, 900 passed, 2 warnings, 1 error in 5.00s\n", 900, 3, 1),
        ("==== 1 passed, 2 errors in 0.10s ====\n", 1, 0, 2),
        ("no closing line\n", 0, 0, 0),
    ],
)
def test_closing_lines_are_added_up(tmp_path: Path, closing: str, passed: int, failed: int, errors: int) -> None:
    log = tmp_path / "log"
    log.write_text("....... [ 50%]\n" + closing, encoding="utf-8")
    loop = 'for kind in passed failed error; do count_closing $kind "$2"; done'
    script = f'set -euo pipefail; source "$1/bin/_closing.sh"; {loop}'
    done = subprocess.run(["bash", "-c", script, "-", str(CHECKOUT), str(log)], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, [str(passed), str(failed), str(errors)])
