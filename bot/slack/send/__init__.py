"""Posts into Slack."""

from bot.slack.send.messenger import SlackMessenger

__all__ = ["SlackMessenger"]
