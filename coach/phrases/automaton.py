"""The grammar as a small machine: states and words between them, as few as there can be.

It answers what a tree cannot: can this sentence still go on, and would that change its meaning? And which few phrases
show a recogniser every pair of neighbouring words? The recogniser itself is faster on it, too.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from coach.phrases.grammar import Grammar, Line, Named, Tree, Word

Label = str
State = int


@dataclass(frozen=True, slots=True)
class Automaton:
    """Deterministic and minimal. State 0 is the start; `ends` maps a final state to the root labels that end there.

    `arcs[state]` maps a word to the next state. `fixed` holds the final states after which no continuation says
    anything else than what was already said.
    """

    arcs: tuple[Mapping[str, State], ...]
    ends: Mapping[State, frozenset[Label]]
    fixed: frozenset[State]

    def after(self, words: Iterable[str]) -> State | None:
        """The state behind these words, None where they lead nowhere."""
        state = 0
        for word in words:
            following = self.arcs[state].get(word)
            if following is None:
                return None
            state = following
        return state

    def may_change(self, words: Iterable[str]) -> bool:
        """True when the sentence could go on to mean something else; False also where it is no sentence at all."""
        state = self.after(words)
        return state is not None and state not in self.fixed

    def covering_phrases(self) -> list[str]:
        """Whole phrases in which every pair of neighbouring words of the grammar occurs at least once."""
        before, behind = self._shortest_from_start(), self._shortest_to_end()
        seen: set[tuple[str, str]] = set()
        phrases: list[str] = []
        for state, arcs in enumerate(self.arcs):
            for word, middle in arcs.items():
                for following, last in [*self.arcs[middle].items(), ("", middle)]:
                    if (word, following) in seen or (not following and middle not in self.ends):
                        continue
                    phrase = [*before[state], word, *([following] if following else []), *behind[last]]
                    seen.update(zip(phrase, [*phrase[1:], ""], strict=True))
                    phrases.append(" ".join(phrase))
        return sorted(set(phrases))

    def _shortest_from_start(self) -> dict[State, tuple[str, ...]]:
        found: dict[State, tuple[str, ...]] = {0: ()}
        waiting = deque([0])
        while waiting:
            state = waiting.popleft()
            for word, following in self.arcs[state].items():
                if following not in found:
                    found[following] = (*found[state], word)
                    waiting.append(following)
        return found

    def _shortest_to_end(self) -> dict[State, tuple[str, ...]]:
        into: dict[State, list[tuple[State, str]]] = {}
        for state, arcs in enumerate(self.arcs):
            for word, following in arcs.items():
                into.setdefault(following, []).append((state, word))
        found: dict[State, tuple[str, ...]] = dict.fromkeys(sorted(self.ends), ())
        waiting = deque(found)
        while waiting:
            state = waiting.popleft()
            for earlier, word in into.get(state, ()):
                if earlier not in found:
                    found[earlier] = (word, *found[state])
                    waiting.append(earlier)
        return found


@dataclass(frozen=True, slots=True)
class _Arc:
    """One word, and the number of what may follow it."""

    word: str
    valued: bool
    end: State


@dataclass(frozen=True, slots=True)
class _Rest:
    """What may still be said: arcs to other rests, and the root labels of what may end here."""

    arcs: frozenset[_Arc] = frozenset()
    labels: frozenset[Label] = frozenset()

    def or_else(self, other: "_Rest") -> "_Rest":
        return _Rest(self.arcs | other.arcs, self.labels | other.labels)


class _Draft:
    """Every rest of every sentence, equal ones once: a rule of a hundred numbers that a thousand wordings name before
    the same words is laid out once. A word may still lead to several rests."""

    def __init__(self, rules: Mapping[str, Tree]) -> None:
        self.rests: list[_Rest] = []
        self._numbers: dict[_Rest, State] = {}
        self._rules = rules
        self._ahead: dict[tuple[str, State], _Rest] = {}

    def number(self, rest: _Rest) -> State:
        """The number of a rest, a new one where it is new."""
        if rest not in self._numbers:
            self._numbers[rest] = len(self.rests)
            self.rests.append(rest)
        return self._numbers[rest]

    def before(self, tree: Tree, following: _Rest) -> _Rest:
        """What may be said where the tree is to be said and then what follows."""
        if isinstance(tree, Word):
            return _Rest(frozenset([_Arc(tree.text, tree.valued, self.number(following))]))
        if isinstance(tree, Named):
            key = tree.name, self.number(following)
            if key not in self._ahead:
                self._ahead[key] = self.before(self._rules[tree.name], following)
            return self._ahead[key]
        if isinstance(tree, Line):
            for item in reversed(tree.items):
                following = self.before(item, following)
            return following
        return reduce(_Rest.or_else, (self.before(item, following) for item in tree.items), _Rest())


@dataclass(frozen=True, slots=True)
class _Known:
    """A state of which each word leads to one other; equal ones are one, for no sentence goes on for ever."""

    arcs: tuple[tuple[str, State], ...]
    labels: frozenset[Label]
    valued: frozenset[str]
    """The words of its arcs that are part of a slot's value."""


