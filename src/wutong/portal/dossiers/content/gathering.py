"""A dossier from a release: every chapter that it can fill, in the reader's language."""

from django.utils.translation import gettext as _

from wutong.portal.atlas import labels
from wutong.portal.atlas.access import Release, ReleaseFacts, facts_of
from wutong.portal.atlas.queries.portraits.portrait import Portrait, portrait_of
from wutong.portal.dossiers.content import document, records, register
from wutong.portal.dossiers.content.document import Dossier
from wutong.portal.dossiers.content.notes import Notes
from wutong.portal.shared.language import reader_language
from wutong.portal.shared.templatetags.wutong import day, moment, number

LONGEST_ID = 80


def dossier_of(release: Release, enterprise_id: str) -> Dossier | None:
    """The dossier of one enterprise, or None where the release holds none of that id."""
    portrait = portrait_of(release, enterprise_id) if len(enterprise_id) <= LONGEST_ID else None
    return None if portrait is None else _gather(release, portrait)


def _gather(release: Release, portrait: Portrait) -> Dossier:
    about, notes = facts_of(release), Notes()
    told = {one.code: one for one in register.chapters(portrait, about, notes)}
    first = [told.pop(code) for code in ("identity", "chain", "place") if code in told]
    of_records = list(records.chapters(release, portrait, notes))
    one = portrait.enterprise
    return Dossier(
        subject_id=one.enterprise_id,
        title=one.name_zh,
        subtitle=_("Enterprise dossier"),
        language=reader_language(),
        release=document.Release(about.version, about.created_at, about.is_demo),
        cover=_cover(portrait, about),
        cautions=tuple(_cautions(about)),
        sections=(*first, *of_records, *told.values()),
        notes=notes.all,
    )


def _cover(portrait: Portrait, about: ReleaseFacts) -> tuple[tuple[str, str], ...]:
    one = portrait.enterprise
    place = "".join(filter(None, (one.province, one.city if one.city != one.province else None, one.district)))
    lines = (
        (_("Unified social credit code"), one.credit_code or _("not known")),
        (_("Id in the release"), one.enterprise_id),
        (_("Tier"), labels.tier_label(one.tier)),
        (_("Primary segment"), labels.segment_label(one.segment) if one.segment != "-" else ""),
        (_("Place"), place or _("not known")),
        (_("Release"), about.version),
        (_("Release of"), moment(about.created_at)),
        (_("Newest registration in it"), day(about.newest_registration)),
        (_("Registrations behind it"), number(one.record_count)),
    )
    return tuple((title, value) for title, value in lines if value)


def _cautions(about: ReleaseFacts) -> list[str]:
    """What a dossier is not. Said on its cover, since it will travel without the portal."""
    said = [_("Demo: every enterprise, name and figure here is invented.")] if about.is_demo else []
    return [
        *said,
        _("It is drawn by a program from public records, as they stood when the files named at its end were read."),
        _("It is no extract of a register, no credit report, and no advice to invest, lend or contract."),
        _("What is missing here is not known to this release; it does not mean that there is none."),
        _("Tier, segment and nodes are judgements by declared rules, with the words that earned them."),
        _("Before you rely on a fact, look at the row that its note names."),
    ]
