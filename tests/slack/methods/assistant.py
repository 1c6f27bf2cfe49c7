"""assistant.threads.*"""

from tests.slack.calls import Call, Methods
from tests.slack.refusals import Refused
from tests.slack.things import Channel, Json

METHODS = Methods()

PROMPTS = 4  # docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts: up to four


# Both scopes for the time being: docs.slack.dev/changelog/2026/03/05/set-status-scope-update.
@METHODS.method("assistant.threads.setStatus", "chat:write", "assistant:write")
def set_status(call: Call) -> Json:
    """Say under a message that the app is at work; no words take it away."""
    channel, thread_ts = _channel(call), call.need("thread_ts")
    if not any((m.channel_id, m.ts) == (channel.id, thread_ts) for m in call.world.messages):
        raise Refused("invalid_thread_ts")
    if not isinstance(call.args.get("status"), str):
        raise Refused("invalid_arguments", "[ERROR] missing required field: status")
    call.world.statuses[channel.id, thread_ts] = call.args["status"]
    return {}


@METHODS.method("assistant.threads.setSuggestedPrompts", "assistant:write")
def set_suggested_prompts(call: Call) -> Json:
    """Offer words to begin with; in the agent view a call with a thread does nothing, and says ok."""
    channel, prompts = _channel(call), call.args.get("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
        raise Refused("invalid_arguments", "[ERROR] prompts")
    if not all(one.get("title") and one.get("message") for one in prompts):
        raise Refused("invalid_arguments", "[ERROR] a prompt has a title and a message")
    if not call.args.get("thread_ts"):
        call.world.prompts[channel.id] = prompts
    return {}


def _channel(call: Call) -> Channel:
    return call.world.channel_seen_by(call.made, call.need("channel_id"))
