"""One message for each person and morning, with what all jobs have for them."""

from handlers.morning.adding import (
    MOST_A_WEEK,
    Reader,
    Unreached,
    add_item,
    first_moment,
    has_enough,
    reader_of,
)
from handlers.morning.building import make_builder
from storage.morning import JOB as MORNING

__all__ = [
    "MORNING",
    "MOST_A_WEEK",
    "Reader",
    "Unreached",
    "add_item",
    "first_moment",
    "has_enough",
    "make_builder",
    "reader_of",
]
