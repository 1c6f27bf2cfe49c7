"""What Slack is asked to send, and what the receiver listens to, are the same."""

from bot.slack import registrations as known
from bot.slack.receive.events import LISTENERS

# These come, if at all, without having been asked for.
UNASKED = {"agent_session_stopped"}
EVENTS = {*known.EVENTS, *known.LISTEN_EVENTS, *known.AGENT_EVENTS}


def test_every_event_that_is_asked_for_has_a_listener():
    assert {event.partition(".")[0] for event in EVENTS} <= LISTENERS.keys()


def test_every_listener_has_an_event_that_is_asked_for():
    assert {event.partition(".")[0] for event in EVENTS} >= LISTENERS.keys() - UNASKED
