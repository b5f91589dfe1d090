"""Lists that a cluster hands in itself: platforms, events of enterprises, reports of monitored enterprises."""
