"""The catalogue: every field of every view, declared once (language · fields · views · names · names_by_type).

Checks, SQL, the tables of `threadline.analytics`, what records hand over, the enums of the wire and of the OpenAPI
document, the names of the SDK and the dashboard's menus follow from it. What a request says is in `threadline.query`.
"""

from threadline.catalog.fields import WORDS, ChangeKind, Field, FieldType, View, duration
from threadline.catalog.language import (
    AGGREGATIONS,
    DIRECTIONS,
    DURATION,
    GROUP_OPERATORS,
    MESSAGES,
    MODES,
    OPERATORS,
    TIME_FORMATS,
    TIME_UNITS,
    WEEK_STARTS,
    Aggregation,
    Direction,
    GroupOperator,
    Mode,
    Operator,
    TimeFormat,
    TimeUnit,
    WeekStart,
)
from threadline.catalog.views import VIEWS

__all__ = [
    "AGGREGATIONS",
    "DIRECTIONS",
    "DURATION",
    "GROUP_OPERATORS",
    "MESSAGES",
    "MODES",
    "OPERATORS",
    "TIME_FORMATS",
    "TIME_UNITS",
    "VIEWS",
    "WEEK_STARTS",
    "WORDS",
    "Aggregation",
    "ChangeKind",
    "Direction",
    "Field",
    "FieldType",
    "GroupOperator",
    "Mode",
    "Operator",
    "TimeFormat",
    "TimeUnit",
    "View",
    "WeekStart",
    "duration",
]
