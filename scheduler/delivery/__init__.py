"""From the outbox to the platforms: each post once, in the order of its conversation.

Claim, put into words what is to tell the newest, send, then write down how it ended. A process that dies
in between leaves its post with a lease. After a minute another one takes it, asks the platform whether it
arrived, and sends it only where it did not.
"""

from scheduler.delivery.attempts import BROKEN, TOO_SLOW, UNREADABLE, Attempt, make_attempt
from scheduler.delivery.building import NOTHING_TO_SAY, Builder, put_into_words
from scheduler.delivery.endings import LOOK_AFTER_SECONDS, MAX_ATTEMPTS, settle, wait_seconds
from scheduler.delivery.sending import MAX_IN_FLIGHT, SEND_SECONDS, Claim, Delivery

__all__ = [
    "BROKEN",
    "LOOK_AFTER_SECONDS",
    "MAX_ATTEMPTS",
    "MAX_IN_FLIGHT",
    "NOTHING_TO_SAY",
    "SEND_SECONDS",
    "TOO_SLOW",
    "UNREADABLE",
    "Attempt",
    "Builder",
    "Claim",
    "Delivery",
    "make_attempt",
    "put_into_words",
    "settle",
    "wait_seconds",
]
