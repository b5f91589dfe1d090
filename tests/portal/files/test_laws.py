"""Any bytes under any name: refused with a sentence, or given back the same, byte for byte, as an attachment."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.files.drawn import WHOLE
from portal.files.spoiled import ALL, SPOILED
from portal.people import organisation, signed_in, somebody
from wutong.kernel.home import Home
from wutong.portal.accounts.models import Organisation, Person
from wutong.portal.accounts.roles import Role
from wutong.portal.files import actions
from wutong.portal.files.keeping import storage
from wutong.portal.files.kinds import Kind, endings_of
from wutong.portal.files.looking import names
from wutong.portal.files.models import StoredFile
from wutong.portal.files.refusals import FileRefused, NameUnusable

DRAWN = st.sampled_from(
    [
        *WHOLE.items(),
        *((names.ending_of(one.name), one.content) for one in SPOILED.values() if len(one.content) < 5_000),
    ]
)
# Lone surrogates cannot arrive: a form's names are decoded before.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A drawn file in which a stretch has been replaced, or which was cut, or that another one follows."""
    ending, content = draw(DRAWN)
    begin = draw(st.integers(0, len(content)))
    end = min(len(content), begin + draw(st.integers(0, 40)))
    middle = draw(st.one_of(st.binary(max_size=40), DRAWN.map(lambda one: one[1])))
    return ending, draw(st.sampled_from([content[:begin] + middle + content[end:], content[:begin], content + middle]))


ENDINGS = st.sampled_from(endings_of(ALL))
BYTES = st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode))
FILES = st.one_of(DRAWN, damaged(), st.tuples(ENDINGS, BYTES)).flatmap(
    lambda one: st.tuples(st.one_of(TEXT, TEXT.map(lambda stem: f"x{stem}.{one[0]}")), st.just(one[1]))
)


@pytest.fixture
def firm(db: None) -> Organisation:
    return organisation("甲公司")


@pytest.fixture
def lin(firm: Organisation) -> Person:
    return somebody("lin", Role.ENTERPRISE_USER, firm)


# The same home and people serve all examples: they only ever add files.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=FILES)
def test_any_bytes_under_any_name(sent: tuple[str, bytes], lin: Person, firm: Organisation, empty_home: Home) -> None:
    name, content = sent
    before = StoredFile.objects.count()
    try:
        file = actions.keep(upload=ContentFile(content, name=name), organisation=firm, kinds=ALL, by=lin)
    except FileRefused as refused:
        assert re.search(r"[\u4e00-\u9fff].*。$", refused.in_language("zh"), re.DOTALL)
        assert re.search(r"[A-Za-z].*\.$", refused.in_language("en"), re.DOTALL)
        assert StoredFile.objects.count() == before
    else:
        answer = signed_in(lin).get(f"/files/{file.pk}/")
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Type"] == Kind(file.kind).card.media_type
        disposition = answer["Content-Disposition"]
        assert disposition.startswith("attachment; filename")
        plain = re.fullmatch(r'attachment; filename="(.*)"', disposition)
        shown = plain[1].replace('\\"', '"').replace("\\\\", "\\") if plain else unquote(disposition.split("''")[1])
        assert shown == file.name
    aside = storage.folder() / "aside"
    assert not aside.exists() or not list(aside.iterdir())


@given(TEXT)
def test_a_cleaned_name_is_one_name_that_can_be_seen_and_saved(given_name: str) -> None:
    try:
        name = names.clean(given_name)
    except NameUnusable:
        return
    assert names.clean(name) == name
    assert len(name) <= names.LONGEST
    assert not re.search(r'[/\\<>:"|?*\x00-\x1f]', name)
    assert not [char for char in name if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}]
    assert not name.startswith(".")
    assert re.search(r"[^. ]\.\w{1,8}$", name)
