"""Which situation of a session can become which, and by what, read from `coach/core` with `ast`; nothing is run.

The rules are followed from the cases of events in `session/machine.py` through every call. A test for a type
(`isinstance`, `case Resting()`, an annotated parameter) narrows which situations are meant there; what a rule asks
beyond types is not known, so a way told of here is one that may be taken, and one that is not told of cannot be.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coach.core import state
from coach.core.asked import ASKED_FOR
from coach.core.intents.armed import armed_in
from tools.marked import ROOT

CORE = ROOT / "coach" / "core"

Situations = frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """One way between two situations, and the event, or the intent that was heard, that may take it."""

    before: str
    after: str
    by: str


@dataclass(slots=True)
class Source:
    """The core's functions, its tables of functions by key, and its names for several situations.

    `kept` are the situations that a session is put by in, to be gone back to as a whole.
    """

    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, Situations] = field(default_factory=dict)
    kept: Situations = frozenset()

    @property
    def all(self) -> Situations:
        return self.names["Phase"]

    def situations(self, node: ast.expr | None) -> Situations:
        """The situations that a type names: one, a union, or a name for several; none for any other type."""
        if isinstance(node, ast.BinOp):
            return self.situations(node.left) | self.situations(node.right)
        if isinstance(node, ast.Tuple):
            return frozenset().union(*(self.situations(each) for each in node.elts))
        if isinstance(node, ast.Constant):
            return self.names.get(str(node.value), frozenset())
        return self.names.get(node.id.rpartition(".")[2], frozenset()) if isinstance(node, ast.Name) else frozenset()


def read(folder: Path = CORE) -> Source:
    """Read the modules that make up the session; what only the box between sessions needs is left alone."""
    source = Source()
    trees = {
        ".".join(path.relative_to(folder).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
        if path.stem != "__init__" and path.parent.name != "standby"
    }
    _name_situations(source, trees["state"])
    for module, tree in trees.items():
        known = _imported(tree) | {
            each.name: f"{module}.{each.name}" for each in tree.body if isinstance(each, ast.FunctionDef)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                source.functions[f"{module}.{node.name}"] = _resolved(node, known)
            elif isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Dict):
                _read_table(source, node, node.value, known)
            elif isinstance(node, ast.Assign) and (meant := source.situations(node.value)):
                source.names[ast.unparse(node.targets[0])] = meant
        source.kept |= _kept(source, tree)
    return source


def _kept(source: Source, tree: ast.Module) -> Situations:
    """The situations written as the `phase` of another session than the one under way, as in `phase=Paused(...)`."""
    given = (
        word.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Call)
        for word in each.keywords
        if word.arg == "phase"
    )
    return frozenset().union(*(source.situations(value.func) for value in given if isinstance(value, ast.Call)))


def _name_situations(source: Source, tree: ast.Module) -> None:
    """Every class that is in `Phase`, and the names for several of them; they are told apart by being in that union."""
    unions = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.BinOp)
    }
    for union in unions.values():
        source.names |= {each.id: frozenset({each.id}) for each in ast.walk(union) if isinstance(each, ast.Name)}
    for name, union in unions.items():
        source.names[name] = source.situations(union)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names taken from other modules of the core, as `module.function` or as the module itself."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("coach.core"):
            module = node.module.removeprefix("coach.core").strip(".")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{module}.{alias.name}".strip(".")
    return found


class _Resolve(ast.NodeTransformer):
    """Write every name of a function as `module.function`."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if name := _dotted(node.func, self.known):
            node.func = ast.Name(name)
        return node


def _resolved(node: ast.FunctionDef, known: dict[str, str]) -> ast.FunctionDef:
    resolved = _Resolve(known).visit(node)
    assert isinstance(resolved, ast.FunctionDef)
    return resolved


def _dotted(node: ast.expr, known: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
        return f"{known[node.value.id]}.{node.attr}"
    return ""


def _read_table(source: Source, node: ast.AnnAssign | ast.Assign, table: ast.Dict, known: dict[str, str]) -> None:
    target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
    entries = {
        str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key): name
        for key, value in zip(table.keys, table.values, strict=True)
        if key is not None and (name := _dotted(value, known))
    }
    if isinstance(target, ast.Name) and entries:
        source.tables[target.id] = entries


# ------------------------------------------------------------------------------------------------ following


