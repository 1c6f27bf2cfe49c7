"""What a failed call means, told from nothing but the failure."""

import json
from types import SimpleNamespace

import pytest
from aiohttp import ServerDisconnectedError
from msrest.exceptions import ClientRequestError

from bot.teams.gate import LoginAway
from bot.teams.refusals import FAILURES, code_of, is_gone, refusal_of, status_of, word_of
from domain.errors import NotDelivered, Unanswered, Undeliverable


class Answered(Exception):
    """A failure that carries Teams' answer, as the SDK's do."""

    def __init__(self, status, body="", **headers):
        super().__init__(status)
        text = body if isinstance(body, str) else json.dumps(body)
        self.response = SimpleNamespace(status_code=status, text=lambda: text, headers=headers)


def error(code):
    return {"error": {"code": code, "message": "Words."}}


# learn.microsoft.com, Teams, "Send proactive messages": how it says that somebody blocked the bot.
BLOCKED = {"errorCode": 209, "message": json.dumps({"subCode": "MessageWritesBlocked", "errorCode": None})}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (error("ConversationNotFound"), "ConversationNotFound"),
        (BLOCKED, "MessageWritesBlocked"),
        ({"error": BLOCKED}, "MessageWritesBlocked"),
        ({"code": "BadSyntax"}, "BadSyntax"),
        (error(42), ""),
        ({"error": "no"}, ""),
        ([], ""),
        ("<html>", ""),
        ("[" * 100_000, ""),
        ("", ""),
    ],
)
def test_teams_own_word_is_found_where_it_stands(body, code):
    failure = Answered(403, body)
    assert (code_of(failure), status_of(failure)) == (code, 403)
    assert word_of(failure) == (code or "HTTP 403")


def test_a_failure_without_an_answer_has_neither_word_nor_status():
    failure = ClientRequestError("failed", ServerDisconnectedError())
    assert (code_of(failure), status_of(failure)) == ("", 0)
    assert word_of(failure) == "ServerDisconnectedError"
    assert (code_of(None), status_of(None)) == ("", 0)


@pytest.mark.parametrize(
    ("failure", "of_post", "of_edit"),
    [
        (Answered(403, BLOCKED), "blocked", "blocked"),
        (Answered(403, error("NotEnoughPermissions")), "blocked", "other"),
        (Answered(403, error("SomethingNew")), "other", "other"),
        (Answered(404, error("ConversationNotFound")), "no_channel", "no_channel"),
        (Answered(404, error("ActivityNotFoundInConversation")), "other", "other"),
        (Answered(413), "too_long", "too_long"),
        (Answered(400, error("BadSyntax")), "other", "other"),
        (Answered(200, "<html>"), Unanswered, NotDelivered),
        (Answered(302), Unanswered, NotDelivered),
        (Answered(500, error("ServiceError")), Unanswered, NotDelivered),
        (Answered(502), Unanswered, NotDelivered),
        (Answered(502, error("ServiceError")), NotDelivered, NotDelivered),
        (Answered(412, error("PreconditionFailed")), NotDelivered, NotDelivered),
        (Answered(401), NotDelivered, NotDelivered),
        (ClientRequestError("failed", ServerDisconnectedError()), Unanswered, NotDelivered),
        (TimeoutError(), Unanswered, NotDelivered),
        (LoginAway("HTTP 503"), NotDelivered, NotDelivered),
        (NotDelivered("later", 3.0), NotDelivered, NotDelivered),
    ],
)
def test_each_failure_has_its_meaning_for_a_post_and_for_an_edit(failure, of_post, of_edit):
    for is_post, expected in ((True, of_post), (False, of_edit)):
        refusal = refusal_of(failure, "send", is_post=is_post)
        if isinstance(expected, str):
            assert isinstance(refusal, Undeliverable)
            assert refusal.trouble == expected
        else:
            assert type(refusal) is expected


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 1.0), ("", 10.0), ("nan", 10.0), ("inf", 10.0), ("999999", 3600.0), ("soon", 10.0)],
)
def test_the_seconds_of_a_limit_are_always_ones_that_can_be_waited(said, seconds):
    refusal = refusal_of(Answered(429, **{"Retry-After": said}), "send", is_post=True)
    assert (refusal.retry_after, refusal.is_workspace_wide) == (seconds, False)


def test_a_conversation_is_gone_only_where_teams_says_so():
    assert is_gone(Answered(404, error("ConversationNotFound")))
    assert not is_gone(Answered(404, error("ActivityNotFoundInConversation")))
    assert not is_gone(Answered(403, error("ConversationNotFound")))
    assert not is_gone(None)


def test_what_calls_raise_is_named_once():
    for failure in (ClientRequestError("failed"), TimeoutError(), LoginAway("away"), NotDelivered("later")):
        assert isinstance(failure, FAILURES)
