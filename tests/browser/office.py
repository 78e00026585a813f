"""Fills a fresh installation with one small office; run as a script in the environment of that installation."""

import datetime
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

PASSWORD = "a-long-password-of-tests"
PEOPLE = {
    "officer": ("王小明", ["officer", "case-officer"]),
    "reviewer": ("李审核", ["reviewer", "legal"]),
    "secrecy": ("赵保密", ["secrecy"]),
    "issuer": ("钱签发", ["issuer"]),
    "operator": ("孙运维", ["operator", "disclosure-office"]),
    "stranger": ("周外单位", ["officer", "issuer"]),
}


def main() -> None:
    """Two agencies, six people, three columns."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from gongkai.accounts.models import Person, RoleHolding
    from gongkai.catalog.models import Column, IndexTemplate
    from gongkai.orgs.models import Agency

    since = datetime.date(2020, 1, 1)

    def agency(code: str, name: str, parent: Agency | None = None) -> Agency:
        kind = "department" if parent else "government"
        row = Agency.objects.create(code=code, name=name, short_name=name, kind=kind, level="city", parent=parent)
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.sort_path = f"{parent.sort_path if parent else ''}{row.pk:06d}/"
        row.save()
        return row

    city = agency("yunzhou", "云州市人民政府")
    bureau = agency("yz-edu", "云州市教育局", city)
    other = agency("yz-fin", "云州市财政局", city)
    IndexTemplate.objects.create(template="{dept}/{yyyy}-{serial:05d}", since=since)
    for slug, name, kind in (
        ("notices", "通知公告", "notice"),
        ("policies", "政策文件", "policy"),
        ("news", "工作动态", "news"),
    ):
        row = Column.objects.create(slug=slug, name=name, block="statutory", kind=kind, owner=city)
        row.path, row.sort_path = f"/{row.pk}/", f"{row.pk:06d}/"
        row.save()
    for username, (name, roles) in PEOPLE.items():
        home = other if username == "stranger" else city if username == "operator" else bureau
        person = Person.objects.create(username=username, name=name, home=home, password=make_password(PASSWORD))
        for role in roles:
            RoleHolding.objects.create(
                person=person, role=role, agency=home, with_subtree=username == "operator", since=since
            )


if __name__ == "__main__":
    main()
