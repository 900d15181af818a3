"""What is wrong with a solution before it is sent, told to the student who can still mend it.

For the sender's own machine: the code is parsed here, in the student's own process, and never run.
Whoever takes a submission in trusts none of this and checks again.
"""

import ast
import warnings
from collections.abc import Iterator

from grader.submissions.vetting import fault_of, without_byte_order_mark
from harness.exercise.manifest import Manifest

_FUTURE = "__future__"
_TOO_DEEP = (RecursionError, MemoryError)
_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


def faults_in_bytes(source: bytes) -> tuple[str, ...]:
    """Return why nobody would take the file: size, encoding, or that it is empty."""
    fault = fault_of(source)
    if fault is None and not without_byte_order_mark(source).strip():
        fault = "the file is empty"
    return () if fault is None else (fault,)


def faults_in_code(source: str, manifest: Manifest) -> tuple[str, ...]:
    """Return why the judge would give it no points: syntax, main class, imports."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the student's code, not of ours
            tree = ast.parse(source)
    except SyntaxError as error:
        return (f"line {error.lineno or 1}: {error.msg}",)
    except (ValueError, *_TOO_DEEP) as error:
        return (f"it can not be parsed: {str(error) or type(error).__name__}",)
    faults = list(_import_faults(tree, manifest))
    if manifest.main_class not in _top_level_names(tree):
        faults.insert(0, f"there is no class {manifest.main_class}")
    return tuple(dict.fromkeys(faults))


def _import_faults(tree: ast.Module, manifest: Manifest) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: it can not import from files beside it"
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and manifest.imports is not None:
            for name in _modules(node):
                if name not in {*manifest.imports, _FUTURE}:
                    allowed = ", ".join(manifest.imports)
                    yield f"line {node.lineno}: {name} may not be imported here, only {allowed}"


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
    return [name.partition(".")[0] for name in names if name]


def _top_level_names(tree: ast.Module) -> set[str]:
    """Return what the module may bind: by class, assignment or import, under conditions too."""
    found: set[str] = set()
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
        if not isinstance(node, _Scope):
            waiting += ast.iter_child_nodes(node)
    return found
