"""What the clock does for the directory."""

import datetime

from gongkai.catalog.actions import vocabularies
from gongkai.core import schedule


@schedule.every("catalog.vocabularies", seconds=24 * 3600)
def take_over_vocabularies(now: datetime.datetime) -> None:
    """Give a new installation, or one just upgraded, the vocabularies shipped with this version."""
    vocabularies.load_vocabularies(by="system:tick", at=now)
