"""Fills a running installation with one of everything, and prints where each stands; run as a script beside it."""

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

EVERYONE = "everyone"


def main() -> None:
    """An office where one person plays every part: an item, a request with its letters and files, a report."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from gongkai.accounts.models import Role
    from gongkai.annualreports.actions import amending
    from gongkai.annualreports.pages import places
    from gongkai.disclosures.actions import coordinating
    from tests.annualreports import town
    from tests.browser import office
    from tests.disclosures import journey as items
    from tests.factories import clock
    from tests.factories.accounts import PersonFactory, RoleHoldingFactory
    from tests.factories.orgs import AgencyFactory

    with transaction.atomic():
        agency = AgencyFactory(name="云州市档案局", short_name="市档案局", level="city")
        person = PersonFactory(
            username=EVERYONE, name="周全能", home=agency, password=make_password(office.PASSWORD), is_active=True
        )
        for role in Role.values:
            RoleHoldingFactory(person=person, role=role, agency=agency, with_subtree=True)
        desk = items.office(agency)
        item, waiting = desk.published(title="云州市档案局关于开放档案的通告"), desk.in_review()
        place = town.Town(agency, agency, agency, person, person, person)
        report = place.report(year=2024)
        amending.confirm(report=report, snapshot=report.snapshot, by=person, at=clock.NOW)
        amending.publish(report=report, by=person, at=clock.NOW)
        other = AgencyFactory(name="云州市财政局", short_name="市财政局", level="city")
        asked = coordinating.ask(
            item=waiting, agencies=[other], text="请提出意见。", days=7, by=desk.officer, at=clock.NOW
        )
        told: dict[str, object] = {"item": item.pk, "review": waiting.pk, "report": report.pk, "body": agency.code}
        told |= {"agency": agency.pk, "officer": desk.officer.pk, "column": desk.column.pk, "question": asked[0].pk}
        told["report_page"] = places.address(report)
        told |= request(agency)
    print(json.dumps(told))


def request(agency: object) -> dict[str, object]:
    """A request with a correction behind it, a draft letter, and a paper to redact."""
    from gongkai.foi.actions import composing, handling, receiving
    from gongkai.foi.queries import letter_values
    from tests.documents import files
    from tests.foi import journey

    who = journey.office(agency)  # type: ignore[arg-type]
    receipt = receiving.receive(
        agency=who.agency, submission=who.submission(), arrived_on=journey.DAY, by=who.desk, at=journey.NOW
    )
    row = who.corrected(receipt.info_request, journey.later(journey.DAY, 2), journey.later(journey.DAY, 4))
    about = letter_values.about(row, "reply_disclosed", journey.later(journey.DAY, 5), outcome="DISCLOSED")
    letter = composing.write(
        info_request=row, kind="reply_disclosed", values=letter_values.values(about), outcome="DISCLOSED",
        by=who.officer, at=journey.moment(journey.later(journey.DAY, 5)),
    )  # fmt: skip
    paper = files.Pdf().page().text(72, 700, "Manager").text(72, 600, "13800138000").data()
    (kept,) = handling.attach(
        info_request=row, uploads=[receiving.Upload("material", "报价单.pdf", paper)], by=who.officer, at=journey.NOW
    )
    return {
        "case": row.pk, "letter": letter.pk, "file": kept.pk, "number": receipt.number, "code": receipt.code,
    }  # fmt: skip


if __name__ == "__main__":
    main()