class Walk:
    """What each function may make of each situation, followed through its calls until nothing new is found.

    A table that is called through may lead to any of its functions, but for the one of the intents: what each of them
    does is asked for by its own name.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tables = {name: table for name, table in source.tables.items() if name != "REMARKS"}
        self._known: dict[tuple[str, str], Situations] = {}
        self._asked: set[tuple[str, str]] = set()
        self._found: dict[ast.AST, list[ast.Call]] = {}

    def outcomes(self, function: str, before: str) -> Situations:
        """The situations in which the session may be after this function; functions that call each other settle."""
        while True:
            known = dict(self._known)
            self._asked.clear()
            found = self._called(function, before)
            if known == self._known:
                return found

    def waking(self) -> Situations:
        """The situations that publish a deadline, so that time alone can end them."""
        body = self.source.functions["session.machine.wake_at"].body
        cases = [case for node in body if isinstance(node, ast.Match) for case in node.cases]
        return frozenset().union(*(self._pattern(case.pattern) for case in cases))

    def _called(self, function: str, before: str) -> Situations:
        asked = (function, before)
        if function not in self.source.functions:
            return frozenset({before})
        if asked not in self._asked:
            self._asked.add(asked)
            fallen, left = self._block(self.source.functions[function].body, frozenset({before}))
            self._known[asked] = self._known.get(asked, frozenset()) | fallen | left
        return self._known.get(asked, frozenset())

    def _block(self, body: Sequence[ast.stmt], at: Situations) -> tuple[Situations, Situations]:
        """Follow statements in their order: where the session may be after the last, and where it was left early."""
        left: Situations = frozenset()
        for statement in body:
            if not at:
                break
            at, early = self._statement(statement, at)
            left |= early
        return at, left

    def _statement(self, statement: ast.stmt, at: Situations) -> tuple[Situations, Situations]:
        if isinstance(statement, ast.If):
            inside, outside = self._parted(statement.test, self._calls(statement.test, at))
            return _joined(self._block(statement.body, inside), self._block(statement.orelse, outside))
        if isinstance(statement, ast.Match):
            return self._match(statement, at)
        if isinstance(statement, ast.For | ast.While):
            return _joined((at, frozenset()), self._block(statement.body, at))
        at = self._calls(statement, at)
        if _puts_back(statement):
            at |= self.source.kept
        return (frozenset(), at) if isinstance(statement, ast.Return | ast.Raise) else (at, frozenset())

    def _match(self, statement: ast.Match, at: Situations) -> tuple[Situations, Situations]:
        narrows = ast.unparse(statement.subject) in PHASES
        ended: tuple[Situations, Situations] = (frozenset(), frozenset())
        for case in statement.cases:
            meant = self._pattern(case.pattern) if narrows else frozenset()
            inside = at & meant if meant else at
            if meant and case.guard is None and not _asks_fields(case.pattern):
                at -= meant
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                at = frozenset()
            ended = _joined(ended, self._block(case.body, inside))
        return _joined(ended, (at, frozenset()))

    def _pattern(self, pattern: ast.pattern) -> Situations:
        if isinstance(pattern, ast.MatchClass):
            return self.source.situations(pattern.cls)
        if isinstance(pattern, ast.MatchOr):
            return frozenset().union(*(self._pattern(each) for each in pattern.patterns))
        return frozenset()

    def _parted(self, test: ast.expr, at: Situations) -> tuple[Situations, Situations]:
        """Which situations may be meant where the test holds, and which where it does not."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inside, outside = self._parted(test.operand, at)
            return outside, inside
        if isinstance(test, ast.BoolOp):
            parts = [self._parted(each, at) for each in test.values]
            holds, fails = [part[0] for part in parts], [part[1] for part in parts]
            if isinstance(test.op, ast.And):
                return frozenset.intersection(*holds), frozenset().union(*fails)
            return frozenset().union(*holds), frozenset.intersection(*fails)
        if isinstance(test, ast.Call) and ast.unparse(test.func) == "isinstance":
            meant = self.source.situations(test.args[1])
            if meant and ast.unparse(test.args[0]) in PHASES:
                return at & meant, at - meant
        return at, at

    def _calls(self, node: ast.AST, at: Situations) -> Situations:
        """Where the session may be after every call that is written here; one behind an `and` may not be made."""
        for call in self._written(node):
            after = frozenset().union(*(self._call(call, each) for each in at))
            at = after | at if isinstance(node, ast.BoolOp) else after
        return at

    def _written(self, node: ast.AST) -> list[ast.Call]:
        """The calls that are written here, looked for once: most functions are followed from every situation."""
        if node not in self._found:
            self._found[node] = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
        return self._found[node]

    def _call(self, call: ast.Call, before: str) -> Situations:
        if isinstance(call.func, ast.Name):
            return self._called(call.func.id, before)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "become":
            return self._becomes(call.args[0], before)
        if isinstance(call.func, ast.Subscript) and isinstance(call.func.value, ast.Name):
            functions = self._tables.get(call.func.value.id, {}).values()
            return frozenset({before}).union(*(self._called(each, before) for each in functions))
        return frozenset({before})

    def _becomes(self, node: ast.expr, before: str) -> Situations:
        """What a session becomes: the situation that is built, the same one changed, or the one that was held."""
        if isinstance(node, ast.IfExp):
            return self._becomes(node.body, before) | self._becomes(node.orelse, before)
        if isinstance(node, ast.Call):
            return self.source.situations(node.func) or frozenset({before})
        return self.source.names["Live"] if before in ("Paused", "Confirming") else frozenset({before})


