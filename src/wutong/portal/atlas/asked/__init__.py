"""From addresses to what they ask of the release: trials and figures. Reads nothing."""
