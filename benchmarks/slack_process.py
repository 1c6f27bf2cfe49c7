"""The local Slack in a process of its own: prints its address, and at the end of its input what it got."""

import asyncio
import json
import sys
from collections import Counter

from benchmarks import crowd
from tests.slack.server import LocalSlack, local_slack
from tests.slack.state import World
from tests.slack.things import Channel


def _world() -> World:
    world = World()
    for team in crowd.workspaces():
        world.add_team(team, f"Workspace {team}")
        made = world.install(team, token=crowd.installation(team).token)
        for channel in crowd.channels(team):
            world.add_channel(Channel(channel, channel.lower(), team, members={made.bot_user_id}))
    return world


def _report(slack: LocalSlack) -> dict[str, int]:
    """How many posts came, how many different ones, and how many were refused."""
    got = [call for call in slack.called("chat.postMessage") if call.answer.get("ok")]
    keys = Counter(json.dumps(call.args["metadata"], sort_keys=True) for call in got)
    refused = len(slack.called("chat.postMessage")) - len(got)
    return {"posts": len(got), "different": len(keys), "refused": refused}


async def _serve() -> None:
    async with local_slack(_world()) as slack:
        print(slack.api_url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        print(json.dumps(_report(slack)), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve())
