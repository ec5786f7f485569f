"""The catalogue: every field of every view, declared once (fields · views).

Checks, SQL, the tables of `threadline.analytics`, the enums of the OpenAPI document and the dashboard's menus
follow from it. What a request says is in `threadline.query`.
"""

from threadline.catalog.fields import (
    AGGREGATIONS,
    DURATION,
    MESSAGES,
    TIME_UNITS,
    WEEK_STARTS,
    WORDS,
    Aggregation,
    Field,
    FieldType,
    TimeUnit,
    View,
    WeekStart,
    duration,
)
from threadline.catalog.views import VIEWS

__all__ = [
    "AGGREGATIONS",
    "DURATION",
    "MESSAGES",
    "TIME_UNITS",
    "VIEWS",
    "WEEK_STARTS",
    "WORDS",
    "Aggregation",
    "Field",
    "FieldType",
    "TimeUnit",
    "View",
    "WeekStart",
    "duration",
]
