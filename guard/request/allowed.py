"""What may be written for a fact, in words."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from guard.request.fact import Facts, Vocabulary, known, plain_type
from guard.request.forms import Form

_PLAIN = {
    bool: "true or false, without quotation marks",
    int: "a whole number",
    Decimal: "a number",
    dt.date: "a date, such as 2026-11-22",
    str: "text in quotation marks",
}


def allowed(annotation: Any) -> str:
    """Words that finish the sentence "Write …" for a fact of this type."""
    annotation = known(annotation)
    if form := form_of(annotation):
        return form.words
    if get_origin(annotation) is list:
        return (
            f"a list in square brackets, of which each item is {allowed(get_args(annotation)[0])}"
        )
    if isinstance(annotation, type) and issubclass(annotation, Vocabulary):
        return "one of " + ", ".join(f'"{word}"' for word in annotation)
    if isinstance(annotation, type) and issubclass(annotation, Facts):
        return "a group with any of the keys " + ", ".join(fields_of(annotation))
    return _PLAIN.get(annotation, "a group of facts")


def form_of(annotation: Any) -> Form | None:
    """The form that a fact of this type must have, or None where any value of the type will do."""
    metadata = getattr(known(annotation), "__metadata__", ())
    return next((part for part in metadata if isinstance(part, Form)), None)


def fields_of(model: type[Facts]) -> dict[str, FieldInfo]:
    """The fields of a group by the key under which each is written."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def annotation_of(field: FieldInfo) -> Any:
    """The annotation of a field as written; pydantic takes it apart for facts that are required."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def annotation_at(annotation: Any, path: tuple[str | int, ...]) -> Any:
    """The annotation of what stands at ``path`` inside a fact of type ``annotation``.

    Forms are kept. Raises LookupError when no fact can stand there.
    """
    for part in path:
        bare = plain_type(annotation)
        if isinstance(bare, type) and issubclass(bare, Facts):
            annotation = annotation_of(fields_of(bare)[str(part)])
        elif args := get_args(known(annotation)):
            annotation = args[-1]  # the items of a list, the values of a dict
        else:
            raise LookupError(part)
    return annotation
