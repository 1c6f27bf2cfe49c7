"""The one table of rights is whole."""

from domain.permissions import (
    ALLOWED,
    ALLOWED_TO_STAND_INS,
    LEADS,
    ROLE_NAMES,
    Action,
    Role,
    is_allowed,
    may_stand_in,
    stand_ins,
    who_may,
)


def test_every_action_has_its_roles_and_every_role_its_name():
    assert set(ALLOWED) == set(Action)
    assert set(ROLE_NAMES) == set(Role)
    assert all(ALLOWED.values())


def test_an_observer_sees_the_card_and_no_more():
    assert [action for action in Action if is_allowed(Role.OBSERVER, action)] == [Action.READ_CARD]


def test_who_may_is_said_in_words():
    assert who_may(Action.DEFINE_KPI) == "fractional CMO or marketing director"
    assert who_may(Action.READ_TERMS) == "fractional CMO, client CEO or finance"


def test_nobody_stands_in_while_a_lead_can_be_reached():
    assert stand_ins({*Role}) == frozenset()
    for lead in LEADS:
        assert not may_stand_in(Role.CLIENT_CEO, Action.MANAGE_MEMBERS, {lead, Role.CLIENT_CEO})


def test_the_first_who_is_left_stands_in():
    left = [Role.CLIENT_CEO, Role.MARKETING_MANAGER, Role.TEAM, Role.FINANCE, Role.OBSERVER]
    assert stand_ins(left) == {Role.CLIENT_CEO}
    assert stand_ins(left[1:]) == {Role.MARKETING_MANAGER}
    assert stand_ins(left[2:]) == {Role.TEAM, Role.FINANCE}
    assert stand_ins(left[4:]) == frozenset()


def test_a_ceo_names_a_lead_and_everybody_else_becomes_one():
    ceo = [action for action in Action if may_stand_in(Role.CLIENT_CEO, action, {Role.CLIENT_CEO})]
    assert ceo == [Action.MANAGE_MEMBERS, Action.HAND_OVER]
    assert [action for action in Action if may_stand_in(Role.TEAM, action, {Role.TEAM})] == [Action.LEAD]
    assert all(ALLOWED[action] >= LEADS for action in ALLOWED_TO_STAND_INS)
