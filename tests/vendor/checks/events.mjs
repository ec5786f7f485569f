/** Events of messages, conversations and searches. */

import assert from "node:assert/strict";

import { sampleEvents } from "../sample.mjs";

async function threeKindsComeBack({ api, apiSecurity, run, searchMonday }) {
  for (const sent of sampleEvents(run, searchMonday)) {
    const stored = await api.events.log(apiSecurity, sent);
    for (const field of ["id", "type", "entityType", "messageId", "conversationId", "searchQuery", "properties"]) {
      assert.deepEqual(stored[field], sent[field], field);
    }
    assert.equal(stored.createdAt, sent.createdAt.toISOString());
    assert.equal(stored.userProperties.id, sent.userProperties.id);
    assert.equal(typeof stored.projectId, "string");
  }
}

async function repeatIsOneEvent({ api, apiSecurity, run, searchMonday }) {
  const [sent] = sampleEvents(run, searchMonday);
  const stored = await api.events.log(apiSecurity, { ...sent, type: "something_else" });
  assert.equal(stored.type, sent.type);
  const rows = await api.query.queryEvents({
    select: [{ type: "aggregation", aggregation: "count" }],
    where: { condition: { field: "id", operator: "eq", value: sent.id } },
  });
  assert.equal(rows.data.result[0].count, 1);
}

async function eventGetsIdAndTime({ api, webSecurity }) {
  const before = Date.now();
  const stored = await api.events.log(webSecurity, {
    type: "chat_clear_button_clicked",
    entityType: "conversation",
    conversationId: "not-logged-yet",
  });
  assert.ok(stored.id.length > 0);
  assert.ok(Math.abs(Date.parse(stored.createdAt) - before) < 60_000);
  assert.equal(stored.conversationId, "not-logged-yet");
}

/** @type {[string, Function][]} */
export const EVENT_CHECKS = [
  ["events of three kinds come back as sent", threeKindsComeBack],
  ["an event sent twice is stored once", repeatIsOneEvent],
  ["a web key logs an event that gets an id and a time", eventGetsIdAndTime],
];
