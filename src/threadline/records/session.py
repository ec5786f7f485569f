"""SQLite's connection as the door that `protocol` describes: what the modules of the tables do, with one hand.

A function of theirs takes the connection first, so it is a method here as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadline.records.connection import Connection, opened_as
from threadline.records.tables import (
    changes,
    conversations,
    damaged,
    erasing,
    events,
    feedback,
    feeds,
    memory,
    projects,
)

if TYPE_CHECKING:
    from pathlib import Path

    from threadline.records.protocol import Writing


class Session(Connection):
    """An open connection of one thread."""

    find_conversation = conversations.find
    get_conversation = conversations.get
    get_conversation_by_external_id = conversations.get_by_external_id
    get_conversation_by_rid = conversations.get_by_rid
    page_conversations = conversations.page
    count_conversations = conversations.count
    newest_conversation = conversations.newest_rid
    messages_of = conversations.messages
    message_of = conversations.message
    documents_of = conversations.documents
    newest_with_message = conversations.newest_with_message
    add_conversation = conversations.add
    replace_conversation = conversations.replace
    delete_conversation = conversations.delete
    write_messages = conversations.write_messages
    drop_messages = conversations.drop_messages

    find_vote = feedback.find
    vote_of_user = feedback.find_vote
    vote_by_rid = feedback.by_rid
    page_votes = feedback.page
    count_votes = feedback.counts
    votes_of = feedback.of_conversation
    pending_votes = feedback.pending
    add_vote = feedback.add
    replace_vote = feedback.replace
    delete_vote = feedback.delete

    find_event = events.find
    events_about_conversation = events.about_conversation
    events_about_messages = events.about_messages
    add_event = events.add
    empty_event = events.empty

    project_by_name = projects.project_by_name
    count_projects = projects.count
    integration_id = projects.integration_id
    web_integrations = projects.web_integrations
    key_by_hash = projects.key_by_hash
    key_by_id = projects.key_by_id
    is_valid_key = projects.is_valid_key
    has_hash = projects.has_hash
    add_project = projects.add_project
    integration_rid = projects.integration_rid
    add_key = projects.add_key
    revoke_key = projects.revoke_key
    note_use = projects.note_use
    all_projects = projects.projects
    all_keys = projects.keys

    newest_change = changes.newest
    changed_since = changes.since
    note_change = changes.note
    prune_changes = changes.prune
    note_deletion = erasing.note

    view_rows = feeds.view_rows
    thread_sources = feeds.thread_sources
    readable = damaged.readable
    all_rids = feeds.all_rids

    recall = memory.recall
    progress = memory.progress
    remember = memory.remember
    empty_answers = memory.empty
    forget = memory.forget
    keep_progress = memory.keep_progress


def open_session(path: Path, *, cache_bytes: int = 16 << 20) -> Session:
    """Return a session for one thread."""
    return opened_as(Session, path, cache_bytes=cache_bytes)


DOOR: type[Writing] = Session
"""That it is what `protocol` describes: type checkers compare every method."""
