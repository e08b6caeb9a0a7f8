"""Facts taken out of their wrappings, with what these said of who says them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_origin

from pydantic import ValidationError

from guard.errors import Fault
from guard.request.fact import model_in, plain_type
from guard.request.faults import MOST, KeyPath, Placer, faults_of
from guard.request.forms import Money
from guard.request.local import LocalValue
from guard.request.provenance import WRAPPED, Provenance, Said


@dataclass(slots=True)
class Unwrapping:
    """What the wrappings in one document said, and the first faults of the wrappings themselves."""

    place: Placer
    said: dict[KeyPath, Provenance] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def bare(self, value: Any, annotation: Any, path: KeyPath) -> Any:
        """``value`` as it would be without wrappings; what does not fit is left as it is."""
        kind = plain_type(annotation)
        if isinstance(value, dict) and WRAPPED in value and wrappable(kind):
            value = self._opened(value, path)
        if isinstance(value, list) and (model := model_in(kind)) and get_origin(kind) is list:
            return [self.bare(item, model, (*path, at)) for at, item in enumerate(value)]
        if isinstance(value, dict):
            return dict(self._members(value, kind, path))
        return value

    def _members(
        self, group: dict[str, Any], kind: Any, path: KeyPath
    ) -> Iterator[tuple[str, Any]]:
        model = model_in(kind)
        fields = model.model_fields if model and model is kind else {}
        for key, value in group.items():
            if key in fields:
                yield key, self.bare(value, fields[key].annotation, (*path, key))
            elif get_origin(kind) is dict:
                yield key, self.bare(value, LocalValue, (*path, key))
            else:
                yield key, value

    def _opened(self, wrapping: dict[str, Any], path: KeyPath) -> Any:
        rest = {key: value for key, value in wrapping.items() if key != WRAPPED}
        try:
            said = Said.model_validate(rest)
        except ValidationError as error:
            if len(self.faults) < MOST:
                self.faults += faults_of(error, Said, path, self.place)
        else:
            self.said[path] = Provenance(said.source or "", said.by or "", said.on)
        return wrapping[WRAPPED]


def wrappable(kind: Any) -> bool:
    """Whether a fact of this bare type may be wrapped: every fact, but not a group of facts."""
    if kind is Money:
        return True
    return get_origin(kind) is not dict and model_in(kind) is not kind