def automaton(grammar: Grammar) -> Automaton:
    """The smallest machine that accepts exactly the phrases of the grammar."""
    draft = _Draft(grammar.rules)
    ways = (draft.before(tree, _Rest(labels=frozenset([label]))) for label, tree in grammar.roots.items())
    start = draft.number(reduce(_Rest.or_else, ways, _Rest()))
    states, first = _determine(draft.rests, frozenset([start]))
    return _from_the_start(states, first)


def _determine(rests: Sequence[_Rest], start: frozenset[State]) -> tuple[list[_Known], State]:
    """The states, each behind those it leads to, and the first of a sentence."""
    states: list[_Known] = []
    numbers: dict[_Known, State] = {}
    done: dict[frozenset[State], State] = {}

    def known(members: frozenset[State]) -> State:
        if members not in done:
            following, valued = _following(rests, members)
            arcs = tuple((word, known(frozenset(following[word]))) for word in sorted(following))
            labels = frozenset(label for member in members for label in rests[member].labels)
            state = _Known(arcs, labels, frozenset(valued))
            if state not in numbers:
                numbers[state] = len(states)
                states.append(state)
            done[members] = numbers[state]
        return done[members]

    first = known(start)
    return states, first


def _following(rests: Sequence[_Rest], members: Iterable[State]) -> tuple[dict[str, set[State]], set[str]]:
    """Where each word leads from any of these rests, and which of the words are values."""
    following: dict[str, set[State]] = {}
    valued = set()
    for member in members:
        for arc in rests[member].arcs:
            following.setdefault(arc.word, set()).add(arc.end)
            if arc.valued:
                valued.add(arc.word)
    return following, valued


def _from_the_start(states: Sequence[_Known], first: State) -> Automaton:
    """The states numbered as they are met from the start, so that the same phrases always make the same machine."""
    order, waiting = {first: 0}, deque([first])
    while waiting:
        for _, end in states[waiting.popleft()].arcs:
            if end not in order:
                order[end] = len(order)
                waiting.append(end)
    arcs = [{word: order[end] for word, end in states[state].arcs} for state in order]
    ends = {number: states[state].labels for state, number in order.items() if states[state].labels}
    return Automaton(tuple(arcs), ends, _fixed(arcs, ends, [states[state].valued for state in order]))


def _fixed(
    arcs: Sequence[Mapping[str, State]], ends: Mapping[State, frozenset[Label]], valued: Sequence[frozenset[str]]
) -> frozenset[State]:
    """Final states from which only the same block's ends are reached, over words that are no values."""
    fixed = set()
    for state, labels in ends.items():
        reached, waiting, same = {state}, [state], True
        while waiting and same:
            here = waiting.pop()
            same = not valued[here] and (here not in ends or bool(ends[here] & labels))
            for following in arcs[here].values():
                if following not in reached:
                    reached.add(following)
                    waiting.append(following)
        if same:
            fixed.add(state)
    return frozenset(fixed)
