"""Records that are not registrations: trials, drugs, money. Each source's rows become records of a declared kind."""
