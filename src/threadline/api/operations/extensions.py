"""Operations that the vendor's contract does not have. Their paths begin with `/v1`, where the contract has none."""

from __future__ import annotations

from threadline.api.operations.operation import ALWAYS, READS, STATUS, Operation, Parameter
from threadline.api.routes import bulk, queries, search
from threadline.catalog import VIEWS
from threadline.wire import bulk as wire_bulk
from threadline.wire import conversations as wire_conversations
from threadline.wire import drilldown as wire_drilldown
from threadline.wire import search as wire_search
from threadline.wire import words as wire_words
from threadline.wire.bulk import MOST_LINES

EXTENSIONS = (
    Operation(
        method="POST",
        path="/v1/query/{view}/drilldown",
        id="drillDown",
        tag="Threadline",
        summary="Drill Down",
        sentence=(
            "Finds what is behind a number: takes a query to the view and one row of its answer, and answers the filter"
            " that selects the rows behind it, how many they are, and the conversations that they are about, newest"
            " first, in pages."
        ),
        handle=queries.drill_down,
        body=wire_drilldown.Drilldown,
        answer=wire_drilldown.DrilldownAnswer,
        parameters=(Parameter("view", "path", {"enum": list(VIEWS)}, "The view that was asked."),),
        problems=(*READS, STATUS.NOT_FOUND),
        is_extension=True,
    ),
    Operation(
        method="POST",
        path="/v1/search",
        id="searchMessages",
        tag="Threadline",
        summary="Search Messages",
        sentence=(
            'Finds messages by their words: all words, `"phrases in quotes"` and `prefix*` of the text, and none of its'
            " `-words`; without case and accents. Of a search with more than 10,000 hits, the best of the 10,000 stored"
            " last come first, and `total` is left out. Order `newest` is exact."
        ),
        handle=search.messages,
        body=wire_search.SearchMessages,
        answer=wire_search.SearchAnswer,
        problems=READS,
        is_extension=True,
    ),
    Operation(
        method="POST",
        path="/v1/words",
        id="frequentWords",
        tag="Threadline",
        summary="Frequent Words",
        sentence=(
            "The words that the conversations of a filter have more often than all conversations of the project, the"
            " most telling first. Of more than 1,000 conversations, an even sample of so many is read."
        ),
        handle=search.words,
        body=wire_words.AskForWords,
        answer=wire_words.WordsAnswer,
        problems=READS,
        is_extension=True,
    ),
    Operation(
        method="POST",
        path="/v1/bulk/conversations",
        id="logConversationsInBulk",
        tag="Threadline",
        summary="Log Conversations In Bulk",
        sentence=(
            "Stores many conversations: a body of up to 100 MB with one `CreateConversation` a line, answered with one"
            " `LineResult` a line. Lines are stored in groups, each durable before its results are told; a line that is"
            " refused keeps no other from being stored. Give every conversation an `id`: then sending the same body"
            f" again changes nothing. Behind {MOST_LINES:,} lines nothing more is read: the last result then has the"
            " code `payload_too_large` and stands for all from its `line` to its `lastLine`; send these in another"
            " request."
        ),
        handle=bulk.log,
        body=wire_conversations.LogConversation,
        answer=wire_bulk.LineResult,
        problems=(*ALWAYS, STATUS.REQUEST_ENTITY_TOO_LARGE, STATUS.SERVICE_UNAVAILABLE),
        keys="any",
        is_extension=True,
        lines="both",
    ),
)
