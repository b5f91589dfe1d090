"""From rows to what a page shows: charts, tables, links and explanations, in the reader's language. Reads nothing."""
