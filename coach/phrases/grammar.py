"""What may be said, as a tree of words: the one shape from which both recognisers get their grammar.

The tree is made from hassil's parsed templates. Numbers are rules ("tens, then a unit"), not lists of every number, so
the grammar stays small and the recogniser fast.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from coach.phrases.numerals import Numerals


@dataclass(frozen=True, slots=True)
class Word:
    """One word to be spoken; `valued` when it is part of a slot's value, so that it changes what is meant."""

    text: str
    valued: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One after the other."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these; an empty `Line` among them makes it optional."""

    items: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Refers to a rule of the same grammar."""

    name: str


Tree = Word | Line | Choice | Named
NOTHING = Line(())


@dataclass(frozen=True, slots=True)
class Grammar:
    """The phrases of some intents: `roots` by a label (one block of wordings each) and the `rules` they refer to."""

    roots: Mapping[str, Tree]
    rules: Mapping[str, Tree] = field(default_factory=dict)

    def words(self) -> frozenset[str]:
        """Every word that can be spoken in this grammar."""
        found: set[str] = set()
        rules: dict[str, Tree] = {}
        self._collect(Choice(tuple(self.roots.values())), rules)
        for tree in (*self.roots.values(), *rules.values()):  # a rule is named a thousand times, and looked into once
            _words_of(tree, found)
        return frozenset(found)

    def without(self, words: frozenset[str]) -> "Grammar":
        """The same grammar with every wording that needs one of these words left out."""
        rules: dict[str, Tree | None] = {}

        def keep(tree: Tree) -> Tree | None:
            if isinstance(tree, Word):
                return None if tree.text in words else tree
            if isinstance(tree, Named):
                if tree.name not in rules:
                    rules[tree.name] = keep(self.rules[tree.name])
                return tree if rules[tree.name] is not None else None
            kept = [found for item in tree.items if (found := keep(item)) is not None]
            if isinstance(tree, Line):
                return Line(tuple(kept)) if len(kept) == len(tree.items) else None
            return Choice(tuple(kept)) if kept else None

        roots = {label: kept for label, tree in self.roots.items() if (kept := keep(tree)) is not None}
        return Grammar(roots, {name: tree for name, tree in rules.items() if tree is not None})

    def addressed(self, wake: str) -> "Grammar":
        """The same phrases, with the wake word before them or not.

        Without it they are no commands; were they left out, the ear would bend what was said without into what is said
        with it. Their labels are others: a recogniser may keep what it made of a label.
        """
        roots: dict[str, Tree] = {
            f"{label}_called_or_not": line(_maybe(Word(wake)), tree) for label, tree in self.roots.items()
        }
        return Grammar(roots, self.rules)

    def jsgf(self, name: str = "coach") -> str:
        """The grammar in the Java speech grammar format; one public rule. Words are written as they are spoken."""
        used: dict[str, Tree] = {}
        self._collect(Choice(tuple(self.roots.values())), used)
        lines = ["#JSGF V1.0;", f"grammar {name};"]
        lines.append("public <anything> = " + " | ".join(f"<say_{label}>" for label in self.roots) + ";")
        lines += [f"<say_{label}> = {_jsgf(tree)};" for label, tree in self.roots.items()]
        lines += [f"<{rule}> = {_jsgf(tree)};" for rule, tree in used.items()]
        return "\n".join(lines) + "\n"

    def _collect(self, tree: Tree, used: dict[str, Tree]) -> None:
        if isinstance(tree, Named):
            if tree.name not in used:
                used[tree.name] = self.rules[tree.name]
                self._collect(used[tree.name], used)
        elif not isinstance(tree, Word):
            for item in tree.items:
                self._collect(item, used)


def _words_of(tree: Tree, found: set[str]) -> None:
    """Add the words of a tree, without those of the rules it names."""
    if isinstance(tree, Word):
        found.add(tree.text)
    elif not isinstance(tree, Named):
        for item in tree.items:
            _words_of(item, found)


def _jsgf(tree: Tree) -> str:
    if isinstance(tree, Word):
        return tree.text
    if isinstance(tree, Named):
        return f"<{tree.name}>"
    if isinstance(tree, Line):
        return " ".join(_jsgf(item) for item in tree.items) or "<NULL>"
    inner = " | ".join(_jsgf(item) for item in tree.items if item != NOTHING)
    return f"[ {inner} ]" if NOTHING in tree.items else f"( {inner} )"


def choice(*items: Tree) -> Tree:
    """One of these, with doubles left out; a single one stands for itself."""
    unique = tuple(dict.fromkeys(items))
    return unique[0] if len(unique) == 1 else Choice(unique)


def line(*items: Tree) -> Tree:
    """One after the other, flattened."""
    flat = [part for item in items for part in (item.items if isinstance(item, Line) else (item,))]
    return flat[0] if len(flat) == 1 else Line(tuple(flat))


def spoken(text: str, *, valued: bool = False) -> Tree:
    """The words of a text, one after the other."""
    return line(*(Word(word, valued) for word in text.split()))


def sayings(tree: Tree, rules: Mapping[str, Tree]) -> Iterator[str]:
    """Every sentence of a tree. Only for small trees: numbers make thousands."""
    if isinstance(tree, Word):
        yield tree.text
    elif isinstance(tree, Named):
        yield from sayings(rules[tree.name], rules)
    elif isinstance(tree, Choice):
        for item in tree.items:
            yield from sayings(item, rules)
    else:
        for parts in product(*(list(sayings(item, rules)) for item in tree.items)):
            yield " ".join(part for part in parts if part)


def number_rules(numerals: Numerals) -> dict[str, Tree]:
    """Rules for the numbers up to 9, 19, 99 and 999, and for a half behind a number."""
    if not numerals.units:
        return {}
    unit, teen, ten = (_any(table) for table in (numerals.units, numerals.teens, numerals.tens))
    zero = _any(numerals.zero)
    below_hundred = choice(
        Named("number_9"), Named("number_teen"), line(Named("number_ten"), _maybe(Named("number_9")))
    )
    two_digits = choice(Named("number_teen"), line(Named("number_ten"), _maybe(Named("number_9"))))
    joint = _maybe(choice(*(spoken(word, valued=True) for word in numerals.joints)))
    leading = choice(*(spoken(word, valued=True) for word in numerals.one_before_hundred), Named("number_9"))
    hundred = choice(*(spoken(word, valued=True) for word in numerals.hundred))
    hundreds = line(leading, hundred, _maybe(line(joint, Named("number_99"))))
    colloquial = line(Named("number_9"), choice(two_digits, line(zero, Named("number_9"))))
    point = line(choice(*(spoken(word, valued=True) for word in numerals.point)), Named("number_9"))
    return {
        "number_9": unit,
        "number_teen": teen,
        "number_ten": ten,
        "number_19": choice(Named("number_9"), Named("number_teen")),
        "number_99": below_hundred,
        "number_999": choice(Named("number_99"), hundreds, colloquial),
        "number_half": _maybe(choice(point, *(spoken(phrase, valued=True) for phrase in numerals.fractions))),
    }


def number_rule(largest: float, *, halves: bool) -> Tree:
    """The tree for a number up to `largest`."""
    magnitude = next(top for top in (9, 19, 99, 999) if largest <= top or top == 999)
    whole = Named(f"number_{magnitude}")
    return line(whole, Named("number_half")) if halves else whole


def _any(table: Mapping[str, int]) -> Tree:
    return choice(*(Word(word, True) for word in table)) if table else NOTHING


def _maybe(tree: Tree) -> Tree:
    return Choice((tree, NOTHING))
