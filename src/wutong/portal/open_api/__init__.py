"""The API that everybody may read, put together from the apps that answer; and the page about it."""
