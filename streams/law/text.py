"""YAML text without YAML's guesses: every scalar is text, a key given twice is a fault, each part has its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from streams.law.errors import LawFault


@dataclass(frozen=True, slots=True)
class LawText:
    """One law file as it was read: its name, its content of dicts, lists and strings, and the lines of its parts."""

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


def read_text(file: str, text: str) -> LawText | list[LawFault]:
    """What a law file says, or its faults as YAML."""
    try:
        return _read(file, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return [LawFault(file, mark.line + 1 if mark else 1, "", str(error.problem), "well-formed plain YAML")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return [LawFault(file, line, "", f"the character {text[error.position]!r}", "printable text")]


def _read(file: str, text: str) -> LawText | list[LawFault]:
    loader = yaml.BaseLoader(text)  # knows no types: `off` is a word, 360104 a code, until the shape says otherwise
    root = loader.get_single_node()
    if root is None:
        return [LawFault(file, 1, "", "an empty file", "a law file with at least one section")]
    return list(_doubles(file, root)) or LawText(file, loader.construct_document(root), root)


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
