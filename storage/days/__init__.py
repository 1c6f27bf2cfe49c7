"""One day of an engagement: what was recorded on it, and where that is told."""

from storage.days.homes import Home, homes
from storage.days.standing import MOST_COUNTED, Day, Imported, Recorded, told_of

__all__ = ["MOST_COUNTED", "Day", "Home", "Imported", "Recorded", "homes", "told_of"]
