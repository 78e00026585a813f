"""Addresses of search: of the public, and of the desk."""

from django.urls import URLPattern, path, re_path

from gongkai.search.views import feeds, following, searching, suggesting, words

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("", searching.search, name="search"),
    path("suggest/", suggesting.suggest, name="suggest"),
    re_path(r"^(?P<name>feed\.xml|rss\.xml|feed\.json)$", feeds.feed, name="feed"),
    path("follow/", following.follow, name="follow"),
    path("follow/sent/", following.sent, name="sent"),
    path("confirm/<str:token>/", following.confirm, name="confirm"),
    path("leave/<str:token>/", following.leave, name="leave"),
]
desk = (
    [
        path("", words.words, name="list"),
        path("word/", words.word, name="word"),
        path("<int:rule_id>/drop/", words.drop, name="drop"),
    ],
    "synonyms",
)
