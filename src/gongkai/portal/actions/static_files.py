"""Style sheets and scripts: collected under names that carry their hash, with compressed twins."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from gongkai.portal.actions import baking, writing

FOLDER = "static/"


def ensure() -> None:
    """Collect them where that has never been done: without their manifest no page can be printed."""
    name = getattr(staticfiles_storage, "manifest_name", None)
    if name is not None and not (Path(settings.STATIC_ROOT) / name).exists():
        bring(target=baking.own())


def bring(*, target: baking.Target) -> None:
    """Collect them, and copy them when the target lies elsewhere."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    manifest = getattr(staticfiles_storage, "manifest_name", "")
    with writing.exclusive():
        call_command("collectstatic", interactive=False, verbosity=0)
        for name in list(writing.files_in(root)):
            if name.endswith(".gz") or name == manifest:
                continue
            file, path = root / name, FOLDER + name
            is_own = target.root == Path(settings.PUBLIC_ROOT)
            if not is_own or (writing.is_twinned(path) and _is_older(writing.twin(file), file)):
                writing.write(target.root, path, file.read_bytes())


def _is_older(twin: Path, file: Path) -> bool:
    return not twin.exists() or twin.stat().st_mtime_ns < file.stat().st_mtime_ns
