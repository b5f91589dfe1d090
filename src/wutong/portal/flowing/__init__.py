"""Whatever goes through a declared flow, kept in the database: its state, its clocks and each step, one truth for all.

`wutong.workflow` says what may happen; here it is locked, carried out and written down, once. No flow is named here.
"""
