"""Microsoft Teams: the only place that knows its activities, cards and tokens."""
