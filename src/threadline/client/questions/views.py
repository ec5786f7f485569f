"""The questions of the four views. They are what `question` has, and type checkers know of what there are numbers."""

from typing import Generic, Self, TypeVar

from threadline.catalog.names import (
    AnyField,
    ConversationField,
    ConversationNumber,
    ConversationRange,
    EventField,
    EventNumber,
    EventRange,
    FeedbackField,
    FeedbackNumber,
    FeedbackRange,
    NumberField,
    RangeField,
    SemanticThreadField,
    SemanticThreadNumber,
    SemanticThreadRange,
)
from threadline.client.questions.operands import Operand
from threadline.client.questions.question import Question

K = TypeVar("K", bound=AnyField)
S = TypeVar("S", bound=NumberField)
R = TypeVar("R", bound=RangeField)


class ViewQuestion(Question[K], Generic[K, S, R]):
    """A question to a view: `S` are the fields that can be added up, `R` those with a smallest and a largest value."""

    __slots__ = ()

    def sum(self, of: S | Operand[S]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for all values added up."""
        return self._aggregated("sum", of)

    def avg(self, of: S | Operand[S]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the mean."""
        return self._aggregated("avg", of)

    def min(self, of: R | Operand[R]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the smallest value; of a time, the time itself."""
        return self._aggregated("min", of)

    def max(self, of: R | Operand[R]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the largest value; of a time, the time itself."""
        return self._aggregated("max", of)

    def median(self, of: S | Operand[S]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the value in the middle (extension)."""
        return self._aggregated("median", of)

    def p90(self, of: S | Operand[S]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the value that nine of ten do not exceed (extension)."""
        return self._aggregated("p90", of)

    def p95(self, of: S | Operand[S]) -> Self:  # type: ignore[override]  # a view takes less than any question
        """Ask for the value that nineteen of twenty do not exceed (extension)."""
        return self._aggregated("p95", of)


class ConversationQuestion(ViewQuestion[ConversationField, ConversationNumber, ConversationRange]):
    """A question to conversations."""

    __slots__ = ()


class EventQuestion(ViewQuestion[EventField, EventNumber, EventRange]):
    """A question to events."""

    __slots__ = ()


class FeedbackQuestion(ViewQuestion[FeedbackField, FeedbackNumber, FeedbackRange]):
    """A question to feedback."""

    __slots__ = ()


class ThreadQuestion(ViewQuestion[SemanticThreadField, SemanticThreadNumber, SemanticThreadRange]):
    """A question to semantic threads."""

    __slots__ = ()

    def nearest_to(self, text: str) -> Self:
        """Find the threads nearest to a text, best first."""
        return self._with(query=text)


class Questions:
    """Where questions begin: one to each view."""

    conversations = ConversationQuestion("conversations")
    events = EventQuestion("events")
    feedback = FeedbackQuestion("feedback")
    semantic_threads = ThreadQuestion("semantic-threads")
