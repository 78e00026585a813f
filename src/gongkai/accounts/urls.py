"""Addresses of accounts."""

from django.urls import path

from gongkai.accounts.views import people

app_name = "accounts"
urlpatterns = [
    path("", people.people, name="list"),
    path("new/", people.enter, name="new"),
    path("<int:person_id>/", people.person, name="person"),
    path("<int:person_id>/edit/", people.edit, name="edit"),
    path("<int:person_id>/roles/new/", people.give_role, name="role-new"),
    path("<int:person_id>/roles/<int:holding_id>/end/", people.end_role, name="role-end"),
    path("<int:person_id>/password/", people.new_password, name="password"),
    path("<int:person_id>/second-factor/", people.reset_second_factor, name="second-factor"),
    path("<int:person_id>/active/", people.set_active, name="active"),
    path("<int:person_id>/sessions/<int:session_id>/end/", people.end_session, name="session-end"),
]
