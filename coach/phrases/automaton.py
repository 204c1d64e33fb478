"""The grammar as a small machine: states and words between them, as few as there can be.

It answers what a tree cannot: can this sentence still go on, and would that change its meaning? And which few phrases
show a recogniser every pair of neighbouring words? The recogniser itself is faster on it, too.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

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


@dataclass(slots=True)
class _Draft:
    """The machine while it is being made: arcs without a word are `empty`; an arc knows whether its word is a value."""

    arcs: list[list[tuple[str, bool, State]]] = field(default_factory=list)
    empty: list[list[State]] = field(default_factory=list)

    def state(self) -> State:
        self.arcs.append([])
        self.empty.append([])
        return len(self.arcs) - 1

    def add(self, tree: Tree, start: State, rules: Mapping[str, Tree]) -> State:
        """Lay the tree out from `start`; returns the state behind it."""
        if isinstance(tree, Word):
            end = self.state()
            self.arcs[start].append((tree.text, tree.valued, end))
            return end
        if isinstance(tree, Named):
            return self.add(rules[tree.name], start, rules)
        if isinstance(tree, Line):
            for item in tree.items:
                start = self.add(item, start, rules)
            return start
        end = self.state()
        for item in tree.items:
            self.empty[self.add(item, start, rules)].append(end)
        return end

    def reach(self, states: Iterable[State]) -> frozenset[State]:
        """These states and all that can be reached without a word."""
        found = set(states)
        waiting = list(found)
        while waiting:
            for following in self.empty[waiting.pop()]:
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return frozenset(found)


def automaton(grammar: Grammar) -> Automaton:
    """The smallest machine that accepts exactly the phrases of the grammar."""
    draft = _Draft()
    start = draft.state()
    ends = {draft.add(tree, start, grammar.rules): label for label, tree in grammar.roots.items()}
    sets, arcs = _determine(draft, start)
    finals = {
        state: frozenset(ends[member] for member in members if member in ends)
        for state, members in enumerate(sets)
        if any(member in ends for member in members)
    }
    valued = _valued_words(draft, sets)
    classes = _classes(arcs, finals, valued)
    return _merged(arcs, finals, valued, classes)


def _determine(draft: _Draft, start: State) -> tuple[list[frozenset[State]], list[dict[str, State]]]:
    first = draft.reach([start])
    numbers, sets, arcs = {first: 0}, [first], [dict[str, State]()]
    waiting = deque([first])
    while waiting:
        members = waiting.popleft()
        following: dict[str, set[State]] = {}
        for member in members:
            for word, _, end in draft.arcs[member]:
                following.setdefault(word, set()).add(end)
        for word in sorted(following):
            reached = draft.reach(following[word])
            if reached not in numbers:
                numbers[reached] = len(sets)
                sets.append(reached)
                arcs.append({})
                waiting.append(reached)
            arcs[numbers[members]][word] = numbers[reached]
    return sets, arcs


def _valued_words(draft: _Draft, sets: Sequence[frozenset[State]]) -> list[frozenset[str]]:
    """Per state, the words on its arcs that are part of a slot's value."""
    return [frozenset(word for member in members for word, value, _ in draft.arcs[member] if value) for members in sets]


def _classes(
    arcs: Sequence[Mapping[str, State]], finals: Mapping[State, frozenset[Label]], valued: Sequence[frozenset[str]]
) -> list[int]:
    """States that can do the same get the same number (Moore's way: split until nothing splits any more)."""
    signature: list[object] = [(finals.get(state), valued[state]) for state in range(len(arcs))]
    classes, many = _numbered(signature), 0
    while max(classes) + 1 > many:
        many = max(classes) + 1
        refined = [
            (classes[state], tuple(sorted((word, classes[end]) for word, end in arcs[state].items())))
            for state in range(len(arcs))
        ]
        classes = _numbered(refined)
    return classes


def _numbered(keys: Sequence[object]) -> list[int]:
    fresh = count()
    numbers: dict[object, int] = {}
    return [numbers[key] if key in numbers else numbers.setdefault(key, next(fresh)) for key in keys]


def _merged(
    arcs: Sequence[Mapping[str, State]],
    finals: Mapping[State, frozenset[Label]],
    valued: Sequence[frozenset[str]],
    classes: Sequence[int],
) -> Automaton:
    size = max(classes) + 1
    merged: list[dict[str, State]] = [{} for _ in range(size)]
    ends: dict[State, frozenset[Label]] = {}
    values: list[frozenset[str]] = [frozenset()] * size
    for state, number in enumerate(classes):
        merged[number] = {word: classes[end] for word, end in arcs[state].items()}
        values[number] = valued[state]
        if state in finals:
            ends[number] = finals[state]
    return Automaton(tuple(merged), ends, _fixed(merged, ends, values))


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
