"""Opinions of a case as somebody may read them."""

from wutong.portal.cases.models import Case, Opinion


def current_round(case: Case) -> list[Opinion]:
    """The opinions of the last round, departments' or experts', that still count."""
    rows = list(case.opinions.filter(released_at__isnull=True).select_related("organisation", "expert").order_by("pk"))
    if not rows:
        return []
    last = rows[-1]
    return [row for row in rows if row.round == last.round and bool(row.expert_id) == bool(last.expert_id)]


def are_all_in(case: Case) -> bool:
    """Whether everybody who was asked in the last round has answered."""
    rows = current_round(case)
    return bool(rows) and all(row.given_at is not None for row in rows)


def is_sealed(opinion: Opinion) -> bool:
    """Whether nobody but its expert may read it yet: until all of the panel have answered."""
    return opinion.expert_id is not None and not are_all_in(opinion.case)
