"""Which enterprise a written name means: candidates with reasons and a verdict. Reads releases; writes only its cache."""
