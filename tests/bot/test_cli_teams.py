"""headway teams: bots are added with a secret from standard input, listed without it, and removed."""

import io
import sqlite3
from contextlib import closing

import pytest

from bot.cli import teams as command
from bot.sealing import Sealer
from tests.teams.server import LocalTeams, local_teams
from tests.teams.state import World


@pytest.fixture
async def teams():
    world = World()
    world.add_bot("Headway", "northwind")
    world.add_bot("Contoso's", "contoso")
    async with local_teams(world) as running:
        yield running


@pytest.fixture
def typed(environment, monkeypatch, headway, teams):
    """Run the command with a secret on standard input, on a fresh database."""
    environment("TEAMS_LOGIN_URL", teams.login_url)
    environment("SECRET_KEY", "key")

    def run(*words: str, secret: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{secret}\n" if secret else ""))
        return headway("teams", *words)

    return run


@pytest.fixture
def add(typed, teams):
    """Add a bot of the local Teams."""

    def run(number: int = 1, **others: str):
        bot = [*teams.world.bots.values()][number]
        given = {"secret": bot.password, "tenant": bot.tenant_id, "app_id": bot.app_id} | others
        words = ("--app-id", given["app_id"], "--tenant", given["tenant"])
        return typed("add", *words, secret=given["secret"])

    return run


def first(environment, teams: LocalTeams) -> str:
    """Set Teams up with the first bot of the local one."""
    bot = teams.world.bot
    environment("TEAMS_APP_ID", bot.app_id)
    environment("TEAMS_APP_PASSWORD", bot.password)
    environment("TEAMS_TENANT_ID", bot.tenant_id)
    return bot.app_id


def rows():
    with closing(sqlite3.connect("var/headway.db")) as database:
        return database.execute("SELECT app_id, tenant_id, secret FROM teams_registrations").fetchall()


def test_a_bot_is_added_with_its_secret_sealed(add, environment, teams):
    first(environment, teams)
    bot = [*teams.world.bots.values()][1]
    ran = add()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == command.ADDED.format(app_id=bot.app_id, tenant=bot.tenant_id) + "\n"
    ((app_id, tenant_id, secret),) = rows()
    assert (app_id, tenant_id, Sealer("key").open(secret)) == (bot.app_id, bot.tenant_id, bot.password)
    assert bot.password not in secret
    assert "has this secret now" in add().out
    assert len(rows()) == 1


def test_before_teams_is_set_up_this_is_said(add):
    ran = add()
    assert (ran.status, ran.err) == (0, command.NOT_YET + "\n")


def test_a_secret_that_microsoft_refuses_is_not_kept(add):
    ran = add(secret="wrong")
    assert (ran.status, ran.out) == (1, "")
    assert "AADSTS7000215" in ran.err
    assert "wrong" not in ran.err
    assert rows() == []


def test_a_login_that_does_not_answer_does_not_keep_anybody_from_adding(add, teams):
    teams.faults.fail_next(503, on="login")
    ran = add()
    assert ran.status == 0
    assert "Microsoft's login does not answer" in ran.out
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"secret": ""}, command.NO_SECRET),
        ({"secret": "two words"}, command.ODD.format(what="The secret")),
        ({"app_id": ""}, command.ODD.format(what="The app id")),
        ({"tenant": "a b"}, command.ODD.format(what="The tenant id")),
        ({"tenant": "common"}, command.NO_TENANT.format(tenant="common")),
        ({"tenant": "contoso.com"}, command.NO_TENANT.format(tenant="contoso.com")),
    ],
)
def test_what_cannot_be_right_is_refused_in_a_line(add, given, said):
    ran = add(**given)
    assert (ran.status, ran.out, ran.err) == (1, "", said + "\n")


def test_without_a_key_no_secret_is_kept(add, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    ran = add()
    assert ran.status == 1
    assert ran.err.startswith("SECRET_KEY is empty")


def test_bots_are_listed_without_their_secrets(add, typed, environment, teams):
    assert typed("list").out == command.NONE + "\n"
    add()
    ours = first(environment, teams)
    ran = typed("list")
    one, other = ran.out.splitlines()
    assert one.split() == [ours, "tenant", teams.world.bot.tenant_id, "from", "TEAMS_APP_ID"]
    assert other.startswith([*teams.world.bots][1])
    assert "password" not in ran.out


def test_ids_are_kept_in_small_letters_however_they_are_typed(add, typed, teams):
    bot = [*teams.world.bots.values()][1]
    assert add(app_id=bot.app_id.upper()).status == 0
    assert [(app_id, tenant) for app_id, tenant, _secret in rows()] == [(bot.app_id, bot.tenant_id)]
    assert typed("remove", bot.app_id.upper()).out == command.REMOVED.format(app_id=bot.app_id) + "\n"


def test_a_bot_is_removed_once(add, typed, teams):
    add()
    app_id = [*teams.world.bots][1]
    ran = typed("remove", app_id)
    assert (ran.status, ran.out) == (0, command.REMOVED.format(app_id=app_id) + "\n")
    assert [secret for _app, _tenant, secret in rows()] == [""]
    again = typed("remove", app_id)
    assert (again.status, again.err) == (1, command.UNKNOWN.format(app_id=app_id) + "\n")
    assert typed("list").out == command.NONE + "\n"


def test_what_waits_for_the_tenant_is_cancelled_unless_another_bot_serves_it(add, typed, teams):
    mine, bot = teams.world.bots.values()
    add()
    add(0)
    moved = "UPDATE teams_registrations SET tenant_id = ?"
    post = (
        "INSERT INTO outbox (key, target, address, reply, state, attempts, next_send_at, created_at, reason,"
        " message_id, is_uncertain, is_off_record)"
        " VALUES (?, ?, '{}', '{}', 'pending', 0, ?, ?, '', '', 0, 0)"
    )
    now = "2026-10-05 09:00:00.000000"
    with closing(sqlite3.connect("var/headway.db")) as database:
        database.execute(moved, (bot.tenant_id,))
        for place in (bot.tenant_id, "elsewhere"):
            database.execute(post, (place, f"teams/{place}/chat", now, now))
        database.commit()
    typed("remove", bot.app_id)
    assert states() == {bot.tenant_id: "pending", "elsewhere": "pending"}
    typed("remove", mine.app_id)
    assert states() == {bot.tenant_id: "cancelled", "elsewhere": "pending"}


def states():
    with closing(sqlite3.connect("var/headway.db")) as database:
        return dict(database.execute("SELECT key, state FROM outbox").fetchall())


def test_the_bot_of_the_environment_is_changed_there(add, typed, environment, teams):
    ours = first(environment, teams)
    for ran in (add(0), typed("remove", ours.upper())):
        assert ran.status == 1
        assert "is the bot of TEAMS_APP_ID" in ran.err
