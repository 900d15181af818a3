"""What a stub promises: classes, methods, dataclasses, exceptions, and the types of answers."""

import dataclasses
import importlib.util
import inspect
import sys
import types
import typing
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.exercise.errors import ExerciseError

Check = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Method:
    """One public method of a class in the stub.

    ``check`` tells whether a plain value fits the return annotation; for a generator method
    ``check_yield`` does so for what it yields and ``check`` for what it returns.
    """

    name: str
    is_generator: bool
    annotation: str
    check: Check
    check_yield: Check


@dataclass(frozen=True, slots=True)
class Interface:
    """All that may be said to and by a solution."""

    main_class: str
    classes: Mapping[str, Mapping[str, Method]]
    records: Mapping[str, type]
    exceptions: Mapping[str, type[Exception]]
    imports: tuple[str, ...] | None = None


def load_stub(path: Path, module_name: str) -> types.ModuleType:
    """Import a stub under the name that its exercise's tests use, once.

    Raises:
        ExerciseError: It can not be imported.
    """
    if module_name in sys.modules:
        return sys.modules[module_name]
    spec = importlib.util.spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[module_name]
        raise ExerciseError(f"{path}: the stub does not load: {error}") from error
    return module


def read_interface(
    stub: types.ModuleType, main_class: str, imports: tuple[str, ...] | None = None
) -> Interface:
    """Describe a stub; ``imports`` are the modules that a solution may import, None for all.

    Raises:
        ExerciseError: It lacks its main class, or a dataclass in it is not frozen.
    """
    own = {
        name: value
        for name, value in vars(stub).items()
        if inspect.isclass(value) and value.__module__ == stub.__name__ and not name.startswith("_")
    }
    records = {name: kind for name, kind in own.items() if dataclasses.is_dataclass(kind)}
    for name, kind in records.items():
        if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise ExerciseError(f"{stub.__name__}: dataclass {name} is not frozen")
    exceptions = {name: kind for name, kind in own.items() if issubclass(kind, Exception)}
    classes = {
        name: {method.name: method for method in _methods(kind)}
        for name, kind in own.items()
        if name not in records and name not in exceptions
    }
    if main_class not in classes:
        raise ExerciseError(f"{stub.__name__}: there is no class {main_class}")
    return Interface(main_class, classes, records, exceptions, imports)


def _methods(kind: type) -> Iterator[Method]:
    for name, function in vars(kind).items():
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        hints = typing.get_type_hints(function)
        returned = hints.get("return", Any)
        yielded: Any = Any
        is_generator = typing.get_origin(returned) in (Generator, Iterator)
        text = inspect.signature(function).return_annotation
        if is_generator:
            arguments = typing.get_args(returned)
            yielded, returned = arguments[0], arguments[2] if len(arguments) > 2 else type(None)  # noqa: PLR2004
        shown = text if isinstance(text, str) else inspect.formatannotation(text)
        yield Method(name, is_generator, shown, check_for(returned), check_for(yielded))


def check_for(annotation: Any) -> Check:  # noqa: PLR0911 - one line a kind of annotation
    """Return a function that tells whether a plain value fits an annotation, exactly.

    ``int`` does not accept bool, ``float`` accepts int; what is not understood accepts everything.
    """
    if inspect.isclass(annotation) or annotation is None:
        return _check_class(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        choices = [check_for(argument) for argument in arguments]
        return lambda value: any(choice(value) for choice in choices)
    if origin is typing.Literal:
        return lambda value: any(type(value) is type(one) and value == one for one in arguments)
    if origin is list and arguments:
        return _check_list(check_for(arguments[0]))
    if origin is tuple and arguments:
        return _check_tuple(arguments)
    if origin is dict and arguments:
        return _check_dict(check_for(arguments[0]), check_for(arguments[1]))
    return lambda _: True


def _check_class(kind: type | None) -> Check:
    if kind is None or kind is type(None):
        return lambda value: value is None
    if kind is float:
        return lambda value: type(value) in (float, int)
    if dataclasses.is_dataclass(kind):
        return _check_record(kind)
    if kind in (bool, int, str, bytes, list, tuple, dict):
        return lambda value: type(value) is kind
    return lambda _: True


def _check_list(item: Check) -> Check:
    return lambda value: type(value) is list and all(map(item, value))


def _check_tuple(arguments: tuple[Any, ...]) -> Check:
    if len(arguments) == 2 and arguments[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        item = check_for(arguments[0])
        return lambda value: type(value) is tuple and all(map(item, value))
    items = [check_for(argument) for argument in arguments]
    return lambda value: (
        type(value) is tuple
        and len(value) == len(items)
        and all(check(part) for check, part in zip(items, value, strict=True))
    )


def _check_dict(key: Check, item: Check) -> Check:
    return lambda value: type(value) is dict and all(key(k) and item(v) for k, v in value.items())


def _check_record(kind: type) -> Check:
    hints = typing.get_type_hints(kind)
    checks = [(field.name, check_for(hints[field.name])) for field in dataclasses.fields(kind)]
    return lambda value: (
        type(value) is kind and all(check(getattr(value, name)) for name, check in checks)
    )
