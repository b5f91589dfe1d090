"""What can be followed, checked and in its one canonical way: no two follows mean the same."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from wutong.portal.atlas import labels, links
from wutong.portal.atlas.access import Release
from wutong.portal.atlas.asked.figures import read_question
from wutong.portal.atlas.panels.figures.page import pairs
from wutong.portal.atlas.places import NATION
from wutong.portal.atlas.queries.figures import measure_of
from wutong.portal.atlas.queries.filters import LISTS, Filter, Sort
from wutong.portal.atlas.queries.vocabulary import is_known, label_of
from wutong.portal.atlas.release_reader import Question
from wutong.portal.following.models import Kind
from wutong.portal.shared.catalogue import catalogue
from wutong.portal.shared.language import wording

_LONGEST = 500
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be followed; `title` is what it is called now, in the reader's language."""

    kind: str
    code: str
    title: str


def subject_of(release: Release, kind: str, code: str) -> Subject | None:
    """The subject that `kind` and `code` name, or None where there is no such thing."""
    if len(code) > _LONGEST:
        return None
    if kind == Kind.ENTERPRISE:
        return _enterprise(release, code)
    if kind == Kind.NODE:
        return Subject(kind, code, labels.node_label(code)) if code in catalogue().chain.nodes else None
    if kind == Kind.SEARCH:
        return _search(code)
    return _indicator(code) if kind == Kind.INDICATOR else None


def _enterprise(release: Release, code: str) -> Subject | None:
    rows = release.query("SELECT name_zh FROM enterprises WHERE enterprise_id = ?", (code,)).rows
    return Subject(Kind.ENTERPRISE, code, rows[0][0]) if rows else None


def _search(code: str) -> Subject | None:
    try:
        asked = replace(Filter.from_query_string(code), page=1, sort=Sort.RELEVANCE)
    except ValueError:
        return None
    values = [(param, value) for param in LISTS for value in asked.values(param)]
    years = [year for year in (asked.year_from, asked.year_to) if year is not None]
    if not all(is_known(*pair) for pair in values) or any(year not in _YEARS for year in years):
        return None
    return Subject(Kind.SEARCH, asked.query_string(), search_title(asked))


def search_title(asked: Filter) -> str:
    """A filter in words."""
    words = [f"“{asked.text}”"] if asked.text else []
    words += [label_of(param, value) for param, value in asked.pairs() if param in LISTS or param == "branch"]
    if asked.year_from is not None or asked.year_to is not None:
        words.append(f"{asked.year_from or ''}–{asked.year_to or ''}")
    return " · ".join(words) or _("All biomedical enterprises")


def question_of(code: str) -> Question | None:
    """The question behind an indicator's subject: its code, and a filter where there is one."""
    name, _mark, query = code.partition("?")
    indicator = catalogue().indicators.get(name)
    measure = measure_of(indicator) if indicator else None
    if indicator is None or measure is None or (indicator.derived and indicator.derived.kind == "growth"):
        return None
    read = read_question(indicator, measure, QueryDict(query))
    return None if read.remarks else Question(name, (), read.question.where, read.question.within)


def _indicator(code: str) -> Subject | None:
    question = question_of(code)
    if question is None:
        return None
    query = urlencode(pairs(question))
    return Subject(
        Kind.INDICATOR, f"{question.indicator}?{query}" if query else question.indicator, question_title(question)
    )


def question_title(question: Question) -> str:
    """An indicator and its filter in words."""
    title = wording(catalogue().indicators[question.indicator].title)
    chosen = [f"{code}: {', '.join(values)}" for code, values in {**question.where, **question.within}.items()]
    return " · ".join([title, *chosen])


def title_of(kind: str, code: str, kept: str) -> str:
    """What it is called in the reader's language; `kept` where nobody can tell any longer."""
    if kind == Kind.NODE:
        return labels.node_label(code)
    if kind == Kind.SEARCH:
        return search_title(Filter.from_query_string(code))
    question = question_of(code) if kind == Kind.INDICATOR else None
    return question_title(question) if question else kept


def address_of(kind: str, code: str) -> str:
    """Its page."""
    if kind == Kind.ENTERPRISE:
        return reverse("atlas:portrait", args=[code])
    if kind == Kind.NODE:
        return links.to_node(code, NATION)
    if kind == Kind.SEARCH:
        return links.to_list(Filter.from_query_string(code))
    name, mark, query = code.partition("?")
    return f"{reverse('atlas:indicator', args=[name])}{mark}{query}"
