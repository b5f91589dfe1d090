"""Invented ties, for tests that need to say what matching answers. No release is read."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import pytest

from wutong.portal.desk.models import Kind
from wutong.portal.desk.naming import key_of
from wutong.portal.desk.queries import queue
from wutong.portal.desk.queries.ties import Candidate, Tie


class NoRelease:
    """Stands where a release does; whatever is asked of it is answered by `drawn`."""

    version = "20260101-000000-000000"


RELEASE = NoRelease()


def candidate(enterprise_id: str, reasons: Sequence[str] = ("because",), tier: str = "core") -> Candidate:
    """A candidate with those reasons."""
    return Candidate(
        enterprise_id=enterprise_id,
        name_zh=f"{enterprise_id}公司",
        score=0.4,
        reasons_zh=tuple(reasons),
        reasons_en=tuple(reasons),
        tier=tier,
        division_code="330102",
        evidence=sha256("\n".join(reasons).encode()).hexdigest()[:32],
    )


def tie(name: str, *candidates: Candidate, records: int = 1) -> Tie:
    """A name that so many sponsors of trials carry."""
    return Tie(Kind.NAME_ENTERPRISE, key_of(name), (name,), records, ("trial_sponsors",), candidates)


def drawn(monkeypatch: pytest.MonkeyPatch, ties: Iterable[Tie]) -> None:
    """Let matching answer `ties`."""
    every = tuple(ties)
    monkeypatch.setattr(queue, "unsure_ties", lambda release: every)
    monkeypatch.setattr(queue, "moved_ids", lambda release: {})
    monkeypatch.setattr(
        queue,
        "ties_named",
        lambda release, names: {
            (one.kind, one.key): one for one in every if (one.kind, one.key) in {(kind, key_of(n)) for kind, n in names}
        },
    )
