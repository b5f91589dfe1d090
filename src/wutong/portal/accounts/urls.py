"""Addresses of the accounts app. Of django-allauth's pages, only those that are used here have an address."""

from allauth.account import views as signing
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from wutong.portal.accounts.views import erasure, me, memberships, organisations, own_data, people, roles

_ours = [
    path("me/", me.me, name="me"),
    path("me/data.json", own_data.own_data, name="own_data"),
    path("me/erase/", erasure.erase, name="erase"),
    path("me/erase/back/", erasure.take_back, name="erase_back"),
    path("me/leave/<int:membership_id>/", me.leave, name="leave"),
    path("people/", people.people_list, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/invite/", people.invite_again, name="invite"),
    path("people/<int:person_id>/suspend/", people.suspend, name="suspend"),
    path("people/<int:person_id>/restore/", people.restore, name="restore"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/add/", organisations.add, name="add_organisation"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", organisations.edit, name="edit_organisation"),
    path("organisations/<int:organisation_id>/add/", organisations.add_member, name="add_member"),
    path("memberships/<int:membership_id>/", memberships.membership, name="membership"),
    path("memberships/<int:membership_id>/change/", memberships.change, name="change"),
    path("memberships/<int:membership_id>/end/", memberships.end, name="end"),
    path("memberships/<int:membership_id>/again/", memberships.grant_again, name="grant_again"),
    path("memberships/<int:membership_id>/hand-over/", memberships.hand_over, name="hand_over"),
    path("roles/", roles.role_list, name="roles"),
]
_signing = [
    path("login/", signing.login, name="account_login"),
    path("logout/", signing.logout, name="account_logout"),
    path("inactive/", signing.account_inactive, name="account_inactive"),
    path("signup/", signing.signup, name="account_signup"),
    path("reauthenticate/", signing.reauthenticate, name="account_reauthenticate"),
    path("email/", signing.email, name="account_email"),
    path("confirm-email/", signing.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", signing.confirm_email, name="account_confirm_email"),
    path("password/change/", signing.password_change, name="account_change_password"),
    path("password/set/", signing.password_set, name="account_set_password"),
    path("password/reset/", signing.password_reset, name="account_reset_password"),
    path("password/reset/done/", signing.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        signing.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        signing.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
_factor = [
    path("factor/", factor.index, name="mfa_index"),
    path("factor/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("factor/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("factor/app/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("factor/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("factor/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
# The operator's own sign-in service has addresses only where one is named.
_outside: list[URLPattern | URLResolver] = (
    [
        path("outside/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("outside/", include("allauth.socialaccount.urls")),
    ]
    if settings.OIDC_NAME
    else []
)

urlpatterns = [path("", include((_ours, "accounts"))), *_signing, *_factor, *_outside]
