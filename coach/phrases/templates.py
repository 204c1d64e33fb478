"""From a hassil template to the tree of its words, for the recognisers' grammars.

Matching is hassil's own; this is the other reading of the same template. Whatever touches without a space
("second[s]") is written out as whole words, because a recogniser only knows words.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from hassil.expression import Alternative, Expression, Group, ListReference, Permutation, RuleReference, TextChunk
from hassil.parse_expression import parse_sentence

from coach.phrases.grammar import NOTHING, Choice, Line, Named, Tree, Word, choice, line, sayings

Piece = str | Expression


@lru_cache(maxsize=4096)
def parse(template: str) -> Expression:
    """The parsed template, to be read only; raises hassil's ParseError when brackets do not fit.

    Kept, for a phrase file is checked, made into a grammar and searched for its words, all from the same templates.
    """
    expression: Expression = parse_sentence(template).expression
    return expression


@lru_cache(maxsize=4096)
def tree(template: str) -> Tree:
    """The tree of a template; raises KeyError where a list or rule touches a word, and as `parse` does.

    Kept, for a phrase file is checked and made into a grammar from the same templates.
    """
    return tree_of(parse(template), {})


def tree_of(expression: Expression, rules: Mapping[str, Tree], *, valued: bool = False) -> Tree:
    """The tree of words of a parsed template.

    `rules` holds what `<rule>` ("rule_NAME") and `{list}` ("list_NAME") stand for, needed only where they touch a word
    without a space.
    """
    if isinstance(expression, Alternative):
        return _collapse(choice(*(tree_of(item, rules, valued=valued) for item in expression.items)))
    if isinstance(expression, Permutation):
        raise ValueError("the sign ; is not understood here; write both orders out")
    if isinstance(expression, Group):
        return line(*(_joined(cluster, rules, valued) for cluster in _clusters(expression.items)))
    return _joined([expression], rules, valued)


def references(expression: Expression) -> Iterator[ListReference | RuleReference]:
    """Every `{list}` and `<rule>` in a parsed template."""
    if isinstance(expression, ListReference | RuleReference):
        yield expression
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from references(item)


def _collapse(tree: Tree) -> Tree:
    """An alternative of alternatives is one alternative."""
    if not isinstance(tree, Choice):
        return tree
    flat = [part for item in tree.items for part in (item.items if isinstance(item, Choice) else (item,))]
    return choice(*flat)


def _clusters(items: list[Expression]) -> Iterator[list[Piece]]:
    """Neighbours that touch without a space, together; a text chunk falls apart at its spaces."""
    cluster: list[Piece] = []
    for item in items:
        if not isinstance(item, TextChunk):
            cluster.append(item)
            continue
        words = item.text.split()
        if item.text[:1].isspace() and cluster:
            yield cluster
            cluster = []
        for index, word in enumerate(words):
            cluster.append(word)
            if index < len(words) - 1 or item.text[-1].isspace():
                yield cluster
                cluster = []
    if cluster:
        yield cluster


def _joined(cluster: list[Piece], rules: Mapping[str, Tree], valued: bool) -> Tree:
    """One cluster as a tree; only a true cluster of several pieces is written out as whole words."""
    trees = [_piece(piece, rules, valued) for piece in cluster]
    if len(trees) == 1:
        return trees[0]
    texts = [""]
    for piece, tree in zip(cluster, trees, strict=True):
        glued = _raw(piece) if not isinstance(piece, str) else [piece]
        endings = glued if glued is not None else list(sayings(tree, rules))
        texts = [text + ending for text in texts for ending in endings]
    return choice(*(line(*(Word(word, valued) for word in text.split())) for text in texts))


def _raw(expression: Expression) -> list[str] | None:
    """The literal texts of a suffix group with their own spaces, None when it holds lists or rules."""
    if isinstance(expression, TextChunk):
        return [expression.text]
    if isinstance(expression, Alternative):
        parts = [_raw(item) for item in expression.items]
        return None if None in parts else [text for part in parts if part is not None for text in part]
    if isinstance(expression, Group) and not isinstance(expression, Permutation):
        texts = [""]
        for item in expression.items:
            endings = _raw(item)
            if endings is None:
                return None
            texts = [text + ending for text in texts for ending in endings]
        return texts
    return None


def _piece(piece: Piece, rules: Mapping[str, Tree], valued: bool) -> Tree:
    if isinstance(piece, str):
        return Word(piece, valued)
    if isinstance(piece, TextChunk):
        return line(*(Word(word, valued) for word in piece.text.split()))
    if isinstance(piece, ListReference):
        return Named(f"list_{piece.list_name}")
    if isinstance(piece, RuleReference):
        return Named(f"rule_{piece.rule_name}")
    return tree_of(piece, rules, valued=valued)


__all__ = ["NOTHING", "Line", "parse", "references", "tree", "tree_of"]
