"""Every write of the desk: judgements, taking them back, objections."""
