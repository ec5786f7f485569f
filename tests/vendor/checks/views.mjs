/** Queries of events and feedback, and the keys and values of properties. */

import assert from "node:assert/strict";

import { ofRun, within } from "../sample.mjs";

const aggregate = (aggregation, field, path) => ({ type: "aggregation", aggregation, field, path });
const field = (name, path) => ({ type: "field", field: name, path });
const is = (name, value) => ({ condition: { field: name, operator: "eq", value } });

async function eventRows({ api, run }) {
  const orderBy = [{ field: "createdAt", direction: "desc" }];
  const answer = await api.query.queryEvents({ where: ofRun(run), orderBy });
  const rows = Object.fromEntries(answer.data.result.map((row) => [row.id, row]));
  assert.equal(Object.keys(rows).length, 6);
  const copied = rows[`copy1-${run}`];
  assert.deepEqual([copied.type, copied.eventType], ["assistant_message_copied", "message"]);
  assert.equal(copied.messageId, `alpha-${run}-m1`);
  assert.equal(copied.createdAt, "2026-01-05T10:01:00.000Z");
  assert.equal(rows[`share-${run}`].conversationId, `alpha-${run}`);
  assert.equal(rows[`find1-${run}`].searchQuery, `Reset Password ${run}`);
  assert.equal("messageId" in rows[`find1-${run}`], false);
}

async function eventPropertiesAreText({ api, run }) {
  const answer = await api.query.queryEvents({
    select: [field("properties"), field("userProperties")],
    where: is("id", `copy2-${run}`),
  });
  const [{ properties, userProperties }] = answer.data.result;
  assert.equal(properties.position, "2");
  assert.deepEqual(JSON.parse(properties.nested), { deep: [1, 2] });
  assert.equal(userProperties.id, "2");
}

async function eventGroups({ api, run }) {
  const answer = await api.query.queryEvents({
    select: [
      { type: "time", timeUnit: "week", field: "createdAt" },
      aggregate("count", "id"),
      aggregate("countDistinct", "userProperties", ["id"]),
    ],
    groupBy: [{ field: "type" }],
    where: within(run, is("eventType", "message")),
  });
  const [row] = answer.data.result;
  assert.equal(answer.data.total, 1);
  assert.deepEqual([row.createdAtWeek, row.countId], ["2026-01-05T00:00:00.000Z", 2]);
  assert.deepEqual(row.additionalProperties, { "countDistinct_userProperties.id": 2 });
}

async function feedbackRows({ api, run }) {
  const answer = await api.query.queryFeedback({ where: is("id", `down-${run}`) });
  const [row] = answer.data.result;
  assert.equal(answer.data.total, 1);
  assert.deepEqual([row.type, row.messageId, row.conversationId], ["negative", `alpha-${run}-m1`, `alpha-${run}`]);
  assert.equal(row.reasons[0].label, "inaccurate_code_snippet");
  assert.equal(row.createdAt, "2026-01-08T10:00:00.000Z");
  assert.equal(typeof row.projectId, "string");
  assert.equal(row.userProperties.id, 42);
}

async function feedbackGroups({ api, run }) {
  const answer = await api.query.queryFeedback({
    select: [aggregate("count")],
    groupBy: [{ field: "type" }],
    where: ofRun(run),
  });
  assert.deepEqual(answer.data.result, [{ type: "negative", count: 3 }, { type: "positive", count: 2 }]);
}

async function feedbackReasons({ api, run }) {
  const answer = await api.query.queryFeedback({
    select: [field("id")],
    where: within(run, { condition: { field: "reasons", operator: "isNotNull" } }),
  });
  assert.deepEqual(answer.data.result, [{ id: `down-${run}` }]);
}

async function keysOfViews({ api, run }) {
  const conversations = await api.query.queryPropertyKeys({
    field: "properties",
    views: ["conversations_view"],
    where: ofRun(run),
  });
  const expected = ["beta", "labels", "nested", "nothing", "plan", "run", "seats", `tier_${run}`];
  assert.deepEqual(conversations.results.toSorted(), expected);
  assert.equal(conversations.results[0], "run", "most frequent first");
  const events = await api.query.queryPropertyKeys({ field: "properties", views: ["events_view"], where: ofRun(run) });
  assert.deepEqual(events.results.toSorted(), ["nested", "position", "run"]);
  const users = await api.query.queryPropertyKeys({ field: "userProperties" });
  assert.ok(["id", "userId", "supportAgentName", "email"].every((key) => users.results.includes(key)));
}

async function valuesByFrequency({ api, wire, run }) {
  const key = `tier_${run}`;
  const asked = { field: "properties", key, views: ["conversations_view"] };
  const answer = await api.query.queryPropertyValues(asked);
  assert.deepEqual(answer.results, ["gold", "5", "silver"]);
  assert.equal(JSON.parse(wire.request.sent).limit, 100);
  const first = await api.query.queryPropertyValues({ ...asked, limit: 1 });
  assert.deepEqual(first.results, ["gold"]);
  const none = await api.query.queryPropertyValues({ ...asked, views: ["feedback_view"] });
  assert.deepEqual(none.results, []);
}

/** @type {[string, Function][]} */
export const VIEW_CHECKS = [
  ["event rows have both types and the fields of their kind", eventRows],
  ["event properties are maps of text", eventPropertiesAreText],
  ["events group by type and week", eventGroups],
  ["feedback rows know their conversation", feedbackRows],
  ["feedback groups by type", feedbackGroups],
  ["feedback filters by reasons", feedbackReasons],
  ["property keys per view, most frequent first", keysOfViews],
  ["property values by frequency, as text, limited", valuesByFrequency],
];
