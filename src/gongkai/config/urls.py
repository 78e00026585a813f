"""All addresses: each app brings its own."""

from django.urls import include, path

from gongkai.annualreports.views import public as public_reports
from gongkai.events import views as events
from gongkai.foi import urls as foi
from gongkai.portal import urls as portal
from gongkai.search import urls as search

urlpatterns = [
    path("healthz", events.healthz),
    path("readyz", events.readyz),
    path("desk/account/", include("allauth.account.urls")),
    path("desk/account/second-factor/", include("allauth.mfa.urls")),
    path("desk/account/sessions/", include("allauth.usersessions.urls")),
    path("desk/account/single-sign-on/", include("allauth.socialaccount.urls")),
    path("desk/account/single-sign-on/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("desk/", include("gongkai.desk.urls")),
    path("desk/agencies/", include("gongkai.orgs.urls")),
    path("desk/people/", include("gongkai.accounts.urls")),
    path("desk/directory/", include("gongkai.catalog.urls")),
    path("desk/requests/", include("gongkai.foi.urls")),
    path("desk/items/", include("gongkai.disclosures.urls")),
    path("desk/activities/", include("gongkai.activities.urls")),
    path("desk/figures/", include("gongkai.statistics.urls")),
    path("desk/reports/", include("gongkai.annualreports.urls")),
    path("desk/search/", include(search.desk)),
    path("desk/notices/", include("gongkai.notices.urls")),
    path("desk/site/", include(portal.desk)),
    path("requests/", include(foi.public)),
    path("reports/compare/", public_reports.compare),
    path("reports/compare/data.csv", public_reports.compare_csv),
    path("search/", include("gongkai.search.urls")),
    path("api/v1/", include("gongkai.portal.api")),
    path("", include("gongkai.portal.urls")),
]

handler404 = "gongkai.portal.views.reading.not_found"
handler500 = "gongkai.portal.views.reading.failed"
