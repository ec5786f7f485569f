/**
 * The query language's worked examples: each is sent as documented, then narrowed to this run's rows.
 *
 * The seventh example uses an operator that this release of the client refuses to send; it goes without it.
 */

import assert from "node:assert/strict";

import { ofRun, TIMES, within } from "../sample.mjs";

const count = { type: "aggregation", aggregation: "count" };
const on = (field, operator, value) => ({ condition: { field, operator, value } });

const BY_TYPE = { select: [count], groupBy: [{ field: "type" }], notes: "conversations by type" };

const MESSAGES_BY_DAY = {
  select: [
    { type: "time", timeUnit: "day", field: "firstMessageTime" },
    { type: "aggregation", aggregation: "sum", field: "userMessageCount" },
  ],
  where: {
    and: [
      on("firstMessageTime", "gte", "2026-01-01T00:00:00.000Z"),
      on("firstMessageTime", "lt", "2026-02-01T00:00:00.000Z"),
    ],
  },
  orderBy: [{ field: "firstMessageTime_day", direction: "asc" }],
};

const USERS_PER_AGENT = {
  select: [
    { type: "time", timeUnit: "month", field: "firstMessageTime" },
    { type: "aggregation", aggregation: "countDistinct", field: "userProperties", path: ["userId"] },
  ],
  groupBy: [{ field: "userProperties", path: ["supportAgentName"] }],
  where: on("type", "eq", "support_copilot"),
};

const ENTERPRISE_ROWS = {
  select: [
    { type: "field", field: "id" },
    { type: "field", field: "firstMessageTime" },
    { type: "field", field: "properties", path: ["plan"] },
  ],
  where: on("properties", "eq", { path: ["plan"], value: "enterprise" }),
  orderBy: [{ field: "firstMessageTime", direction: "desc" }],
};

const GAPS = {
  select: [count],
  groupBy: [{ field: "integrationId" }],
  where: { and: [on("isOnTopic", "eq", "yes"), on("isClear", "eq", "yes"), on("isDocumented", "eq", "no")] },
  notes: "gaps by integration",
};

const SEARCHED_THREADS = {
  query: "webhook signature fails",
  select: ["id", "question", "gapSummary", "conversationIds", "hasNegativeFeedback"].map(
    (field) => ({ type: "field", field }),
  ),
  where: { or: [on("hasNegativeFeedback", "eq", true), on("thirdPartyEntities", "arrayContains", "Stripe")] },
};

const NEGATIVE_BY_WEEK = {
  select: [
    { type: "time", timeUnit: "week", field: "createdAt" },
    { type: "aggregation", aggregation: "count", field: "id" },
  ],
  where: { and: [on("type", "eq", "negative"), on("reasons", "isNotNull")] },
  orderBy: [{ field: "createdAt_week", direction: "asc" }],
};

const EVENTS_BY_TYPE = {
  select: [
    { type: "field", field: "type" },
    { type: "aggregation", aggregation: "count", field: "id" },
    { type: "aggregation", aggregation: "countDistinct", field: "userProperties", path: ["id"] },
  ],
  groupBy: [{ field: "integrationId", includeInSelect: false }],
  where: on("type", "in", ["assistant_message_copied", "chat_share_button_clicked"]),
  orderBy: [{ field: "count_id", direction: "desc" }],
};

/** Sends the example as it is, then for one run's rows, and returns both lists of rows. */
async function both(send, body, run) {
  const whole = await send(body);
  assert.equal(whole.status, "ok");
  const where = body.where === undefined ? ofRun(run) : within(run, body.where);
  const own = await send({ ...body, where });
  assert.ok(whole.data.total >= own.data.total && own.data.count === own.data.result.length);
  return [whole.data.result, own.data.result];
}

async function conversationsPerType({ api, run }) {
  const [whole, own] = await both((body) => api.query.conversations(body), BY_TYPE, run);
  assert.deepEqual(whole.map((row) => row.type), ["openai", "support_copilot", "support_ticket"]);
  assert.deepEqual(own.map((row) => [row.type, row.count]), [
    ["openai", 2],
    ["support_copilot", 3],
    ["support_ticket", 1],
  ]);
}

