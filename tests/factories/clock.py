"""The moment at which factories make their rows: one fixed working day."""

import datetime

TODAY = datetime.date(2026, 3, 2)
NOW = datetime.datetime(2026, 3, 2, 2, 0, tzinfo=datetime.UTC)
