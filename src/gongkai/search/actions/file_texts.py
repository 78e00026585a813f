"""Reading attached files for their words, each once."""

import datetime
import logging
from collections.abc import Iterable

from gongkai.disclosures.actions import files
from gongkai.disclosures.models import Attachment
from gongkai.documents import faults, reading
from gongkai.search.models import FileText
from gongkai.search.queries import contents

logger = logging.getLogger(__name__)

# So much of one file is searched; what comes after is found by opening the file.
LONGEST = 100_000


def read_unread(*, item_ids: Iterable[int], at: datetime.datetime) -> int:
    """Read the attachments of these items that have not been read yet. Returns how many were.

    A file that cannot be read is kept with the reason and logged; it is not tried again.
    """
    waiting = {each.file.sha256: each for each in contents.unread_attachments(item_ids)}
    for each in waiting.values():
        text, failure = _read(each)
        FileText.objects.update_or_create(
            sha256=each.file.sha256, defaults={"text": text, "failure": failure, "read_at": at}
        )
    return len(waiting)


def _read(attachment: Attachment) -> tuple[str, str]:
    try:
        document = reading.read(files.read_file(attachment.file), name=attachment.name)
    except (faults.UnreadableFile, files.FileLost) as fault:
        logger.warning("attachment not searchable", extra={"file": attachment.name, "reason": str(fault)})
        return "", (str(fault) or type(fault).__name__)[:300]
    # A character the database cannot keep (PostgreSQL knows no null) must not cost the rest.
    return document.text[:LONGEST].replace("\x00", ""), ""
