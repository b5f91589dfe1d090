"""The atlas: pages that read the promoted release. It has no models and writes nothing."""
