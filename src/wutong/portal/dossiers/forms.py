"""Check which file is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wutong.kernel.bilingual import Language
from wutong.portal.exports.models import Format

FORMATS = ((Format.PDF.value, "PDF"), (Format.DOCX.value, "Word (docx)"))
LANGUAGES = (("zh", "中文"), ("en", "English"))


class AskForm(forms.Form):
    """A format and a language; the page's own language where none is chosen."""

    format = forms.ChoiceField(label=_("Kind of file"), choices=FORMATS, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the dossier"), choices=LANGUAGES, widget=forms.RadioSelect)

    def asked(self) -> tuple[Format, Language]:
        """Of a valid form."""
        return Format(self.cleaned_data["format"]), "en" if self.cleaned_data["language"] == "en" else "zh"
