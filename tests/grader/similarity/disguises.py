"""What is done to a copy so that it looks like another's work; of our own solutions, so they are parsed."""

import ast
import random

_RESERVED = frozenset({"self", "cls"})


class _Renamed(ast.NodeTransformer):
    """Every name that the author chose, by another one."""

    def __init__(self, fixed: frozenset[str]) -> None:
        self._fixed = fixed
        self._names: dict[str, str] = {}

    def _other(self, name: str) -> str:
        if name in self._fixed or name in _RESERVED:
            return name
        return self._names.setdefault(name, f"mine_{len(self._names)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(self._other(node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        self.generic_visit(node)
        node.arg = self._other(node.arg)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        node.attr = self._other(node.attr)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self._other(node.name)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.name = self._other(node.name)
        return node


def renamed(source: str, fixed: frozenset[str]) -> str:
    """Return it with other names and another layout, without comments."""
    return ast.unparse(ast.fix_missing_locations(_Renamed(fixed).visit(ast.parse(source))))


def reordered(source: str, seed: int) -> str:
    """Return it with the functions of each class, and the classes, in another order."""
    tree = ast.parse(source)
    randomness = random.Random(seed)
    holders: list[ast.Module | ast.ClassDef] = [tree]
    holders += [item for item in ast.walk(tree) if isinstance(item, ast.ClassDef)]
    for node in holders:
        movable = (ast.FunctionDef, ast.ClassDef)
        places = [index for index, item in enumerate(node.body) if isinstance(item, movable)]
        moved = [node.body[index] for index in places]
        randomness.shuffle(moved)
        for index, item in zip(places, moved, strict=True):
            node.body[index] = item
    return ast.unparse(tree)


def commented(source: str) -> str:
    """Return it with a comment of its own before every line, and none of the old ones."""
    lines = ast.unparse(ast.parse(source)).splitlines()
    return "\n".join(f"{line}  # step {number}" for number, line in enumerate(lines)) + "\n"


def disguised(source: str, fixed: frozenset[str], seed: int = 1) -> str:
    """Return it under all disguises at once."""
    return commented(reordered(renamed(source, fixed), seed))


def padded(source: str, every: int) -> str:
    """Return it with an idle statement after so many statements."""
    tree = ast.parse(source)
    count = 0
    for node in list(ast.walk(tree)):
        if not isinstance(node, (ast.FunctionDef, ast.For, ast.While, ast.If)):
            continue
        body: list[ast.stmt] = []
        for item in node.body:
            count += 1
            if count % every == 0:
                body += ast.parse(f"unused_{count} = {count}").body
            body.append(item)
        node.body = body
    return ast.unparse(ast.fix_missing_locations(tree))
