"""The browser console: a third place to talk with Headway, beside Slack and Teams."""
