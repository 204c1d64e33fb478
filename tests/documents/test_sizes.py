"""A function that is long, or takes much, says why; CONTRIBUTING.md has the rule."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2] / "coach"
LONGEST, MOST = 25, 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of(function: Function) -> int:
    """Lines of its body, without what it says of itself."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters_of(function: Function) -> int:
    """How many a caller gives it."""
    given = function.args
    named = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    own = named[:1] in (["self"], ["cls"])
    return len(named) - own + (given.vararg is not None) + (given.kwarg is not None)


def reasons_of(function: Function, lines: list[str]) -> str:
    """The comments right above it, or above its decorators."""
    top = min(each.lineno for each in (function, *function.decorator_list)) - 1
    begin = top
    while begin > 0 and lines[begin - 1].lstrip().startswith("#"):
        begin -= 1
    return "\n".join(line.strip() for line in lines[begin:top])


def unexplained(source: str, *, options: bool = False) -> Iterator[str]:
    """What is over a limit without a reason, and what has one without need; with `options` parameters do not count."""
    lines = source.splitlines()
    for each in ast.walk(ast.parse(source)):
        if not isinstance(each, Function):
            continue
        over = {"long": lines_of(each) > LONGEST, "many": parameters_of(each) > MOST and not options}
        reasons = reasons_of(each, lines)
        for word, needed in over.items():
            if needed != (f"# {word}: " in reasons):
                yield f"{each.name}, line {each.lineno}: {'no' if needed else 'no need of'} '# {word}: ...' above it"


@pytest.mark.parametrize(
    "room", sorted(each for each in CODE.iterdir() if each.suffix in ("", ".py")), ids=lambda p: p.name
)
def test_what_is_long_or_takes_much_says_why(room: Path) -> None:
    files = [room] if room.suffix else sorted(room.rglob("*.py"))
    told = [
        f"{file.relative_to(CODE.parent)}: {each}"
        for file in files
        for each in unexplained(file.read_text(encoding="utf-8"), options="cli" in file.relative_to(CODE).parts)
    ]
    assert told == []


LONG = "def long():\n" + "    print()\n" * (LONGEST + 1)
MANY = "def many(a, b, c, d, e, *, f):\n    print()\n"


@pytest.mark.parametrize("source", [LONG, MANY, f"@cache\n{LONG}", f"# why not\n{MANY}"])
def test_one_without_a_reason_is_found(source: str) -> None:
    assert len(list(unexplained(source))) == 1


@pytest.mark.parametrize("source", [f"# long: a table\n{LONG}", f"# many: all of it\n@cache\n{MANY}"])
def test_a_reason_right_above_is_enough(source: str) -> None:
    assert list(unexplained(source)) == []


def test_a_reason_that_is_no_longer_needed_is_found() -> None:
    assert len(list(unexplained("# long: a table\ndef short():\n    print()\n"))) == 1


def test_what_a_function_says_of_itself_and_its_own_self_do_not_count() -> None:
    body = (
        "    def put(self, a, b, c, d, e):\n" + '        """Told.' + "\n\n" * LONGEST + '        """\n        print()\n'
    )
    assert list(unexplained("class Kept:\n" + body)) == []


def test_the_options_of_a_command_do_not_count_as_parameters() -> None:
    assert list(unexplained(MANY, options=True)) == []
