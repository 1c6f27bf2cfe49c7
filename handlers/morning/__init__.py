"""One message for each person and morning, with what all jobs have for them."""

from handlers.morning.adding import MOST_A_WEEK, add_item
from handlers.morning.building import make_builder
from storage.morning import JOB as MORNING

__all__ = ["MORNING", "MOST_A_WEEK", "add_item", "make_builder"]
