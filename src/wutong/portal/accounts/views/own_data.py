"""What this platform keeps about whoever asks, as a file of theirs. Nothing of anybody else is in it.

Which tables tell of somebody, and what they tell, is declared in catalog/personal/, which erasure goes by too.
"""

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wutong.kernel import clock
from wutong.portal.accounts.access import Access, signed_in
from wutong.portal.accounts.models import Person
from wutong.portal.accounts.owning.holdings import held_by

Row = dict[str, object]


_PROFILE = ("username", "email", "name", "language", "is_active", "created_at", "last_login")


@never_cache
@require_GET
@signed_in
def own_data(request: HttpRequest) -> JsonResponse:
    """All of it as JSON, as an attachment."""
    person = Access.of(request).who
    answer = JsonResponse({"as_of": clock.now(), **dict(kept_of(person))}, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="wutong-my-data.json"'
    return answer


def kept_of(person: Person) -> Iterator[tuple[str, Row | list[Row]]]:
    """What is kept about somebody, part by part."""
    profile: Mapping[str, object] = Person.objects.filter(pk=person.pk).values(*_PROFILE).get()
    yield "profile", dict(profile)
    for held in held_by(person):
        rows = held.rows.order_by("pk").values(*held.part.told)
        yield held.part.own, [dict(row) for row in rows]
