"""Bulk import: a spreadsheet of items through reading, validation, drafts, report rows and events.

usage: GONGKAI_DATABASE_URL=postgresql://… GONGKAI_HOME=DIR python bench/imports.py [--rows 20000]

The database named is migrated and filled; give it an empty one.
"""

import argparse
import datetime
import io
import os
import time

import openpyxl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")


def sheet(rows: int) -> bytes:
    """A list of items as an office keeps it."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("信息")
    page.append(["标题", "文号", "成文日期", "关键词", "正文"])
    text = "现将有关事项予以公布，请各有关单位遵照执行。" * 12
    for n in range(1, rows + 1):
        page.append([f"云州市关于第{n}号事项的通告", f"云政发〔2026〕{n}号", "2026-03-02", "便民", f"第{n}号。{text}"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main() -> None:
    """Import the sheet once and print rows a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from gongkai.accounts.models import Person
    from gongkai.disclosures.actions import importing, intake
    from gongkai.events.models import Event
    from gongkai.orgs.models import Agency

    call_command("migrate", verbosity=0)
    stamp = timezone.now()
    name = f"bench-{stamp:%H%M%S}"
    agency = Agency.objects.create(code=name, name=name, short_name=name, kind="department", level="city")
    agency.path = f"/{agency.pk}/"
    agency.save()
    officer = Person.objects.create(username=name, name=name, home=agency)
    data = sheet(rows)
    batch = importing.start(agency=agency, source="清单.xlsx", by=officer, at=stamp)
    began = time.perf_counter()
    source = intake.Source("清单.xlsx", "清单.xlsx", lambda: data)
    batch = importing.take_in(batch=batch, sources=[source], by=officer, at=stamp + datetime.timedelta(seconds=1))
    took = time.perf_counter() - began
    events = Event.objects.filter(agency_id=agency.pk, kind="item.drafted").count()
    print("| database | rows | imported | events | seconds | items a second |\n|---|---|---|---|---|---|")
    print(
        f"| {connection.vendor} | {batch.read_count:,} | {batch.imported_count:,} | {events:,} | {took:.1f} "
        f"| {batch.imported_count / took:,.0f} |"
    )


if __name__ == "__main__":
    main()
