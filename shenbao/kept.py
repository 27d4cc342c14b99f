"""A filing's document as `shenbao run` keeps it: read for the rules alone, and put back.

A document is 300 KB, of which the declaration is a tenth. The evidence is looked
through for doubts and blanks, the tables pass through as bytes: of either no more is made
than the rules need, for making Python's objects of a document takes longer than the rules.
"""

from dataclasses import dataclass
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, core_schema

from normalize.models import (
    Declaration,
    Finding,
    Outcomes,
    ProblemModel,
    Source,
)
from shenbao.checking import Told, says_nothing
from shenbao.errors import UnreadableFile

_KEYS = ("source", "declaration", "evidence", "findings", "outcomes", "tables", "problems")
# Only the document of an unknown form has it, at its end.
_PAIRS = "pairs"

_DECLARATION: TypeAdapter[Declaration | None] = TypeAdapter(Declaration | None)
_PROBLEMS = TypeAdapter(list[ProblemModel])
_FINDINGS = TypeAdapter(list[Finding])


def _some_of(**fields: core_schema.CoreSchema) -> core_schema.CoreSchema:
    """An object of which these fields are taken; the others only have to be JSON."""
    kept = {name: core_schema.typed_dict_field(field) for name, field in fields.items()}
    return core_schema.typed_dict_schema(kept, extra_behavior="ignore")


_STRING = core_schema.str_schema(strict=True)
_OTHERS = core_schema.with_default_schema(core_schema.list_schema(_STRING), default=())
_EVIDENCE = SchemaValidator(
    core_schema.dict_schema(
        _STRING,
        _some_of(raw=_STRING, sure=core_schema.bool_schema(strict=True), others=_OTHERS),
    )
)
_TABLES = SchemaValidator(core_schema.list_schema(_some_of()))


class NoDocument(UnreadableFile):
    """A file among the kept results that is no document of this version's schema."""

    default_reason = "is not a document that this version of shenbao keeps"
    default_remedy = "Read its filing again with shenbao run."


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rules need of a document. `evidence` is that of doubts, blanks and what was
    not read alone.
    """

    source: Source
    declaration: Declaration | None
    evidence: dict[str, Told]
    problems: list[ProblemModel]
    data: bytes
    parts: dict[str, bytes]


def read_kept(path: Path) -> Kept:
    """The document at `path`.

    Raises:
        NoDocument: it is broken, or of another schema.
    """
    try:
        return _kept(path.read_bytes())
    except OSError as error:
        raise NoDocument(path, f"cannot be read: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(map(str, first["loc"]))
        raise NoDocument(path, f"{NoDocument.default_reason}: {place}: {first['msg']}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoDocument(path, f"{NoDocument.default_reason}: {error}") from None


def _kept(data: bytes) -> Kept:
    if parts := _cut(data):
        try:
            return _of_parts(data, parts)
        except ValueError:
            pass  # not as shenbao writes it, or cut at a key of the same name further inside
    return _of_parts(data, _parsed(data))


def _of_parts(data: bytes, parts: dict[str, bytes]) -> Kept:
    _TABLES.validate_json(parts["tables"])
    problems = _PROBLEMS.validate_json(parts["problems"])
    unread = frozenset(problem.pointer for problem in problems if problem.pointer)
    return Kept(
        Source.model_validate_json(parts["source"]),
        _DECLARATION.validate_json(parts["declaration"]),
        telling(parts["evidence"], unread),
        problems,
        data,
        parts,
    )


def telling(evidence: bytes, unread: frozenset[str] = frozenset()) -> dict[str, Told]:
    """The evidence of what was read with doubt, of what gave no value, and of `unread`."""
    return {
        pointer: Told(**place)
        for pointer, place in _EVIDENCE.validate_json(evidence).items()
        if not place["sure"] or pointer in unread or says_nothing(place["raw"])
    }


def _cut(data: bytes) -> dict[str, bytes] | None:
    """The parts by the places of their keys; None where they do not stand in this order.

    A quotation mark inside a text is escaped, so that `,"findings":` is a key, if
    perhaps one further inside (a user's own form may have it): then the parts are
    no JSON by themselves.
    """
    start, end = b'{"source":', data.rstrip()
    if not end.startswith(start) or not end.endswith(b"}"):
        return None
    parts, begin = [], len(start)
    for key in _KEYS[1:]:
        mark = f',"{key}":'.encode()
        at = end.find(mark, begin)
        if at < 0:
            return None
        parts.append(end[begin:at])
        begin = at + len(mark)
    return dict(zip(_KEYS, [*parts, end[begin:-1]], strict=True))


def parts_of(data: bytes) -> dict[str, bytes]:
    """The JSON of each key of a document, by the places of the keys where that goes.

    Raises:
        ValueError: it is no JSON object with the keys of a document.
    """
    return _cut(data) or _parsed(data)


def _parsed(data: bytes) -> dict[str, bytes]:
    document = orjson.loads(data)
    if not isinstance(document, dict) or set(document) - {_PAIRS} != set(_KEYS):
        raise ValueError("it has other keys")
    return {key: orjson.dumps(value) for key, value in document.items()}


def with_findings(
    kept: Kept, findings: list[Finding], outcomes: Outcomes, problems: list[ProblemModel]
) -> bytes:
    """The document with these findings, outcomes and problems; all else byte for byte."""
    parts = kept.parts | {
        "findings": _FINDINGS.dump_json(findings, by_alias=True),
        "outcomes": outcomes.model_dump_json(by_alias=True).encode(),
        "problems": _PROBLEMS.dump_json(problems, by_alias=True),
    }
    keys = [*_KEYS, *([_PAIRS] if _PAIRS in parts else [])]
    return b"{" + b",".join(b'"%b":%b' % (key.encode(), parts[key]) for key in keys) + b"}\n"
