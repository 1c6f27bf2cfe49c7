"""The outbox: posts that were decided, waiting to reach a conversation, once."""

from storage.outbox.adding import add, cancel_all, has_new_posts
from storage.outbox.claiming import LEASE_SECONDS, Post, claim, due, write_down
from storage.outbox.ending import End, end, mark_sent, put_back, sweep
from storage.outbox.reading import added_at, count_by_state, last_sent_id, said
from storage.outbox.waiting import UNREAD, bring

__all__ = [
    "LEASE_SECONDS",
    "UNREAD",
    "End",
    "Post",
    "add",
    "added_at",
    "bring",
    "cancel_all",
    "claim",
    "count_by_state",
    "due",
    "end",
    "has_new_posts",
    "last_sent_id",
    "mark_sent",
    "put_back",
    "said",
    "sweep",
    "write_down",
]
