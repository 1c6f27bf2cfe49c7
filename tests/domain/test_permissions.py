"""The one table of rights is whole."""

from domain.permissions import ALLOWED, ROLE_NAMES, Action, Role, is_allowed, who_may


def test_every_action_has_its_roles_and_every_role_its_name():
    assert set(ALLOWED) == set(Action)
    assert set(ROLE_NAMES) == set(Role)
    assert all(ALLOWED.values())


def test_an_observer_sees_the_card_and_no_more():
    assert [action for action in Action if is_allowed(Role.OBSERVER, action)] == [Action.READ_CARD]


def test_who_may_is_said_in_words():
    assert who_may(Action.DEFINE_KPI) == "fractional CMO or marketing director"
    assert who_may(Action.READ_TERMS) == "fractional CMO, client CEO or finance"
