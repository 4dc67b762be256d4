"""Reads YAML text without YAML's guesses: every scalar is text, a key given twice is a fault, each part has its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from streams.law.errors import LawFault


@dataclass(frozen=True, slots=True)
class LawText:
    """One law file as read: its name, its content of dicts, lists and strings, and the lines of its parts."""

    file: str
    content: Any
    _root: yaml.Node

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the part that a path of keys and indices leads to, or of the nearest one above it."""
        node, line = self._root, self._root.start_mark.line + 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line


MOST_DEPTH = 20
"""Most levels of nesting; the deepest of our own files has 5, and the YAML reader recurses once a level."""

MOST_PARTS = 100_000
"""Most parts of a file with aliases expanded: fifty times our largest file, and read in a second."""


def read_text(file: str, text: str) -> LawText | list[LawFault]:
    """Read a law file; the faults where it is no plain YAML."""
    try:
        return _read(file, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [LawFault(file, mark.line + 1 if mark else 1, "", str(error.problem), "well-formed plain YAML")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return [LawFault(file, line, "", f"the character {text[error.position]!r}", "printable text")]


def _read(file: str, text: str) -> LawText | list[LawFault]:
    too_deep = _too_deep(text)
    if too_deep is not None:
        return [LawFault(file, too_deep, "", f"parts nested deeper than {MOST_DEPTH}", "the form of our own files")]
    loader = yaml.BaseLoader(text)  # knows no types: `off` is a word, 360104 a code, until the shape converts them
    root = loader.get_single_node()
    if root is None:
        return [LawFault(file, 1, "", "an empty file", "a law file with at least one section")]
    if _parts(root, {}) > MOST_PARTS:
        given = f"aliases that come to more than {MOST_PARTS:,} parts"
        return [LawFault(file, root.start_mark.line + 1, "", given, "each value written where it is used")]
    return list(_doubles(file, root)) or LawText(file, loader.construct_document(root), root)


def _too_deep(text: str) -> int | None:
    """The line in which parts are first nested too deep; None where they are not. Does not recurse."""
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _parts(node: yaml.Node, known: dict[int, int]) -> int:
    """Count the parts of a node with all aliases in it expanded; each node is visited once.

    An alias to an enclosing node counts nothing here: it is a fault of its own.
    """
    if id(node) not in known:
        known[id(node)] = 0
        children = node.value if isinstance(node, yaml.SequenceNode) else ()
        if isinstance(node, yaml.MappingNode):
            children = [part for pair in node.value for part in pair]
        known[id(node)] = 1 + sum(_parts(child, known) for child in children)
    return known[id(node)]


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None


def _doubles(file: str, node: yaml.Node, above: tuple[yaml.Node, ...] = (), path: str = "") -> Iterator[LawFault]:
    if node in above:
        yield LawFault(file, node.start_mark.line + 1, path, "an alias to what it stands in", "no such alias")
    elif isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            here = f"{path}.{name}".lstrip(".")
            if name in first:
                yield LawFault(
                    file, line, here, f"the key a second time (first in line {first[name]})", "each key once"
                )
            first.setdefault(name, line)
            yield from _doubles(file, value, (*above, node), here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _doubles(file, value, (*above, node), f"{path}.{index}")
