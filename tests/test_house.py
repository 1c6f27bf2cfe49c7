"""The rules of the house that no other tool checks: sizes, reasons, and files that name what exists."""

import ast
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("bot", "scheduler", "handlers", "storage", "domain")
LOCKS = ("requirements/run.txt", "requirements/dev.txt")
MAX_MODULE_LINES = 250
MAX_FUNCTION_LINES = 40
# One broad except for each entry, so that nothing a person does is lost in silence.
BROAD_EXCEPT_ALLOWED = {
    "bot/teams/gate/reading.py",
    "handlers/dispatch.py",
    "scheduler/delivery/attempts.py",
    "scheduler/delivery/building.py",
    "scheduler/firing.py",
    "scheduler/jobs.py",
    "scheduler/planning.py",
}
BROAD = {"Exception", "BaseException"}
# To read a module as code is slow: only where a word of this kind stands.
BROAD_WORD = re.compile(r"\b(?:Base)?Exception\b|\bexcept\s*:")
MACHINE_PATH = re.compile(r"(?<![\w.:/*~-])/(?:work|tmp|root|home|opt|Users)/")
REGISTRY_HOST = re.compile(r"pypi\.org|python[h]osted|npmjs\.|crates\.io")
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b")
SILENCED_WITH_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w,\s-]+\])\s*(?:-|#)\s*\w+.*\w"
)


@cache
def _tracked() -> tuple[str, ...]:
    """Name every file that is in the repository or about to be."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(name for name in names if (ROOT / name).is_file())


def _modules() -> list[str]:
    return [name for name in _tracked() if name.endswith(".py") and "/migrations/versions/" not in name]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _comments(name: str) -> Iterator[tuple[int, str]]:
    with (ROOT / name).open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def _caught(node: ast.AST) -> list[ast.expr | None]:
    """List what an except clause or a suppress() catches; None stands for a bare except."""
    match node:
        case ast.ExceptHandler(type=ast.Tuple(elts=kinds)):
            return list(kinds)
        case ast.ExceptHandler(type=kind):
            return [kind]
        case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress"), args=kinds):
            return list(kinds)
    return []


def _broad_excepts(name: str) -> list[int]:
    def is_broad(kind: ast.expr | None) -> bool:
        return kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD)

    text = _text(name)
    if not BROAD_WORD.search(text):
        return []
    catching = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler | ast.Call)]
    return [node.lineno for node in catching if any(map(is_broad, _caught(node)))]


def test_modules_stay_short():
    sizes = {name: len(_text(name).splitlines()) for name in _modules()}
    assert {name: lines for name, lines in sizes.items() if lines > MAX_MODULE_LINES} == {}


def test_functions_stay_short():
    long = {
        f"{name}:{node.lineno} {node.name}": lines
        for name in _modules()
        for node in ast.walk(ast.parse(_text(name)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    }
    assert long == {}


def test_every_silenced_rule_says_why():
    silent = [
        f"{name}:{line} {comment}"
        for name in _modules()
        if SILENCED.search(_text(name))  # to find the comments is slow, and few silence a rule
        for line, comment in _comments(name)
        if SILENCED.search(comment) and not SILENCED_WITH_REASON.search(comment)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("comment", "says_why"),
    [
        ("# noqa: S101 - checked by the caller", True),
        ("# type: ignore[attr-defined]  # the library ships no types", True),
        ("# noqa: S101", False),
        ("# noqa", False),
        ("# type: ignore", False),
        ("# type: ignore[attr-defined]", False),
    ],
)
def test_a_reason_is_told_from_none(comment, says_why):
    assert bool(SILENCED_WITH_REASON.search(comment)) is says_why


def test_broad_excepts_stand_only_at_the_entries():
    found = {name: lines for name in _modules() if (lines := _broad_excepts(name))}
    assert {name: lines for name, lines in found.items() if name not in BROAD_EXCEPT_ALLOWED} == {}
    assert {name: lines for name, lines in found.items() if len(lines) > 1} == {}


def test_every_folder_of_code_has_its_place_in_the_arrow():
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    tools = tomllib.loads(_text("pyproject.toml"))["tool"]
    assert folders == set(LAYERS)
    assert tools["importlinter"]["contracts"][0]["layers"] == list(LAYERS)
    assert set(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(LAYERS)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name):
    assert re.findall(r"\w+://\S+|^--?(?:index|extra|find|trusted)\S*", _text(name), re.MULTILINE) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(name):
    entries = re.sub(r"\\\n", "", re.sub(r"^\s*#.*\n", "", _text(name), flags=re.MULTILINE)).splitlines()
    pinned_and_hashed = re.compile(r"[\w.-]+(?:\[[\w,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}")
    assert len(entries) > len(LAYERS)
    assert [entry for entry in entries if not pinned_and_hashed.match(entry)] == []


def test_both_locks_agree_on_versions():
    run, dev = (dict(re.findall(r"^([\w.-]+)==(\S+)", _text(name), re.MULTILINE)) for name in LOCKS)
    assert {package: dev.get(package) for package in run} == run


def test_no_file_names_a_machine_path_or_a_registry():
    found = [
        f"{name}: {match.group()}"
        for name in _tracked()
        for pattern in (MACHINE_PATH, REGISTRY_HOST)
        if (match := pattern.search((ROOT / name).read_text(encoding="latin-1")))
    ]
    assert found == []


def test_make_knows_what_the_readme_promises():
    targets = set(re.findall(r"^(\w+):", _text("Makefile"), re.MULTILINE))
    assert {"run", "test", "check", "bench"} <= targets


def test_every_path_that_the_image_copies_exists():
    copied = [
        path
        for line in re.findall(r"^COPY (.+)$", _text("Dockerfile"), re.MULTILINE)
        for path in line.split()[:-1]
    ]
    assert copied
    assert [path for path in copied if not (ROOT / path).exists()] == []
    let_through = {f"!{path.split('/', maxsplit=1)[0]}" for path in copied}
    assert let_through <= set(_text(".dockerignore").split())


def test_every_command_that_the_deployment_runs_exists():
    files = "".join(map(_text, ("Dockerfile", "compose.yaml", "Makefile")))
    commands = set(re.findall(r"\"headway\", \"(\w+)\"|bin/headway (\w+)|\)/headway (\w+)", files))
    names = {name for groups in commands for name in groups if name}
    assert names == {"run", "migrate"}
    for name in names:
        subprocess.run(
            [sys.executable, "-m", "bot", name, "--help"], cwd=ROOT, check=True, capture_output=True
        )
