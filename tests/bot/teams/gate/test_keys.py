"""The keys of Teams: asked for once, kept for a day, refreshed at need, and never lost."""

import asyncio
import time

import pytest

from bot.teams.gate import Keys, KeysAway, Unauthorized
from bot.teams.gate.clouds import CONNECTOR
from bot.teams.gate.keys import KEPT_SECONDS, PAUSE_SECONDS, TRY_AGAIN_SECONDS, read_keys


async def test_many_messages_at_once_ask_for_the_keys_once(teams, admit):
    await asyncio.gather(*(admit() for _one in range(20)))
    assert (teams.asked["openid"], teams.asked["keys"]) == (1, 1)


async def test_a_key_that_is_not_known_yet_makes_us_ask_once(teams, admit):
    await admit()
    teams.keys.rotate()
    await asyncio.gather(*(admit() for _one in range(20)))
    assert teams.asked["keys"] == 2


async def test_made_up_keys_make_us_ask_no_more_than_once_a_minute(teams, admit, clock):
    await admit()
    for count in range(10):
        clock.at += PAUSE_SECONDS / 10 - 0.1
        with pytest.raises(Unauthorized):
            await admit(headers={"kid": f"made up {count}"})
    assert teams.asked["keys"] == 2
    clock.at += PAUSE_SECONDS
    teams.keys.rotate()
    assert await admit()
    assert teams.asked["keys"] == 3


async def test_keys_are_asked_for_again_after_a_day_while_the_old_ones_are_used(teams, gate, admit, clock):
    await admit()
    clock.at += KEPT_SECONDS - 1
    await admit()
    assert teams.asked["keys"] == 1
    clock.at += 1
    teams.faults.hang_next(0.2, on="keys")
    began = time.monotonic()
    await admit()
    assert time.monotonic() - began < 0.2
    assert await gate.keys.warm()
    assert teams.asked["keys"] == 2


async def test_where_keys_cannot_be_had_those_that_are_known_go_on_working(teams, gate, admit, clock):
    await admit()
    clock.at += 2 * KEPT_SECONDS
    teams.faults.fail_next(503, times=100, on="keys")
    for _day in range(3):
        assert await admit()
        # Waits for what was begun.
        assert await gate.keys.warm()
        clock.at += KEPT_SECONDS
    assert teams.asked["openid"] == 4
    with pytest.raises(Unauthorized, match="unknown key"):
        await admit(headers={"kid": "new"})


async def test_without_any_key_nobody_can_tell_and_the_next_message_soon_can(teams, admit, clock):
    teams.faults.fail_next(503, on="keys")
    with pytest.raises(KeysAway) as away:
        await admit()
    assert away.value.status == 503
    with pytest.raises(KeysAway):
        await admit()
    assert teams.asked["openid"] == 1
    clock.at += TRY_AGAIN_SECONDS
    assert await admit()


async def test_without_any_key_garbage_is_garbage_all_the_same(teams, admit):
    teams.faults.fail_next(500, times=9, on="keys")
    with pytest.raises(Unauthorized):
        await admit("garbage")
    assert teams.asked["openid"] == 0


async def test_nobody_waits_for_keys_longer_than_a_few_seconds(teams, admit, monkeypatch):
    monkeypatch.setattr("bot.teams.gate.keys.FETCH_SECONDS", 0.05)
    teams.faults.hang_next(1.0, on="keys")
    with pytest.raises(KeysAway):
        await admit()


async def test_somebody_who_stops_waiting_leaves_the_keys_to_the_next(teams, admit):
    teams.faults.hang_next(0.1, on="keys")
    first = asyncio.create_task(admit())
    await asyncio.sleep(0.05)
    first.cancel()
    assert await admit()
    assert teams.asked["openid"] == 1


async def test_keys_are_there_before_the_first_message(teams, gate, admit):
    assert await gate.keys.warm()
    await admit()
    assert teams.asked["keys"] == 1


async def test_a_key_that_was_withdrawn_is_not_used_any_more(teams, admit, clock):
    old = teams.keys.current
    await admit()
    teams.keys.rotate()
    assert await admit()
    with pytest.raises(Unauthorized, match="unknown key"):
        await admit(key=old)


async def test_the_metadata_of_another_cloud_names_who_signs_there(teams, gate, monkeypatch):
    monkeypatch.setattr("tests.teams.server.ISSUER", "https://api.botframework.us")
    with pytest.raises(Unauthorized, match="InvalidIssuerError"):
        await gate.admit(f"Bearer {teams.sign()}")
    assert await gate.admit(f"Bearer {teams.sign(iss='https://api.botframework.us')}")


async def test_the_public_clouds_is_who_signs_where_nothing_else_is_said(teams, gate, admit):
    await admit()
    assert (await gate.keys.ring(teams.keys.current.kid)).issuer == CONNECTOR


@pytest.mark.parametrize(
    "address", [None, 7, "http://keys.example/", "ftp://127.0.0.1/", "http://[", "/keys"]
)
async def test_keys_are_read_by_https_or_on_this_computer_alone(outside, teams, monkeypatch, address):
    async def answer(_session, _url):
        return {"jwks_uri": address}

    monkeypatch.setattr("bot.teams.gate.keys._object_at", answer)
    assert not await Keys(outside=outside, url=teams.openid_url).warm()


async def test_keys_that_cannot_be_read_are_left_out(teams):
    good = teams.keys.current.public()
    others = [
        None,
        {},
        {**good, "kid": None},
        {**good, "kid": "odd", "n": "§"},
        {**good, "kid": "short", "e": 7},
        {**good, "kid": "ec", "kty": "EC"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
    ]
    assert [*read_keys({"keys": [*others, good]})] == [teams.keys.current.kid]
    assert read_keys({"keys": 7}) == {}
    assert read_keys({}) == {}
