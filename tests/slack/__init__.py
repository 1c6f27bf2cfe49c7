"""A Slack for tests: it keeps state, speaks HTTP and Socket Mode, and refuses what Slack refuses."""
