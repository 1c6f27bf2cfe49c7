"""The outbox: posts that were decided, waiting to reach a conversation, once."""

from storage.outbox.adding import add, cancel_all, has_new_posts, take_back
from storage.outbox.claiming import LEASE_SECONDS, claim, claim_all, due, write_down
from storage.outbox.ending import End, Landed, end, mark_all_sent, mark_sent, put_back, sweep
from storage.outbox.obstacles import AGAIN
from storage.outbox.post import Post
from storage.outbox.reading import added_at, count_by_state, last_sent_id, oldest_due_at, reaches, said
from storage.outbox.waiting import UNREAD, bring

__all__ = [
    "AGAIN",
    "LEASE_SECONDS",
    "UNREAD",
    "End",
    "Landed",
    "Post",
    "add",
    "added_at",
    "bring",
    "cancel_all",
    "claim",
    "claim_all",
    "count_by_state",
    "due",
    "end",
    "has_new_posts",
    "last_sent_id",
    "mark_all_sent",
    "mark_sent",
    "oldest_due_at",
    "put_back",
    "reaches",
    "said",
    "sweep",
    "take_back",
    "write_down",
]
