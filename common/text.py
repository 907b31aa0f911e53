"""Texts in both languages, and the base of models that people write in files."""

from __future__ import annotations

from typing import TypedDict

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Base of models that people write in files: frozen, numbers finite, and an unknown key is an error."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class FieldWords(TypedDict):
    """What is wrong with one field, or with one thing that was sent, as a person reads it; of any length."""

    zh: str
    en: str


class Text(Strict):
    """A text in both languages of the site, Chinese first."""

    zh: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)
