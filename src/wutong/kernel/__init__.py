"""Values with no home elsewhere. Imports nothing of Wutong."""
