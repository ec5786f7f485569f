"""What an agent can do. They ask the API and size its answers; they know nothing of the protocol.

Reading order: `tool` (what a tool is), `conversations`, `queries`, `topics`, `reports`, and `writes`, which are offered
only where they are switched on.
"""

from threadline.mcp.tools import conversations, queries, reports, topics, writes
from threadline.mcp.tools.tool import Tool

READING: tuple[Tool, ...] = (*conversations.TOOLS, *queries.TOOLS, *topics.TOOLS, *reports.TOOLS)
WRITING: tuple[Tool, ...] = writes.TOOLS

__all__ = ["READING", "WRITING", "Tool"]
