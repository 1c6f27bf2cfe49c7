"""docs/parity.md says what is so: the registrations of today, and every story on every stage."""

from tests.scenarios import parity, surfaces


def test_the_page_is_made_from_the_registrations_and_stories_of_today():
    page = parity.DOCUMENT.read_text(encoding="utf-8")
    assert page == parity.describe(parity.read(page))


def test_every_story_had_the_same_outcome_on_every_stage():
    told = parity.read(parity.DOCUMENT.read_text(encoding="utf-8"))
    everywhere = {(story, stage) for story in parity.names_of_stories() for stage in parity.names_of_stages()}
    assert told == dict.fromkeys(everywhere, "same")


def test_what_differs_is_said_of_every_platform():
    assert {*surfaces.CANNOT} == {*surfaces.PLATFORMS}
    assert all(len(row) == 1 + len(surfaces.PLATFORMS) for row in surfaces.SURFACES)