PHASES = ("phase", "turn.session.phase", "state.phase")
"""How the rules write the situation that the session is in."""


def _joined(one: tuple[Situations, Situations], other: tuple[Situations, Situations]) -> tuple[Situations, Situations]:
    return one[0] | other[0], one[1] | other[1]


def _puts_back(statement: ast.stmt) -> bool:
    """Whether a session that was put by takes the place of the one under way."""
    if not isinstance(statement, ast.Assign) or ast.unparse(statement.targets[0]) != "turn.session":
        return False
    value = statement.value
    origin = value.args[0] if isinstance(value, ast.Call) and value.args else value
    return ast.unparse(origin) != "turn.session"


def _asks_fields(pattern: ast.pattern) -> bool:
    """Whether a case asks more than a type: a field that is to have a certain value."""
    return any(isinstance(each, ast.MatchValue | ast.MatchSingleton) for each in ast.walk(pattern))


def ways(folder: Path = CORE) -> list[Way]:
    """Every way that may be taken from one situation to another, sorted; staying in one is not told.

    `by` is the event's class, for what is heard the intent, or `Heard` for an answer, a complaint, a yes or a no.
    """
    source = read(folder)
    walk = Walk(source)
    under_way = source.all - {"Unstarted", "Finished"}
    causes = by_event(source) | source.tables["REMARKS"]
    begins = {"Began": frozenset({"Unstarted"}), "Resumed": source.all - {"Finished"}, "Woke": walk.waking()}
    return sorted(
        Way(before, after, cause)
        for cause, function in causes.items()
        for before in begins.get(cause, under_way)
        if cause not in source.tables["REMARKS"] or cause in listening_in(before)
        for after in walk.outcomes(function, before)
        if after != before
    )


def by_event(source: Source, function: str = "session.machine._happened") -> dict[str, str]:
    """What each kind of event calls, read off the cases of this function, and of those it hands some kinds on to."""
    found: dict[str, str] = {}
    cases = [case for node in source.functions[function].body if isinstance(node, ast.Match) for case in node.cases]
    for case in cases:
        kinds = [
            each.cls.id
            for each in ast.walk(case.pattern)
            if isinstance(each, ast.MatchClass) and isinstance(each.cls, ast.Name)
        ]
        called = [
            each.func.id
            for node in case.body
            for each in ast.walk(node)
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        ]
        if len(kinds) == 1:
            found[kinds[0]] = called[0]
        elif kinds:
            found |= by_event(source, called[0])
    return found


def listening_in(situation: str) -> Situations:
    """The intents that may be armed in a situation: those of a race warm-up in all that are under way and in its last
    words, in those what takes a red flag back, and before anything was done those that ask for another workout.
    """
    if situation in ("Unstarted", "Finished"):
        return frozenset({"complaint"})
    of_a_race = frozenset({"race_in", "race_delayed"})
    if situation == "Closing":
        return of_a_race | {"complaint", "false_alarm"}
    asked = ASKED_FOR if situation in ("Speaking", "Briefing", "SettingUp") else frozenset()
    return armed_in(getattr(state, situation)) | of_a_race | asked


def by_pair(found: Sequence[Way]) -> dict[tuple[str, str], list[str]]:
    """Each pair of situations once, with everything that leads from one to the other."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for way in found:
        pairs.setdefault((way.before, way.after), []).append(way.by)
    return pairs
