"""Books, entries and their moves are added and never changed."""

from django.db import migrations

from wutong.portal.shared.append_only import AppendOnly

BOOKS = AppendOnly(
    table="ledger_book",
    trigger="ledger_books_stay",
    table_trigger="ledger_book_table_stays",
    replaced="book_id = NEW.book_id OR key = NEW.key",
    refusal="books of the ledger are never changed",
)
ENTRIES = AppendOnly(
    table="ledger_entry",
    trigger="ledger_entries_stay",
    table_trigger="ledger_entry_table_stays",
    replaced="entry_id = NEW.entry_id OR hash = NEW.hash OR corrects_id = NEW.corrects_id "
    "OR (book_id = NEW.book_id AND (number = NEW.number OR previous_hash = NEW.previous_hash))",
    refusal="entries of the ledger are never changed",
)
MOVES = AppendOnly(
    table="ledger_move",
    trigger="ledger_moves_stay",
    table_trigger="ledger_move_table_stays",
    replaced="move_id = NEW.move_id OR (entry_id = NEW.entry_id AND account = NEW.account)",
    refusal="moves of the ledger are never changed",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [BOOKS.operation(), ENTRIES.operation(), MOVES.operation()]
