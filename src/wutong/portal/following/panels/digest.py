"""What changed of followed things as the plain text of a notice, in the language that is active."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wutong.portal.following.panels.words import Item, Line, Shown

MOST_THINGS = 20


def subject_of(shown: Sequence[Shown]) -> str:
    """How many things changed, in one line."""
    count = len(shown)
    return ngettext(
        "%(count)d thing that you follow has changed", "%(count)d things that you follow have changed", count
    ) % {"count": count}


def body_of(shown: Sequence[Shown]) -> str:
    """Each thing with what changed of it; MOST_THINGS at most, and how many more there are."""
    told = ["\n".join(_thing(one)) for one in shown[:MOST_THINGS]]
    over = len(shown) - MOST_THINGS
    if over > 0:
        told.append(ngettext("and %(count)d more", "and %(count)d more", over) % {"count": over})
    return "\n\n".join(told)


def _thing(one: Shown) -> Iterator[str]:
    yield _("%(title)s (%(kind)s)") % {"title": one.title, "kind": one.kind_title}
    for change in one.changes:
        yield from (f"- {_said(line)}" for line in change.lines)


def _said(line: Line) -> str:
    words = {"title": line.title}
    if line.added or line.removed:
        signs = [*_signed("+", line.added), *_signed("−", line.removed)]
        if line.more:
            signs.append(ngettext("and %(count)d more", "and %(count)d more", line.more) % {"count": line.more})
        return _("%(title)s: %(change)s") % {**words, "change": "; ".join(signs)}
    if line.before or line.after:
        return _("%(title)s: %(change)s") % {**words, "change": f"{line.before} → {line.after}"}
    return line.title


def _signed(sign: str, items: Sequence[Item]) -> list[str]:
    return [f"{sign} {item.label}" for item in items]
