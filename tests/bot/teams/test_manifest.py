"""The app package: what Teams takes, made from what the bot answers, and the example in docs/ beside it."""

import io
import json
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zipfile import ZipFile

import pytest
from aiohttp.test_utils import make_mocked_request
from jsonschema import Draft7Validator
from PIL import Image

from bot.cli.manifests import NOT_ITS_OWN, PACKAGE
from bot.settings import Settings
from bot.teams import surfaces as known
from bot.teams.manifest import about, make_manifest, make_package, next_version, wanted
from bot.teams.manifest.content import GUID, NO_ADDRESS, NO_APP
from bot.teams.manifest.package import ICONS
from handlers import ROUTES
from tests.bot.teams.draw_icons import DRAWN, GREEN
from tests.bot.teams.manifest_rules import MANIFEST
from tests.bot.typed import fails

DOCS = Path(__file__).parents[3] / "docs"
ADDRESS = "https://headway.example.com"
APP_ID = "4f1c0a52-7d1e-4b6a-9c33-0d8f5e2b7a10"
OTHER_ID = "a9b8c7d6-0000-4000-8000-00000000beef"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def made(*, listens: bool = False, app_id: str = APP_ID, address: str = ADDRESS):
    settings = Settings(public_url=address)
    return make_manifest(wanted(settings, now=NOON, app_id=app_id, listens=listens))


def unpacked(package: bytes):
    with ZipFile(io.BytesIO(package)) as files:
        return {name: files.read(name) for name in files.namelist()}


@pytest.fixture
def in_public(headway, environment):
    """The command line, where Teams can reach us."""
    environment("PUBLIC_URL", ADDRESS)
    environment("TEAMS_APP_ID", APP_ID)
    return headway


@pytest.mark.parametrize("listens", [False, True])
def test_teams_takes_every_manifest(listens):
    assert [error.message for error in Draft7Validator(MANIFEST).iter_errors(made(listens=listens))] == []


def test_the_limits_are_looked_at():
    broken = made()
    broken["description"]["short"] = "x" * 81
    broken["bots"][0]["commandLists"][0]["commands"] *= 2
    broken["surprise"] = True
    del broken["supportsChannelFeatures"]
    assert len([*Draft7Validator(MANIFEST).iter_errors(broken)]) >= 4


def test_the_app_and_its_bots_go_by_the_id_of_the_registration():
    manifest = made(app_id=OTHER_ID.upper())
    assert GUID.fullmatch(manifest["id"])
    ids = {manifest["id"], manifest["bots"][0]["botId"], manifest["composeExtensions"][0]["botId"]}
    assert ids == {OTHER_ID}


def test_every_command_that_the_bot_answers_is_in_a_menu_or_in_help_alone_on_purpose():
    in_menus = {name for names in known.COMMANDS.values() for name in names}
    assert in_menus | known.IN_HELP_ALONE == ROUTES.commands.keys()
    assert in_menus & known.IN_HELP_ALONE == set()


@pytest.mark.parametrize("kind", known.COMMANDS)
def test_a_menu_offers_commands_as_they_are_typed_with_what_help_says_of_them(kind):
    lists = {each["scopes"][0]: each["commands"] for each in made()["bots"][0]["commandLists"]}
    shown = lists[known.SCOPES[kind]]
    assert [command["title"] for command in shown] == [*known.COMMANDS[kind]]
    for command in shown:
        assert command["description"] == ROUTES.commands[command["title"]].summary.replace("`", "")
    assert "help" in known.COMMANDS[kind]


def test_only_an_app_that_listens_asks_to_read_what_does_not_mention_it():
    plain, listening = made(), made(listens=True)
    assert listening.keys() - plain.keys() == {"webApplicationInfo", "authorization"}
    asked = listening["authorization"]["permissions"]["resourceSpecific"]
    assert {one["name"] for one in asked} == {*known.LISTEN_PERMISSIONS}
    assert listening["webApplicationInfo"]["id"] == APP_ID
    assert "every message" in listening["description"]["full"]
    assert "no others" in plain["description"]["full"]


@pytest.mark.parametrize("reason", [*known.PERMISSIONS.values(), *known.LISTEN_PERMISSIONS.values()])
def test_every_permission_has_its_reason_in_one_sentence(reason):
    assert re.fullmatch(r"[A-Z](?:[^.]|\.(?=\w))+\.", reason)


