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
