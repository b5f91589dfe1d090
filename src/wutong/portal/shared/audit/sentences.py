"""Rows of the record as sentences, in both languages."""

from collections.abc import Mapping

from wutong.kernel.bilingual import Language, Text
from wutong.portal.shared.audit.acts import Field, Value, act_of, kind_of
from wutong.portal.shared.audit.models import AuditEntry

_EMPTY = Text(zh="空", en="nothing")
_TRUTH = {True: Text(zh="是", en="yes"), False: Text(zh="否", en="no")}
_UNKNOWN = Text(zh="{actor}对{object}做了“{act}”", en="{actor} did “{act}” to {object}")


def sentence(entry: AuditEntry, language: Language) -> str:
    """What was done, as one sentence; an act that this version no longer knows is named by its code."""
    act = act_of(entry.act)
    template = (act.sentence if act else _UNKNOWN).in_language(language)
    return template.format(
        actor=entry.actor_name,
        object=_quoted(entry.object_label, language),
        organisation=_quoted(entry.organisation_name, language),
        changes=_changes(entry, language),
        act=entry.act,
    )


def _changes(entry: AuditEntry, language: Language) -> str:
    # A field that was and is empty says nothing; it is there only because the object is new.
    named = list({**entry.before, **entry.after})
    names = [name for name in named if not _is_empty(entry.before, name) or not _is_empty(entry.after, name)]
    return ("，" if language == "zh" else "; ").join(_change(entry, name, language) for name in names)


def _is_empty(values: Mapping[str, Value], name: str) -> bool:
    return values.get(name) in (None, "")


def _change(entry: AuditEntry, name: str, language: Language) -> str:
    kind = kind_of(entry.object_kind)
    known = kind.fields.get(name) if kind else None
    title = known.name.in_language(language) if known else name
    old, new = entry.before.get(name), entry.after.get(name)
    if old is None:
        template = {"zh": "{title}{new}", "en": "{title} {new}"}[language]
    elif old == "":
        template = {"zh": "把{title}定为{new}", "en": "{title} {new}"}[language]
    else:
        template = {"zh": "把{title}由{old}改为{new}", "en": "{title} from {old} to {new}"}[language]
    return template.format(title=title, old=_value(old, known, language), new=_value(new, known, language))


def _value(value: Value, known: Field | None, language: Language) -> str:
    if value in (None, ""):
        return _EMPTY.in_language(language)
    text = known.wording(value) if known and known.wording else None
    if text is None and isinstance(value, bool):
        text = _TRUTH[value]
    return _quoted(text.in_language(language) if text else str(value), language)


def _quoted(text: str, language: Language) -> str:
    return f"“{text}”" if text else _EMPTY.in_language(language)
