"""Cases: an enterprise asks for a service, a department answers within its clocks, and each step can be looked up."""
