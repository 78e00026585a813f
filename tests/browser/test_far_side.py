"""A portal for the far side of an air gap, baked by several processes, is the one that is served here."""

import json
import pathlib

from tests.browser.conftest import Site, environment, gongkai


def test_several_processes_bake_the_same_portal_elsewhere(site: Site, tmp_path: pathlib.Path) -> None:
    env = environment(site.home, GONGKAI_ADDRESS=site.address)
    alone, together = tmp_path / "alone", tmp_path / "together"

    gongkai("bake", "--to", str(alone), env=env)
    gongkai("bake", "--to", str(together), "--processes", "2", env=env)

    assert _files(together) == _files(alone)
    assert gongkai("bake", "--check-links", "--to", str(together), env=env).returncode == 0


def _files(folder: pathlib.Path) -> dict[str, str]:
    """What the manifest lists, without what tells when it was made."""
    files: dict[str, str] = json.loads((folder / "manifest.json").read_text())["files"]
    return {path: sha256 for path, sha256 in files.items() if not path.startswith("data/")}