@pytest.mark.parametrize("permissions", [known.PERMISSIONS, known.LISTEN_PERMISSIONS])
def test_the_docs_give_each_permission_with_its_reason(permissions):
    rows = [f"| `{name}` | {reason} |" for name, reason in permissions.items()]
    table = "\n".join(["", "| permission | why |", "|---|---|", *rows, "", ""])
    assert table in (DOCS / "teams.md").read_text(encoding="utf-8")


def test_a_later_package_has_a_higher_version():
    moments = [NOON, NOON + timedelta(seconds=1), NOON + timedelta(hours=12), NOON + timedelta(days=40)]
    versions = [tuple(map(int, next_version(moment).split("."))) for moment in moments]
    assert versions == sorted({*versions})
    assert max(map(max, versions)) < 2**31
    assert next_version(NOON.astimezone(timezone(timedelta(hours=9)))) == next_version(NOON)


def test_the_package_holds_the_manifest_and_its_icons_and_nothing_else():
    files = unpacked(make_package(made()))
    assert {*files} == {"manifest.json", *made()["icons"].values()}
    assert json.loads(files["manifest.json"]) == made()
    assert make_package(made()) == make_package(made())


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_that_are_shipped_are_those_that_are_drawn(name):
    shipped = Image.open(io.BytesIO(unpacked(make_package(made()))[ICONS[name]]))
    assert shipped.format == "PNG"
    assert shipped.convert("RGBA").tobytes() == DRAWN[name]().tobytes()


def test_the_icons_have_the_sizes_and_colours_that_teams_wants():
    color, outline, small = (DRAWN[name]() for name in ("color", "outline", "color32x32"))
    assert (color.size, outline.size, small.size) == ((192, 192), (32, 32), (32, 32))
    assert color.getchannel("A").getextrema() == (255, 255)
    assert color.getpixel((0, 0)) == (*GREEN, 255)
    assert {outline.getchannel(name).getextrema() for name in "RGB"} == {(255, 255)}
    assert {one.getchannel("A").getextrema() for one in (outline, small)} == {(0, 255)}


def test_the_command_writes_the_package_and_says_for_which_bot(in_public):
    ran = in_public("manifest", "teams")
    assert (ran.status, ran.err) == (0, "")
    manifest = json.loads(unpacked(PACKAGE.read_bytes())["manifest.json"])
    assert manifest == made() | {"version": manifest["version"]}
    for told in (str(PACKAGE), manifest["version"], APP_ID):
        assert told in ran.out


def test_another_registration_and_another_file_can_be_named(in_public, tmp_path):
    package = tmp_path / "second client.zip"
    ran = in_public("manifest", "teams", "--listen", "--app-id", OTHER_ID, "--out", str(package))
    assert ran.status == 0
    manifest = json.loads(unpacked(package.read_bytes())["manifest.json"])
    assert manifest["id"] == OTHER_ID
    assert "authorization" in manifest
    nowhere = tmp_path / "no" / "nowhere.zip"
    fails(in_public("manifest", "teams", "--out", str(nowhere)), "nowhere.zip cannot be written")


@pytest.mark.parametrize(
    ("options", "variables", "sentence"),
    [
        ((), {"TEAMS_APP_ID": APP_ID}, NO_ADDRESS),
        ((), {"PUBLIC_URL": ADDRESS}, NO_APP),
        ((), {"PUBLIC_URL": ADDRESS, "TEAMS_APP_ID": "headway"}, "'headway' is no app id"),
        (("--socket",), {}, NOT_ITS_OWN.format(option="--socket", other="Slack")),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_said(headway, environment, options, variables, sentence):
    for name, value in variables.items():
        environment(name, value)
    fails(headway("manifest", "teams", *options), sentence)
    assert not PACKAGE.exists()


@pytest.mark.parametrize("options", [("--out", "slack.zip"), ("--app-id", APP_ID)])
def test_slack_has_no_package(in_public, options):
    fails(in_public("manifest", "slack", *options), NOT_ITS_OWN.format(option=options[0], other="Teams"))


async def test_the_addresses_of_the_developer_lead_to_places_of_one_page():
    response = await about.show_about(make_mocked_request("GET", about.ABOUT_PATH))
    page = response.text or ""
    assert "<script" not in page
    for address in about.ABOUT_URLS.values():
        path, _, place = address.partition("#")
        assert path == about.ABOUT_PATH
        assert not place or f'id="{place}"' in page


def test_the_example_in_the_docs_is_what_the_command_makes():
    example = json.loads((DOCS / "teams-manifest.json").read_text(encoding="utf-8"))
    assert example == made() | {"version": example["version"]}
