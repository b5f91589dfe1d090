"""Which enterprise a written name means: candidates, reasons, a verdict. Reads releases; writes only its cache."""
