"""The command line: does what it says, and says in one line what it cannot do."""

import json
from datetime import UTC, datetime

import pytest

from bot.cli import saying
from domain.chat import Form, refusal, reply
from storage import console
from tests.bot.typed import NOW, fails, within_database


def test_without_words_it_tells_what_there_is(headway):
    ran = headway()
    assert ran.status == 0
    for command in ("run", "migrate", "say", "import", "export", "manifest", "doctor"):
        assert f"\n  {command} " in ran.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("bogus",), "No such command"),
        (("say", "--in", "dm", "help"), "--as"),
        (("say", "--as", "x", "--in", "dm", "help", "--at", "noon"), "Write a time such as"),
        (("say", "--as", "x", "--in", "dm", "help", "--at", "1999-12-31"), "from 2000 to 2100"),
        (("import", "x.json", "--at", "2101-01-01T00:00"), "from 2000 to 2100"),
        (("say", "--as", "x", "--in", "dm"), "Say something"),
        (("say", "--as", "x", "--in", "dm", "help", "--form", "{}"), "not both"),
        (("say", "--as", "x", "--in", "dm", "--form", "{"), "--form must be a JSON object"),
        (("say", "--as", "x", "--in", "dm", "--form", "[1]"), "--form must be a JSON object"),
        (("say", "--as", "x", "--in", "dm", "--form", '{"a": {"b": 1}}'), "--form must be a JSON object"),
        (("say", "--as", "x", "--in", "dm", "help"), "Nobody is known here yet"),
        (("import", "nowhere.json"), "nowhere.json cannot be read: No such file or directory."),
        (("import", "x.csv", "--engagement", "alder"), "x.csv does not say whose it is"),
        (("export", "alder"), "There is no engagement yet"),
        (("export", "alder", "--format", "xlsx"), "--out kpis.xlsx"),
        (("export", "alder", "--format", "pdf"), "pdf"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(headway, words, sentence):
    ran = headway(*words)
    fails(ran, sentence, status=ran.status)
    assert ran.status in (1, 2)


def test_an_unknown_person_is_answered_with_the_nearest(sample):
    ran = sample("say", "--as", "Maren Ashdwn", "--in", "dm", "help")
    fails(ran, "I do not know Maren Ashdwn. Did you mean Maren Ashdown")


def test_an_unknown_channel_is_answered_with_the_nearest(sample):
    ran = sample("say", "--as", "U_MAREN", "--in", "#alder-clinic", "help")
    fails(ran, "There is no channel #alder-clinic. Did you mean #alder-clinics?")


@pytest.mark.parametrize("who", ["U_MAREN", "u_maren", "Maren Ashdown", "maren", "@Maren Ashdown"])
@pytest.mark.parametrize("where", ["#alder-clinics", "alder-clinics"])
def test_a_person_and_a_channel_may_be_named_in_many_ways(sample, who, where):
    ran = sample("say", "--as", who, "--in", where, "kpi list", "--at", NOW)
    assert ran.status == 0
    assert ran.out.startswith("KPIs of Alder Physio")
    assert ran.err == ""


def test_what_is_offered_can_be_typed_and_taken_back(sample):
    def say(*words):
        return sample("say", "--as", "U_CALLUM", "--in", "#alder-clinics", *words, "--at", NOW)

    assert "1 correct - 2 keep" in say("kpi new_patients 412 sep").out
    assert "value - The right value: 412" in say("correct").out
    misspelt = say("--form", '{"reasn": "counted twice"}')
    fails(misspelt, "The form has no field reasn. Did you mean reason?")
    assert say("--form", '{"reason": "counted twice"}').status == 0
    assert "412" in say("kpi show new_patients").out
    assert say("undo").status == 0
    assert "412" not in say("kpi show new_patients").out


def test_json_holds_the_parts_and_the_text(sample):
    ran = sample("say", "--as", "U_MAREN", "--in", "dm", "in alder: kpi list", "--json", "--at", NOW)
    answer = json.loads(ran.out)
    assert answer["kind"] == "reply"
    assert "KPIs of Alder Physio" in answer["text"]
    assert answer["posts"] == []


def test_words_that_are_not_for_us_are_met_with_silence(sample):
    ran = sample("say", "--as", "U_MAREN", "--in", "#alder-clinics", "Good morning, everybody!")
    assert (ran.status, ran.out, ran.err) == (0, "", saying.SILENT + "\n")


def test_a_form_that_was_never_shown_cannot_be_sent(sample):
    ran = sample("say", "--as", "U_MAREN", "--in", "dm", "--form", '{"leads": "103"}')
    fails(ran, "No form is open for Maren Ashdown there.")


def test_a_form_is_shown_refused_and_saved(sample):
    def say(*words):
        return sample("say", "--as", "U_MAREN", "--in", "#alder-clinics", *words, "--at", NOW)

    shown = say("feedback")
    assert shown.status == 0
    assert shown.out.startswith("Give feedback\n")
    refused = say("--form", '{"sentiment": ["positive"], "source": "team"}')
    assert refused.status == 1
    assert "! " in refused.out
    saved = say("--form", '{"text": "Lovely.", "sentiment": ["positive"], "source": "team"}')
    assert saved.status == 0
    assert "Lovely." in say("feedback list").out


@pytest.mark.parametrize("words", ["kpi leeds 103", "feedback acted 999 nothing", "kpi show nonsense"])
def test_a_refusal_is_printed_and_is_a_failure(sample, words):
    ran = sample("say", "--as", "U_MAREN", "--in", "#alder-clinics", words, "--at", NOW)
    assert ran.status == 1
    assert ran.out
    assert ran.err == ""


@pytest.mark.parametrize("words", ["help", "kpi list", "kpi new_patients 412 sep", "feedback"])
def test_an_answer_and_a_question_back_are_none(sample, words):
    assert sample("say", "--as", "U_CALLUM", "--in", "#alder-clinics", words, "--at", NOW).status == 0


def test_only_a_refusal_and_a_form_that_comes_back_are_failures():
    assert saying.is_undone(refusal("Something went wrong on our side."), has_form=False)
    assert not saying.is_undone(reply("Something went wrong on our side."), has_form=False)
    assert saying.is_undone(Form(title="", fields=()), has_form=True)


def test_setting_up_an_engagement_brings_its_welcome_card(sample, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/var/headway.db"
    when = datetime.fromisoformat(NOW).replace(tzinfo=UTC)
    within_database(url, lambda session: console.add_channel(session, name="#new-client", now=when))

    def say(*words):
        return sample("say", "--as", "U_MAREN", "--in", "#new-client", *words, "--json")

    assert json.loads(say("setup").out)["kind"] == "form"
    done = say("--form", '{"name": "Cedar Labs"}')
    assert done.status == 0, done.out
    assert len(json.loads(done.out)["posts"]) == 1


def test_input_that_no_database_keeps_is_replaced(sample):
    ran = sample("say", "--as", "U_MAREN", "--in", "dm", "help a\x00b \udce4", "--at", NOW)
    assert "Traceback" not in ran.err
    assert ran.out
