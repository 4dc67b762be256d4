"""Reads YAML text without YAML's guesses: every scalar is text, a key given twice is a fault, each part has its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import yaml

from schemas.texts.bounds import LAW_BOUNDS, TextBounds
from schemas.texts.fault import FileFault


@dataclass(frozen=True, slots=True)
class YamlText:
    """One file as read: its name, its content of dicts, lists and strings, the places of its parts, and its bounds."""

    file: str
    content: Any
    _root: yaml.Node
    bounds: TextBounds

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the part that a path of keys and indices leads to, or of the nearest one above it."""
        return self.place(path)[0]

    def place(self, path: Sequence[str | int]) -> tuple[int, int]:
        """The line and column of that part: of its key, or of the item of a list."""
        node, mark = self._root, self._root.start_mark
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            node, mark = found
        return mark.line + 1, mark.column + 1


def read_text(file: str, text: str, bounds: TextBounds = LAW_BOUNDS) -> YamlText | list[FileFault]:
    """Read a file; the faults where it is no plain YAML, or is beyond its bounds."""
    if len(text) > bounds.characters:
        given, allowed = f"{len(text):,} characters", f"at most {bounds.characters:,}"
        return [FileFault(file, 1, "", given, allowed, int(bounds.columns))]
    try:
        return _read(file, text, bounds)
    except yaml.MarkedYAMLError as error:
        return [_marked(file, error.problem_mark or error.context_mark, str(error.problem), _PLAIN, bounds)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position) if bounds.columns else 0
        return [FileFault(file, line, "", f"the character {text[error.position]!r}", "printable text", column)]


_PLAIN = "well-formed plain YAML"


def _read(file: str, text: str, bounds: TextBounds) -> YamlText | list[FileFault]:
    beyond = _beyond(file, text, bounds)
    if beyond is not None:
        return [beyond]
    loader = yaml.BaseLoader(text)  # knows no types: `off` is a word, 360104 a code, until the shape converts them
    root = loader.get_single_node()
    if root is None:
        return [FileFault(file, 1, "", "an empty file", bounds.example, int(bounds.columns))]
    if _parts(root, {}) > bounds.parts:
        given = f"aliases that come to more than {bounds.parts:,} parts"
        return [_marked(file, root.start_mark, given, "each value written where it is used", bounds)]
    doubles = [_marked(file, mark, given, allowed, bounds, path) for mark, path, given, allowed in _doubles(root)]
    return doubles or YamlText(file, loader.construct_document(root), root, bounds)


def _beyond(file: str, text: str, bounds: TextBounds) -> FileFault | None:
    """The fault of a text that is nested too deep, or that has an alias where none is allowed; does not recurse."""
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > bounds.depth:
                given = f"parts nested deeper than {bounds.depth}"
                return _marked(file, event.start_mark, given, "the form of our own files", bounds)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not bounds.aliases and isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            return _marked(file, event.start_mark, "an anchor or alias", "each value written where it is used", bounds)
    return None


class _Mark(Protocol):
    """A place in a text, as the YAML reader's own or its C library have it; both count from 0."""

    line: int
    column: int


def _marked(file: str, mark: _Mark | None, given: str, allowed: str, bounds: TextBounds, path: str = "") -> FileFault:
    """A fault at a mark of the YAML reader; at the first line where it has none."""
    line, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
    return FileFault(file, line, bounds.shown(path), given, allowed, column if bounds.columns else 0)


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


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Mark] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark
    return None


def _doubles(
    node: yaml.Node, above: tuple[yaml.Node, ...] = (), path: str = ""
) -> Iterator[tuple[yaml.Mark, str, str, str]]:
    """The keys given twice and the aliases to what they stand in: mark, path, what was given, what is allowed."""
    if node in above:
        yield node.start_mark, path, "an alias to what it stands in", "no such alias"
    elif isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            here = f"{path}.{name}".lstrip(".")
            if name in first:
                yield key.start_mark, here, f"the key a second time (first in line {first[name]})", "each key once"
            first.setdefault(name, line)
            yield from _doubles(value, (*above, node), here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _doubles(value, (*above, node), f"{path}.{index}")
