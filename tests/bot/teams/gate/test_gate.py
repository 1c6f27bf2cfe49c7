"""The gate: whose token it is, and whether the body fits it."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.teams.gate import Caller, Refused, Trust, Unauthorized, is_from_here
from bot.teams.registrations import LOCAL_APP_ID, Registration, Registrations
from storage.database import Database
from tests.bot.teams.gate.bad_tokens import BY_BODY, ENDORSEMENTS, HEADERS

LOCAL = "http://127.0.0.1:56150/_connector"
FORWARDING = ("X-Forwarded-For", "Forwarded", "Via", "Origin")


def activity(teams, **changes):
    body = {
        "type": "message",
        "id": "1",
        "serviceUrl": teams.service_url,
        "channelId": "msteams",
        "channelData": {"tenant": {"id": teams.world.bot.tenant_id}},
    }
    made = body | changes
    return {name: value for name, value in made.items() if value is not None}


def refusal(gate, caller, body):
    with pytest.raises(Refused) as refused:
        gate.check(caller, body)
    return refused.value.status


async def test_what_teams_sends_comes_in(teams, bot, gate, admit):
    caller = await admit()
    assert caller == Caller(app_id=bot.app_id, tenant_id=bot.tenant_id, service_url=teams.service_url)
    gate.check(caller, activity(teams))


async def test_the_scheme_is_read_without_case(teams, gate):
    assert await gate.admit(f"bearer {teams.sign()}")


@pytest.mark.parametrize("seconds", [-290, 290])
async def test_clocks_may_differ_by_five_minutes(teams, admit, seconds):
    now = int(teams.world.clock.now())
    assert await admit(exp=now + seconds if seconds < 0 else now + 600, nbf=now + seconds - 60)


@pytest.mark.parametrize("kind", sorted(HEADERS.keys() - BY_BODY))
async def test_a_bad_token_is_told_from_the_header_alone(teams, gate, kind):
    with pytest.raises(Unauthorized) as refused:
        await gate.admit(HEADERS[kind](teams))
    assert refused.value.status == 401


@pytest.mark.parametrize("kind", sorted(ENDORSEMENTS))
async def test_a_key_that_is_not_for_teams_lets_nobody_in(teams, admit, kind):
    key = teams.keys.new(endorsements=ENDORSEMENTS[kind])
    with pytest.raises(Unauthorized, match="endorsement"):
        await admit(key=key)


async def test_the_audience_picks_the_bot(teams, gate, sqlite_url, make_gate):
    _ours, other = teams.world.bots.values()
    with pytest.raises(Unauthorized, match="audience"):
        await gate.admit(f"Bearer {teams.sign(bot=other)}")
    first = Registration(app_id=other.app_id.upper(), tenant_id=other.tenant_id, secret="s")
    known = Registrations(first=first, database=Database(sqlite_url), sealer=None)
    caller = await make_gate(registrations=known).admit(f"Bearer {teams.sign(bot=other)}")
    assert (caller.app_id, caller.tenant_id) == (other.app_id.upper(), other.tenant_id)


@pytest.mark.parametrize("body", [None, [], "text", 7, {}, {"type": ""}, {"type": 7}])
async def test_what_is_no_activity_is_a_bad_request(gate, admit, body):
    assert refusal(gate, await admit(), body) == 400


@pytest.mark.parametrize("url", [None, "", 7, {}])
async def test_an_activity_without_a_service_url_is_a_bad_request(teams, gate, admit, url):
    assert refusal(gate, await admit(), activity(teams, serviceUrl=url)) == 400


async def test_a_token_is_for_one_service_url(teams, gate, admit):
    assert refusal(gate, await admit(), activity(teams, serviceUrl=teams.service_url.upper())) == 401
    assert refusal(gate, await admit(serviceurl=teams.service_url + "x"), activity(teams)) == 401


@pytest.mark.parametrize("channel", [None, "", "webchat", "MSTEAMS", 7])
async def test_other_channels_are_refused(teams, gate, admit, channel):
    assert refusal(gate, await admit(), activity(teams, channelId=channel)) == 403


async def test_a_host_that_we_do_not_trust_is_refused_even_with_a_token(teams, make_gate):
    gate = make_gate(trust=Trust(hosts=("smba.trafficmanager.net",)))
    caller = await gate.admit(f"Bearer {teams.sign()}")
    assert refusal(gate, caller, activity(teams)) == 403


@pytest.mark.parametrize("data", [None, {}, {"tenant": {}}, {"tenant": {"id": "another"}}, {"tenant": 7}])
async def test_another_tenant_is_refused(teams, gate, admit, data):
    assert refusal(gate, await admit(), activity(teams, channelData=data)) == 403


async def test_a_tenant_is_the_same_in_capitals(teams, bot, gate, admit):
    said = activity(teams, channelData={"tenant": {"id": bot.tenant_id.upper()}})
    caller = await admit()
    gate.check(caller, said)
    assert caller.tenant_id == bot.tenant_id


@pytest.fixture
def open_gate(make_gate):
    """A gate in the local mode."""
    return make_gate(trust=Trust(hosts=("smba.trafficmanager.net",), is_local=True))


@pytest.mark.parametrize("authorization", [None, "", " ", "Bearer", "Bearer "])
async def test_in_the_local_mode_a_program_of_this_computer_needs_no_token(
    teams, bot, open_gate, authorization
):
    caller = await open_gate.admit(authorization, is_from_here=True)
    assert caller == Caller(app_id=bot.app_id, is_local=True)
    open_gate.check(caller, activity(teams, serviceUrl=LOCAL, channelData=None))


async def test_in_the_local_mode_no_bot_has_to_be_registered(make_gate, sqlite_url):
    none = Registrations(first=None, database=Database(sqlite_url), sealer=None)
    gate = make_gate(registrations=none, trust=Trust(is_local=True))
    assert (await gate.admit(None, is_from_here=True)).app_id == LOCAL_APP_ID


async def test_in_the_local_mode_a_token_that_is_given_has_to_be_good(teams, open_gate):
    with pytest.raises(Unauthorized):
        await open_gate.admit("Bearer garbage", is_from_here=True)
    caller = await open_gate.admit(f"Bearer {teams.sign()}", is_from_here=True)
    assert not caller.is_local


async def test_in_the_local_mode_others_need_a_token_and_only_this_computer_is_answered(teams, open_gate):
    with pytest.raises(Unauthorized):
        await open_gate.admit(None, is_from_here=False)
    caller = await open_gate.admit(None, is_from_here=True)
    for url in ("https://smba.trafficmanager.net/emea/", "http://127.0.0.1.example/", "http://10.0.0.1/"):
        assert refusal(open_gate, caller, activity(teams, serviceUrl=url)) == 403


async def test_outside_of_the_local_mode_this_computer_needs_a_token_too(gate):
    with pytest.raises(Unauthorized):
        await gate.admit(None, is_from_here=True)


async def test_a_page_or_a_proxy_is_not_this_computer():
    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=str(is_from_here(request)))

    site = web.Application()
    site.router.add_get("/", tell)
    async with TestClient(TestServer(site)) as client:

        async def told(**headers: str) -> str:
            async with client.get("/", headers=headers) as answer:
                return await answer.text()

        assert await told() == "True"
        assert await told(Host="localhost:3978") == "True"
        assert await told(Host="tunnel.example") == "False"
        assert await told(Host="[") == "False"
        for name in FORWARDING:
            assert await told(**{name: "http://127.0.0.1"}) == "False"
