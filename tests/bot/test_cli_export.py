"""Import and export on the command line: whole files, and a word about what they lack."""

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import files
from bot.cli.entry import FULL
from storage import console
from storage.tables import Engagement, Kpi
from tests.bot.typed import NOW, SAMPLE, fails, within_database

ROOT = Path(__file__).parent.parent.parent


def test_importing_twice_changes_nothing_and_an_export_can_be_imported_elsewhere(
    sample, environment, tmp_path
):
    again = sample("import", str(SAMPLE), "--at", NOW)
    assert again.status == 0
    assert again.out.count("nothing new") == 2
    assert sample("export", "alder", "--out", "alder.json").status == 0
    printed = sample("export", "Alder Physio")
    assert json.loads(printed.out) == json.loads((tmp_path / "alder.json").read_text())
    environment("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    assert sample("import", "alder.json").status == 0
    assert sample("export", "alder").out == printed.out


def test_an_unknown_engagement_is_answered_with_the_nearest(sample):
    fails(sample("export", "aldr"), "There is no engagement aldr. Did you mean alder?")


def test_an_export_takes_the_place_of_the_one_before_when_it_is_whole(sample, tmp_path):
    (tmp_path / "alder.json").write_text("the one before")
    (tmp_path / "alder.json").chmod(0o600)
    (tmp_path / "link.json").symlink_to("alder.json")
    assert sample("export", "alder", "--out", "link.json").status == 0
    assert json.loads((tmp_path / "alder.json").read_text())["engagements"][0]["key"] == "alder"
    assert (tmp_path / "alder.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "link.json").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alder.json", "link.json", "var"]


def test_a_disk_that_is_full_does_not_destroy_the_export_before(tmp_path):
    (tmp_path / "alder.json").write_text("the one before")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            files.replace_file(tmp_path / "alder.json", "x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert [path.name for path in tmp_path.iterdir()] == ["alder.json"]
    assert (tmp_path / "alder.json").read_text() == "the one before"


def test_what_is_no_file_is_written_into(sample):
    assert sample("export", "alder", "--out", "/dev/null").status == 0
    assert Path("/dev/null").is_char_device()
    fails(sample("export", "alder", "--out", "/dev/full"), "No space left on device")


def test_an_output_without_room_is_said_in_one_line(sample, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "bot", "export", "alder"]
        ran = subprocess.run(
            command,
            env=environment,
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, FULL + "\n")


def test_an_export_says_what_it_leaves_out_and_what_others_would_refuse(sample, tmp_path):
    async def change(session):
        kpi = (await session.scalars(select(Kpi).where(Kpi.key == "shop_revenue"))).one()
        kpi.retired_at = datetime.fromisoformat(NOW).replace(tzinfo=UTC)
        (await session.scalars(select(Engagement).where(Engagement.key == "alder"))).one().name = "x" * 81

    within_database(f"sqlite+aiosqlite:///{tmp_path}/var/headway.db", change)
    ran = sample("export", "alder", "--out", "alder.json")
    assert (ran.status, ran.out) == (0, "")
    left, refused = ran.err.splitlines()
    assert left.startswith("Not in the file: 1 retired KPI (")
    assert refused.startswith("Another installation would answer to this file: engagements[0].name: expected")
    assert json.loads((tmp_path / "alder.json").read_text())["engagements"][0]["key"] == "alder"


def test_an_engagement_that_was_set_up_alone_can_be_taken_elsewhere(sample, environment, tmp_path):
    url = f"sqlite+aiosqlite:///{tmp_path}/var/headway.db"
    when = datetime.fromisoformat(NOW).replace(tzinfo=UTC)
    within_database(url, lambda session: console.add_channel(session, name="#new-client", now=when))
    for words in (("setup",), ("--form", '{"name": "Cedar Labs", "role": "marketing_director"}')):
        assert sample("say", "--as", "U_KIT", "--in", "#new-client", *words).status == 0
    ran = sample("export", "Cedar Labs", "--out", "cedar.json")
    assert (ran.status, ran.err) == (0, "")
    environment("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/other.db")
    assert sample("import", "cedar.json").status == 0


def test_an_export_that_cannot_be_written_is_said(sample):
    fails(sample("export", "alder", "--out", "no/such/folder.json"), "No such file or directory")
