"""Forms of the files app, and the field with which forms of other apps take files. Looking at them is the action's."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from wutong.portal.accounts.models import Organisation
from wutong.portal.files import actions
from wutong.portal.files.kinds import Kind
from wutong.portal.files.models import StoredFile
from wutong.portal.files.refusals import FileRefused
from wutong.portal.shared.audit.recording import Named
from wutong.portal.shared.language import reader_language


class UploadField(forms.FileField):
    """Several files of some kinds. Its cleaned value is a list of uploads, which `keep_each` keeps."""

    def __init__(self, *, kinds: Iterable[str], most_mb: int | None = None, most_files: int = 10, **rest: Any) -> None:
        self.kinds, self.most_files = frozenset(kinds), most_files
        self.most_mb = min(most_mb or settings.LARGEST_UPLOAD_MB, settings.LARGEST_UPLOAD_MB)
        super().__init__(**{"widget": _Files(), "allow_empty_file": True, **rest})

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        """The uploads; raises ValidationError where there are none though some are needed, or too many."""
        uploads = data if isinstance(data, list) else [data] if data else []
        if len(uploads) > self.most_files:
            sentence = _("At most %(most)s files at once.") % {"most": self.most_files}
            raise forms.ValidationError(sentence, code="too_many")
        return [super(UploadField, self).clean(one) for one in uploads] or super().clean(None) or []


class _Files(forms.FileInput):
    """Takes several files; the page draws it with `upload_field`."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list["UploadedFile[bytes]"]:
        found: list[UploadedFile[bytes]] = files.getlist(name)
        return found


def keep_each(form: forms.Form, name: str, *, organisation: Organisation, by: Named) -> list[StoredFile]:
    """Keep every upload of a valid form's field; each that is refused becomes an error of the field."""
    field = form.fields[name]
    assert isinstance(field, UploadField)
    kept = []
    for upload in form.cleaned_data[name]:
        try:
            kept.append(
                actions.keep(upload=upload, organisation=organisation, kinds=field.kinds, most_mb=field.most_mb, by=by)
            )
        except FileRefused as refused:
            form.add_error(name, refused.in_language(reader_language()))
    return kept


class BringForm(forms.Form):
    """Files for an organisation whose files the reader keeps."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    uploads = UploadField(label=_("Choose files"), kinds=Kind)

    def __init__(self, organisations: dict[int, str], *given: Any, **rest: Any) -> None:
        super().__init__(*given, **rest)
        chosen = self.fields["organisation"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = list(organisations.items())
        if len(organisations) == 1:
            chosen.widget = forms.HiddenInput()
            chosen.initial = next(iter(organisations))
