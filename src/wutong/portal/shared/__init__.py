"""What every page needs: layout, icons, formats, navigation, refusals. Knows nothing of what pages show."""
