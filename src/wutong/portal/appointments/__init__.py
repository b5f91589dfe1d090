"""Visits to a window booked ahead: places at counter groups, moving, checking in, and who did not come."""
