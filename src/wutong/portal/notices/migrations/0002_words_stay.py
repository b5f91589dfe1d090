"""The words of a notice are never changed; only whether it was read is."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

WORDS = AppendOnly(
    table="notices_notice",
    trigger="notices_words_stay",
    table_trigger="notices_table_stays",
    replaced="notice_id = NEW.notice_id OR (recipient_id = NEW.recipient_id AND key = NEW.key)",
    refusal="notices are kept as they were sent",
    columns=(
        "notice_id", "recipient_id", "key", "kind", "language", "subject", "body", "address", "title", "origin",
        "sender_id", "sender_name", "created_at",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [WORDS.operation()]
