"""The likely class of a device: learned in the build from official decisions, asked of a release, never fetched."""
