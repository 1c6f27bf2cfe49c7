"""How fast we speak: never faster than the documented limits, never slower than they ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.pace import IN_TENANT, LIMITS, MARGIN_SECONDS, QUESTIONS, TYPING, Pace
from domain.errors import NotDelivered
from storage.teams_conversations import Conversation


class Time:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        """Go on."""
        self.now += seconds


def place(conversation: str = "19:kpis", tenant: str = "T") -> Conversation:
    """A conversation of the one bot."""
    return Conversation(
        app_id="app", tenant_id=tenant, conversation=conversation, kind="channel", service_url="https://smba"
    )


def most_within(moments, seconds):
    """How many of the moments lie in one window at most."""
    return max((sum(start <= one < start + seconds for one in moments) for start in moments), default=0)


@given(pauses=st.lists(st.sampled_from([0.0, 0.0, 0.05, 0.4, 1.0, 7.0]), min_size=1, max_size=120))
async def test_no_window_ever_holds_more_calls_than_teams_takes(pauses):
    time, made = Time(), []
    pace = Pace(clock=lambda: time.now, sleep=time.sleep)
    for pause in pauses:
        time.now += pause
        try:
            await pace.take(place())
        except NotDelivered as refusal:
            time.now += refusal.retry_after or 0.0
            await pace.take(place())
        made.append(time.now)
    for most, seconds in QUESTIONS:
        assert most_within(made, seconds) <= most


async def test_a_burst_goes_at_once_and_the_next_call_waits_no_longer_than_it_has_to():
    time = Time()
    pace = Pace(clock=lambda: time.now, sleep=time.sleep)
    for _call in range(14):
        await pace.take(place())
    assert time.now == 1000.0
    time.now += 0.5
    await pace.take(place())
    assert time.now == pytest.approx(1001.0 + MARGIN_SECONDS)


async def test_conversations_do_not_hold_each_other_up_but_their_tenant_does():
    time = Time()
    pace = Pace(clock=lambda: time.now, sleep=time.sleep)
    ((most, _seconds),) = IN_TENANT
    for number in range(most):
        await pace.take(place(f"19:{number}"))
    assert time.now == 1000.0
    with pytest.raises(NotDelivered) as caught:
        await pace.take(place("19:one-more"))
    assert not caught.value.is_workspace_wide
    await pace.take(place("19:elsewhere", tenant="U"))


async def test_that_somebody_types_is_shown_once_in_a_while():
    time = Time()
    pace = Pace(clock=lambda: time.now, sleep=time.sleep)
    assert pace.has_room(place(), limits=TYPING)
    await pace.take(place(), limits=TYPING)
    assert not pace.has_room(place(), limits=TYPING)
    assert pace.has_room(place("19:other"), limits=TYPING)


@pytest.mark.parametrize(("most", "seconds"), [(7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0)])
def test_posts_in_a_conversation_stay_within_every_window_that_teams_documents(most, seconds):
    rate = LIMITS.in_conversation
    assert rate.burst + int(seconds / rate.seconds) <= most


def test_posts_and_edits_in_a_tenant_stay_within_its_window():
    rates = (LIMITS.posts, LIMITS.edits)
    assert sum(rate.burst + int(1.0 / rate.seconds) for rate in rates) <= 30
