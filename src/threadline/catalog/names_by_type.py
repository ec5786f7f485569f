"""What the catalogue says of fields by their names alone, for values and questions that belong to no view."""

from threadline.catalog.fields import FieldType
from threadline.catalog.views import VIEWS


def _of_types(*types: FieldType) -> frozenset[str]:
    return frozenset(field.name for view in VIEWS.values() for field in view.fields if field.type in types)


ALL_FIELDS = tuple(dict.fromkeys(name for view in VIEWS.values() for name in view.names))
JSON_FIELDS = _of_types("object", "objects")
TIMES = _of_types("timestamp")
WHOLE_NUMBERS = _of_types("integer")
FLAGS = _of_types("boolean")
TEXT_LISTS = _of_types("string_list")
