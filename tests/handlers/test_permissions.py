"""Who hears what: every role at every command."""

import pytest

from domain.permissions import Role
from tests.handlers.play import CHANNEL, DM, NOWHERE, OUTSIDE, Play

YES, NO, ASKS = "yes", "no", "asks"
ROLES = tuple(Role)
#                                       cmo  ceo   dir  mgr  sales team  fin   obs
TABLE = {
    "card":                            (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "members":                         (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "help":                            (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "kpi list":                        (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "kpi show leads":                  (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "kpi why leads sep":               (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "why leads sep":                   (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "kpi":                             (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "kpi leads 103 aug":               (YES, ASKS, YES, YES, ASKS, ASKS, ASKS, NO),
    "update leads 103 aug":            (YES, ASKS, YES, YES, ASKS, ASKS, ASKS, NO),
    'kpi fix leads 97 sep "a slip"':   (YES, NO,   YES, YES, NO,   NO,   NO,   NO),
    'fix leads 97 sep "a slip"':       (YES, NO,   YES, YES, NO,   NO,   NO,   NO),
    "kpi add churn":                   (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "kpi edit leads":                  (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "kpi retire cpl":                  (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "members add @Kit Larkspur":       (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "members role @Tom Hale sales":    (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "members remove @Tom Hale":        (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "members handover @Dana Reed":     (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "members lead":                    (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "settings":                        (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "settings zone Europe/Paris":      (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    'feedback + "good" customer':      (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "feedback":                        (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "feedback list":                   (YES, YES,  YES, YES, YES,  YES,  NO,   NO),
    "feedback acknowledge 1":          (YES, YES,  YES, YES, NO,   NO,   NO,   NO),
    "feedback acted 1 shorter form":   (YES, YES,  YES, YES, NO,   NO,   NO,   NO),
    "feedback declined 1 too dear":    (YES, YES,  YES, YES, NO,   NO,   NO,   NO),
    "history":                         (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "leads were 103 in aug":           (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "schedule":                        (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "schedule list":                   (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "schedule pause all":              (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "schedule preview":                (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "checkin set reminder on":         (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "checkin now":                     (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "posts":                           (YES, NO,   YES, NO,  NO,   NO,   NO,   NO),
    "meet":                            (YES, YES,  YES, NO,  NO,   NO,   NO,   NO),
    'meet skip 24 nov "away"':         (YES, YES,  YES, NO,  NO,   NO,   NO,   NO),
    "meet start":                      (YES, YES,  YES, NO,  NO,   NO,   NO,   NO),
    "meet special off":                (YES, YES,  YES, NO,  NO,   NO,   NO,   NO),
    "agenda":                          (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "agenda add prices":               (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "vote stop":                       (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "tripwire leads < 10":             (YES, YES,  YES, NO,  NO,   NO,   NO,   NO),
    "blockers":                        (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "blocker add waiting for legal":   (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "action add call Bob by friday":   (YES, YES,  YES, YES, YES,  YES,  YES,  NO),
    "away until friday":               (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "back":                            (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "quiet kpi":                       (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
    "digest me":                       (YES, YES,  YES, YES, YES,  YES,  YES,  YES),
}  # fmt: skip


@pytest.fixture
async def crowd(northwind: Play) -> Play:
    """Northwind with a number and a piece of feedback; Kit is known here and belongs nowhere."""
    await northwind.say("U_DANA", "kpi leads 103 sep")
    await northwind.say("U_DANA", 'feedback - "too slow" customer')
    await northwind.say("U_KIT", "help", where=DM)
    return northwind


@pytest.mark.parametrize("role", ROLES)
async def test_every_role_hears_what_the_table_says(crowd, role):
    await crowd.join("U_ANN", role.value)
    for line, row in TABLE.items():
        said = await crowd.say("U_ANN", line)
        expected = row[ROLES.index(role)]
        heard = NO if said.startswith("Only ") else ASKS if "is proposed" in said else YES
        assert heard == expected, f"{role} says {line!r} and hears: {said}"
        assert said != OUTSIDE
        assert "went wrong" not in said, line
        if heard == YES and "Undo" in crowd_labels(crowd):
            await crowd.press("U_ANN", "Undo")


def crowd_labels(play: Play) -> list[str]:
    answer = play.last["U_ANN", CHANNEL]
    return [] if answer.kind == "form" else [button.label for button in answer.buttons]


@pytest.mark.parametrize(("where", "sentence"), [(CHANNEL, OUTSIDE), (DM, NOWHERE)])
async def test_an_outsider_hears_one_sentence_whatever_they_ask(crowd, where, sentence):
    before = await crowd.counts()
    for line in (*TABLE, "hi", "what a lovely day", "in Northwind Ltd: card", "in Nobody's: card"):
        said = await crowd.say("U_LEO", line, where=where)
        # A greeting that is about nobody is told how to begin as well.
        is_alone = line == "hi" and where == DM
        assert said.startswith(sentence) is (line != "help"), line
        assert (said == sentence) is (line != "help" and not is_alone), line
    after = await crowd.counts()
    new = {name for name in after if after[name] != before[name]}
    assert new <= {"people", "accounts", "receipts"}


async def test_a_refusal_says_who_may(crowd):
    await crowd.join("U_ANN", "observer")
    for line in (line for line, row in TABLE.items() if NO in row):
        said = await crowd.say("U_ANN", line)
        assert "fractional CMO" in said, line
        assert "Here that is" in said or "can correct it" in said, line
