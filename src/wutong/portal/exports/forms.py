"""Check what a visitor asks to export. A filter that no page of ours would send is refused."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wutong.portal.atlas.asked.lists import read_asked
from wutong.portal.atlas.asked.trials import read_asked as read_trials
from wutong.portal.atlas.queries.filters import LISTS, Filter
from wutong.portal.atlas.queries.lists.every import RECORDS
from wutong.portal.atlas.queries.trials.listing import CODE as TRIALS
from wutong.portal.atlas.queries.vocabulary import is_known
from wutong.portal.exports.models import Format

_LONGEST = 8_000
_YEARS = range(1900, 2200)


class AskForm(forms.Form):
    """A list (of enterprises where none is named), as the query string of its page, and the kind of file."""

    list = forms.ChoiceField(required=False, choices=[(code, code) for code in (*RECORDS, TRIALS)])
    query = forms.CharField(required=False, max_length=_LONGEST)
    format = forms.ChoiceField(choices=[(one, one) for one in (Format.CSV, Format.XLSX)])

    def clean_query(self) -> str:
        """The same filter from its first page, written in its one canonical way."""
        if self.data.get("list"):
            return self._records()
        try:
            asked = Filter.from_query_string(self.cleaned_data["query"])
        except ValueError as error:
            raise _odd() from error
        values = [(param, value) for param in LISTS for value in asked.values(param)]
        years = [year for year in (asked.year_from, asked.year_to) if year is not None]
        if not all(is_known(param, value) for param, value in values) or any(year not in _YEARS for year in years):
            raise _odd()
        return replace(asked, page=1).query_string()

    def _records(self) -> str:
        code, params = str(self.data["list"]), QueryDict(self.cleaned_data["query"])
        if code == TRIALS:
            trials, remarks = read_trials(params)
            first_page = replace(trials, page=1).query_string()
        elif code in RECORDS:
            asked, remarks = read_asked(RECORDS[code], params)
            first_page = replace(asked, page=1).query_string()
        else:
            raise _odd()
        if remarks:
            raise _odd()
        return first_page

    def clean_format(self) -> Format:
        """The kind of file."""
        return Format(self.cleaned_data["format"])


def _odd() -> forms.ValidationError:
    return forms.ValidationError(_("This list cannot be exported: its address is damaged. Search again and retry."))


def asked_of(form: "AskForm") -> tuple[str, str, Format]:
    """The list's code, its filter's query string and the kind of file, of a valid form."""
    data: dict[str, Any] = form.cleaned_data
    return data["list"], data["query"], data["format"]
