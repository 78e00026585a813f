"""What the clock does for figures: sums are kept up to date; and what the doctor looks at."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.core import checkup, schedule
from gongkai.statistics.actions import keeping
from gongkai.statistics.forms import FIRST_YEAR
from gongkai.statistics.queries import integrity


@schedule.every("statistics.keep", seconds=300)
def keep(now: datetime.datetime) -> int:
    """Bring the kept sums of all years up to date. Returns how many sums were written."""
    return keeping.keep(years=range(FIRST_YEAR, timezone.localdate(now).year + 1), at=now)


@checkup.check("figures", gettext_lazy("Kept sums are what the records come to"))
def examine_sums(repair: bool) -> list[checkup.Finding]:
    """Count every kept year anew; what differs is counted from the records again when asked to."""
    found = {year: list(integrity.differing(year)) for year in integrity.kept_years()}
    wrong = [year for year, sentences in found.items() if sentences]
    if repair:
        keeping.keep(years=wrong, at=timezone.now(), anew=True)
    return [checkup.Finding(sentence, repaired=repair) for year in wrong for sentence in found[year]]
