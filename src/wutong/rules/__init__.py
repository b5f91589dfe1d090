"""Facts and declared rules give a verdict with its reasons. Pure: no database, no clock, no page."""
