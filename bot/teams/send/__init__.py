"""Posts into Teams."""

from bot.teams.send.charts import charts_of
from bot.teams.send.messenger import TeamsMessenger
from bot.teams.send.reaching import IN_OUR_CHAT, out_of_reach, why_shut
from bot.teams.send.smaller import fits_in_thread

__all__ = ["IN_OUR_CHAT", "TeamsMessenger", "charts_of", "fits_in_thread", "out_of_reach", "why_shut"]
