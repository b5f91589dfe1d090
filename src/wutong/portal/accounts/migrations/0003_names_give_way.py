"""Where somebody is named in rows that are never changed, the name gives way to a pseudonym when they are erased."""

from importlib import import_module

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly, Yields

_BY_STEP = Yields(names=(("by_name", "by_person_id"),), loose=("details",))
_GUARDS = (
    ("shared.audit", "0002_rows_stay", "ENTRIES", Yields((("actor_name", "actor_id"),), ("object_label", "before", "after"))),
    ("cases", "0002_steps_stay", "STEPS", _BY_STEP),
    ("voice", "0002_steps_stay", "STEPS", _BY_STEP),
    ("placements", "0002_steps_stay", "STEPS", _BY_STEP),
    ("notices", "0002_words_stay", "WORDS", Yields((("sender_name", "sender_id"),), goes_with="recipient_id")),
)


def _guard(app: str, migration: str, name: str) -> AppendOnly:
    found: AppendOnly = getattr(import_module(f"wutong.portal.{app}.migrations.{migration}"), name)
    return found


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_erasure"), *((app.rpartition(".")[2], name) for app, name, _, _ in _GUARDS)]
    operations = [_guard(app, migration, name).yielding(yields) for app, migration, name, yields in _GUARDS]
