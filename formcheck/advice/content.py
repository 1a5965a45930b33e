"""What can be said: topics of sentences, each with its source, read from `advice.toml`."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Situation = Literal[
    "always", "no-history", "load", "imbalance", "volume", "sitting", "neck-flagged",
    "neck-pain", "shoulder-history", "arthritis",
]  # fmt: skip

INFORMS = "This informs; it does not diagnose, and it does not replace somebody who can examine you."
_FILE = "advice.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    """Where a sentence comes from.

    Attributes:
        kind: What kind of source it is.
        text: Author, year, and what it says, as far as they are known.
    """

    kind: Literal["trial", "review", "article", "practice", "design"]
    text: str


class Sentence(_Strict):
    """One piece of advice, and the id of its source."""

    text: str
    source: str


class Topic(_Strict):
    """Sentences that belong together.

    Attributes:
        id: Its name.
        title: For people.
        when: In which situations it is said; any of them is enough.
        sentences: What is said.
    """

    id: str
    title: str
    when: tuple[Situation, ...] = Field(min_length=1)
    sentences: tuple[Sentence, ...] = Field(min_length=1)


class Content(_Strict):
    """Everything that can be said, the topics that count most first."""

    source: Mapping[str, Source]
    topic: tuple[Topic, ...]

    @model_validator(mode="after")
    def _sources_are_known(self) -> Self:
        named = {sentence.source for topic in self.topic for sentence in topic.sentences}
        unknown, idle = named - self.source.keys(), self.source.keys() - named
        if unknown or idle:
            raise ValueError(f"sources that are not there: {sorted(unknown)}; not used: {sorted(idle)}")
        return self

    def topics(self, situations: Collection[Situation]) -> tuple[Topic, ...]:
        """The topics of some situations; what is always said is among them."""
        wanted = {"always", *situations}
        return tuple(topic for topic in self.topic if wanted & {*topic.when})


@cache
def content() -> Content:
    """What comes with the program.

    Example:
        >>> [topic.id for topic in content().topics(["load"])]
        ['stop', 'load', 'strength']
    """
    text = resources.files("formcheck.advice").joinpath(_FILE).read_text(encoding="utf-8")
    return Content.model_validate(tomllib.loads(text))
