"""What every record is made of: strict frozen shapes that remember their place, and glossed words."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from macros.records.problem import Location
from macros.records.yaml_lines import locate


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("string_too_short", "blank")
    return text


Text = Annotated[str, Field(min_length=1), AfterValidator(_not_blank)]
# YAML numbers arrive as Decimal: a count is one without a fraction.
Count = Annotated[
    int,
    Field(ge=1),
    BeforeValidator(lambda v: int(v) if isinstance(v, Decimal) and v == int(v) else v),
]
# Whole figures are published as JSON integers: the plan says 15 %, not 15.0 %.
Figure = Annotated[
    Decimal,
    Field(ge=0),
    PlainSerializer(lambda v: int(v) if v == int(v) else float(v), return_type=int | float),
]


class Gloss(StrEnum):
    """An English word for the data with the Chinese words that explain it."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Gloss:
        """Make a member of a word, its short Chinese label and its meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.meaning = label, meaning
        return member


class Record(BaseModel):
    """A frozen, strict record that remembers where in its YAML file it was written."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    _origin: Any = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_origin(cls, data: Any, handler: Any) -> Any:
        record = handler(data)
        record._origin = data
        return record

    def at(self, *path: str | int) -> Location:
        """Where this record, or the field at `path`, stands in its file."""
        return locate(self._origin, path, Location("?"))
