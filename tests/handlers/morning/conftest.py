"""Northwind on a Monday morning, where each job says its name."""

import pytest

from handlers import BUILDERS, morning
from tests.handlers.morning.steps import FIRST, SECOND, THIRD, section
from tests.handlers.occurring import at


@pytest.fixture
def said(northwind, monkeypatch):
    """Northwind, where each job says its name in the message of the morning."""
    sections = dict.fromkeys((FIRST, SECOND, THIRD), section)
    monkeypatch.setitem(BUILDERS, "morning", morning.make_builder(sections))
    northwind.now = at("2026-11-16 09:30")
    return northwind
