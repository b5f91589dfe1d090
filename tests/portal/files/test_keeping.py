"""Files: what is kept comes back the same to those who may read it, and to nobody else."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction

from portal.files.drawn import WHOLE
from portal.people import organisation, signed_in, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.roles import Role
from wutong.portal.files import actions
from wutong.portal.files.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_smoke(kind, empty_home, monkeypatch):
    place = organisation("甲公司")
    who = somebody("lin", Role.ENTERPRISE_USER, place)
    kept = actions.keep(upload=ContentFile(WHOLE[kind], name=f"报告 (1).{kind}"), organisation=place, kinds=frozenset(Kind), by=who)
    answer = signed_in(who).get(f"/files/{kept.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == WHOLE[kind]
    print(answer.headers)
    print(signed_in(who).get(f"/api/v1/files/{kept.pk}").json())