async function messagesPerDay({ api, run }) {
  const [, rows] = await both((body) => api.query.conversations(body), MESSAGES_BY_DAY, run);
  const found = rows.map((row) => [row.firstMessageTimeDay.slice(0, 10), row.sumUserMessageCount]);
  assert.deepEqual(found, [["2026-01-05", 2], ["2026-01-06", 1], ["2026-01-19", 1], ["2026-01-20", 1]]);
}

async function usersPerAgent({ api, run }) {
  const [, rows] = await both((body) => api.query.conversations(body), USERS_PER_AGENT, run);
  const found = rows.map((row) => [
    row.firstMessageTimeMonth.slice(0, 7),
    row.userPropertiesSupportAgentName ?? null,
    row.countDistinctUserPropertiesUserId,
  ]);
  assert.deepEqual(found, [["2026-01", "Ada", 2], ["2026-02", null, 1]]);
}

async function enterpriseRows({ api, run }) {
  const [, rows] = await both((body) => api.query.conversations(body), ENTERPRISE_ROWS, run);
  const additionalProperties = { "properties.plan": "enterprise" };
  assert.deepEqual(rows, [
    { id: `ticket-${run}`, firstMessageTime: new Date(TIMES.ticket), additionalProperties },
    { id: `alpha-${run}`, firstMessageTime: new Date(TIMES.alpha), additionalProperties },
  ]);
}

async function gapsPerIntegration({ api, threadRun }) {
  const [whole, own] = await both((body) => api.query.querySemanticThreads(body), GAPS, threadRun);
  assert.ok(whole.every((row) => Number.isInteger(row.count) && row.count > 0));
  assert.ok(whole.every((row) => ["string", "undefined"].includes(typeof row.integrationId)));
  const ungrouped = await api.query.querySemanticThreads({ select: [count], where: within(threadRun, GAPS.where) });
  const sum = own.reduce((total, row) => total + row.count, 0);
  assert.equal(sum, ungrouped.data.result[0]?.count ?? 0);
}

async function gapsAsCsv({ api }) {
  const stream = await api.query.exportSemanticThreadsQueryResults(GAPS);
  const [header] = (await new Response(stream).text()).split(/\r?\n/);
  assert.equal(header, "integrationId,count");
}

async function searchedThreads({ api, threadRun }) {
  const [, rows] = await both((body) => api.query.querySemanticThreads(body), SEARCHED_THREADS, threadRun);
  assert.equal(rows[0].question, "Why is my Stripe webhook signature invalid?");
  assert.deepEqual(rows[0].conversationIds, [`chat-${threadRun}`]);
  assert.equal(rows[0].hasNegativeFeedback, true);
}

async function negativePerWeek({ api, run }) {
  const [, rows] = await both((body) => api.query.queryFeedback(body), NEGATIVE_BY_WEEK, run);
  assert.deepEqual(rows, [{ createdAtWeek: "2026-01-05T00:00:00.000Z", countId: 1 }]);
}

async function eventsPerType({ api, run }) {
  const [, rows] = await both((body) => api.query.queryEvents(body), EVENTS_BY_TYPE, run);
  const key = "countDistinct_userProperties.id";
  assert.deepEqual(rows.map((row) => [row.type, row.countId, row.additionalProperties[key]]), [
    ["assistant_message_copied", 2, 2],
    ["chat_share_button_clicked", 1, 1],
  ]);
  assert.ok(rows.every((row) => !("integrationId" in row)));
}

/** @type {[string, Function][]} */
export const EXAMPLE_CHECKS = [
  ["example 1: conversations per type", conversationsPerType],
  ["example 2: user messages per day", messagesPerDay],
  ["example 3: distinct users per support agent and month", usersPerAgent],
  ["example 4: rows with a nested property", enterpriseRows],
  ["example 5: documentation gaps per integration", gapsPerIntegration],
  ["example 5 as CSV", gapsAsCsv],
  ["example 6: search in threads", searchedThreads],
  ["example 7: negative feedback per week", negativePerWeek],
  ["example 8: events by type with a hidden group key", eventsPerType],
];
