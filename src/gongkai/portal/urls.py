"""Addresses of portal that are not files: for readers, and for the desk."""

from django.urls import URLPattern, path

from gongkai.portal.views import desk as desk_views
from gongkai.portal.views import documents, previews, problems, reading, redirects, specials, takedowns, visits

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("preview/<int:item_id>/<str:sha256>/", previews.preview, name="preview"),
    path("policies/on/", documents.on, name="in-force"),
    path("scheme/", reading.scheme, name="scheme"),
    path("problems/", problems.lookup, name="problems"),
    path("problems/new/", problems.report, name="problem-new"),
    path("problems/verdict/", problems.judge, name="verdict"),
    path("problems/<str:code>/", problems.problem, name="problem"),
]

desk = (
    [
        path("mourning/", desk_views.mourning, name="mourning"),
        path("mourning/<int:mourning_id>/lift/", desk_views.lift, name="mourning-lift"),
        path("specials/", specials.overview, name="specials"),
        path("specials/new/", specials.new, name="special-new"),
        path("specials/<int:special_id>/", specials.edit, name="special"),
        path("specials/<int:special_id>/preview/", specials.preview, name="special-preview"),
        path("specials/<int:special_id>/archive/", specials.archive, name="special-archive"),
        path("problems/", desk_views.problems, name="problems"),
        path("problems/<int:problem_id>/", desk_views.problem, name="problem"),
        path("visits/", visits.visits, name="visits"),
        path("redirects/", redirects.redirects, name="redirects"),
        path("redirects/<int:redirect_id>/remove/", redirects.remove, name="redirect-remove"),
        path("takedown/", takedowns.takedown, name="takedown"),
        path("takedown/<int:takedown_id>/", takedowns.record, name="takedown-record"),
    ],
    "site",
)
