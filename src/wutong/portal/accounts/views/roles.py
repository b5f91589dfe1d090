"""The eighteen roles and what each may do, for officers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.permissions import Permission
from wutong.portal.accounts.roles import Kind, Reach, Role
from wutong.portal.shared.language import wording


@require_GET
@signed_in
def role_list(request: HttpRequest) -> HttpResponse:
    """Every role, with where it is held and what it allows."""
    Access.of(request).need(Permission.ROLES_SEE)
    cards = [
        {
            "role": role,
            "kinds": [wording(kind.text) for kind in Kind if role.can_be_held_in(kind)],
            "permissions": [permission for permission in Permission if permission in role.permissions],
            "is_everywhere": role.reach is Reach.EVERYWHERE,
        }
        for role in Role
    ]
    return render(request, "accounts/roles.html", {"cards": cards})
