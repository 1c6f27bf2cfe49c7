"""views.*"""

from tests.slack.blocks import initial_values, with_ids
from tests.slack.calls import Call, Methods
from tests.slack.checks import check_view
from tests.slack.passes import Trigger
from tests.slack.refusals import Refused
from tests.slack.state import VIEW_STACK, World
from tests.slack.things import Json, View

METHODS = Methods()


@METHODS.method("views.open")
def open_view(call: Call) -> Json:
    """Show a modal to whoever made the trigger."""
    body = _view(call, "modal")
    trigger = _exchange(call)
    view = put(call.world, body, trigger)
    call.world.stacks[trigger.user_id] = [view.id]
    return {"view": view.shown()}


@METHODS.method("views.push")
def push_view(call: Call) -> Json:
    """Lay a modal on the one the trigger came from."""
    body = _view(call, "modal")
    trigger = _exchange(call)
    if trigger.view_id not in call.world.stacks.get(trigger.user_id, []):
        raise Refused("not_found")
    return {"view": lay_on_top(call.world, body, trigger).shown()}


@METHODS.method("views.update")
def update_view(call: Call) -> Json:
    """Change a modal that is still open."""
    body = _view(call, "modal")
    view = _open_one(call)
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise Refused("hash_conflict")
    renew(call.world, view, body)
    return {"view": view.shown()}


@METHODS.method("views.publish")
def publish(call: Call) -> Json:
    """Put a Home tab before one person."""
    body, user_id, world = _view(call, "home"), call.need("user_id"), call.world
    if not world.app.has_home:
        raise Refused("not_enabled")
    user = world.users.get(user_id)
    if user is None or user.team_id not in world.teams_of(call.made):
        raise Refused("invalid_arguments", "[ERROR] invalid `user_id`")
    home = world.homes.get(user_id)
    if call.args.get("hash") and (home is None or call.args["hash"] != home.hash):
        raise Refused("hash_conflict")
    if home is None:
        home = put(world, body, Trigger("", user_id, user.team_id, 0))
        world.homes[user_id] = home
    else:
        renew(world, home, body)
    return {"view": home.shown()}


def put(world: World, body: Json, trigger: Trigger) -> View:
    """Make a view of what was sent."""
    made = world.installation_for(trigger.team_id)
    bot_id = made.bot_id if made else ""
    # An outsider's view is of their own workspace, the app of another: slack-bolt's recorded payloads.
    own_team, installed = world.users[trigger.user_id].team_id, trigger.team_id
    view = View(world.new_id("V"), trigger.user_id, own_team, {}, "", installed, world.app.id, bot_id)
    world.views[view.id] = view
    renew(world, view, body)
    return view


def lay_on_top(world: World, body: Json, trigger: Trigger) -> View:
    """Put one more view on a person's stack, which holds three."""
    stack = world.stacks[trigger.user_id]
    if len(stack) >= VIEW_STACK:
        raise Refused("push_limit_reached")
    view = put(world, body, trigger)
    view.root_id, view.previous_id = stack[0], stack[-1]
    stack.append(view.id)
    return view


def renew(world: World, view: View, body: Json) -> None:
    """Give a view new content; what was entered stays where block and action are the same."""
    blocks = with_ids(body.get("blocks") or [], world.next_number)
    fresh = initial_values(blocks)
    for block_id, actions in fresh.items():
        for action_id in actions:
            entered = view.values.get(block_id, {}).get(action_id)
            if entered is not None and entered["type"] == actions[action_id]["type"]:
                actions[action_id] = entered
    view.body, view.values, view.errors = {**body, "blocks": blocks}, fresh, {}
    view.hash = world.new_hash()


def check_body(world: World, body: object, kind: str, *, view_id: str = "") -> Json:
    """Refuse a view that Slack would not show."""
    if not isinstance(body, dict) or body.get("type") != kind:
        raise Refused("invalid_arguments", f"[ERROR] must be a {kind} view")
    check_view(body)
    name = body.get("external_id")
    if name and any(v.body.get("external_id") == name for v in world.views.values() if v.id != view_id):
        raise Refused("duplicate_external_id")
    return body


def _view(call: Call, kind: str) -> Json:
    named = call.args.get("external_id")
    same = next((v.id for v in call.world.views.values() if named and v.body.get("external_id") == named), "")
    return check_body(call.world, call.args.get("view"), kind, view_id=str(call.args.get("view_id") or same))


def _exchange(call: Call) -> Trigger:
    trigger = call.world.triggers.get(call.need("trigger_id"))
    if trigger is None or trigger.team_id not in call.world.teams_of(call.made):
        raise Refused("invalid_trigger_id")
    if trigger.is_used:
        raise Refused("exchanged_trigger_id")
    if trigger.expires_at <= call.world.clock.now():
        raise Refused("expired_trigger_id")
    trigger.is_used = True
    return trigger


def _open_one(call: Call) -> View:
    view_id, name = call.args.get("view_id"), call.args.get("external_id")
    for view in call.world.views.values():
        is_meant = view.id == view_id or (name and view.body.get("external_id") == name)
        if is_meant and view.id in call.world.stacks.get(view.user_id, []):
            return view
    raise Refused("not_found")
