"""Headway in Slack."""
