"""The portal: server-rendered pages over the promoted release. Reads releases through portal.atlas.release_reader."""
