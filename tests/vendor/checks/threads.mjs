/** Semantic threads: built from a chat, found by text and by filter, exported as CSV. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

import * as errors from "@inkeep/inkeep-analytics/models/errors";

import { refused } from "../harness.mjs";
import { ofRun, within } from "../sample.mjs";

const DEADLINE_MS = 10_000;
const POLL_MS = 100;
const QUESTION = "Why is my Stripe webhook signature invalid?";

const field = (name) => ({ type: "field", field: name });
const count = { type: "aggregation", aggregation: "count" };

const on = (name, operator, value) => ({ condition: { field: name, operator, value } });

/** Threads are derived after the write is answered, so the first look waits for them. */
async function threadsOf({ api, threadRun }, body = {}) {
  const deadline = Date.now() + DEADLINE_MS;
  let answer = await api.query.querySemanticThreads({ where: ofRun(threadRun), ...body });
  while (answer.data.total === 0 && Date.now() < deadline) {
    await pause(POLL_MS);
    answer = await api.query.querySemanticThreads({ where: ofRun(threadRun), ...body });
  }
  return answer.data;
}

async function builtFromChat(world) {
  const { api, apiSecurity, threadRun } = world;
  const id = `chat-${threadRun}`;
  await api.conversations.log(apiSecurity, {
    type: "openai",
    id,
    createdAt: new Date("2026-01-05T10:00:00Z"),
    properties: { run: threadRun },
    messages: [
      { id: `${id}-q`, role: "user", content: QUESTION, createdAt: new Date("2026-01-05T10:00:00Z") },
      { id: `${id}-a`, role: "assistant", content: "Check your clock.", createdAt: new Date("2026-01-05T10:00:09Z") },
    ],
  });
  const { result, total, count: rowCount } = await threadsOf(world);
  assert.deepEqual([total, rowCount], [1, 1]);
  const [thread] = result;
  assert.deepEqual([thread.question, thread.answer], [QUESTION, "Check your clock."]);
  assert.deepEqual(thread.conversationIds, [id]);
  assert.deepEqual([...thread.messageIds].toSorted(), [`${id}-a`, `${id}-q`]);
  assert.equal(Number(thread.messagesCount), 2);
  assert.equal(Number(thread.questionLength), QUESTION.length);
  assert.equal(thread.isInitialQuestionAnswer, true);
  assert.equal(thread.firstMessageTime.toISOString(), "2026-01-05T10:00:00.000Z");
  assert.ok(thread.lastUpdated instanceof Date);
}

async function knowsFeedback(world) {
  const { api, threadRun } = world;
  await api.feedback.submit({ id: `fb-${threadRun}`, type: "negative", messageId: `chat-${threadRun}-a` });
  const select = [field("hasNegativeFeedback"), field("hasPositiveFeedback")];
  const { result } = await threadsOf(world, {
    select,
    where: within(threadRun, on("hasNegativeFeedback", "eq", true)),
  });
  assert.deepEqual(result, [{ hasNegativeFeedback: true, hasPositiveFeedback: false }]);
}

async function foundByText(world) {
  const { result } = await threadsOf(world, {
    query: "webhook signature fails",
    select: [field("id"), field("question")],
  });
  assert.equal(result[0].question, QUESTION);
}

async function listsFilter(world) {
  const { threadRun } = world;
  const found = await threadsOf(world, {
    select: [field("id")],
    where: within(threadRun, on("conversationIds", "arrayContains", `chat-${threadRun}`)),
  });
  assert.equal(found.total, 1);
  const none = await world.api.query.querySemanticThreads({
    where: within(threadRun, on("messageIds", "arrayContains", "another")),
  });
  assert.equal(none.data.total, 0);
}

async function grouped(world) {
  const { result } = await threadsOf(world, {
    select: [{ type: "time", timeUnit: "day", field: "firstMessageTime" }, count],
    groupBy: [{ field: "properties", path: ["run"] }],
    orderBy: [{ field: "firstMessageTime_day", direction: "asc" }],
  });
  assert.deepEqual(result, [{
    firstMessageTimeDay: "2026-01-05T00:00:00.000Z",
    count: 1,
    additionalProperties: { "properties.run": world.threadRun },
  }]);
}

async function exported({ api, wire, threadRun }) {
  const stream = await api.query.exportSemanticThreadsQueryResults({
    select: [field("question"), field("isInitialQuestionAnswer"), field("conversationIds")],
    where: ofRun(threadRun),
  });
  const [header, row, ...rest] = (await new Response(stream).text()).trimEnd().split(/\r?\n/);
  assert.match(wire.response.contentType, /^text\/csv/);
  assert.equal(header, "question,isInitialQuestionAnswer,conversationIds");
  assert.ok(row.startsWith(`${QUESTION},true,`), row);
  assert.ok(row.includes(`chat-${threadRun}`), row);
  assert.deepEqual(rest, []);
}

async function exportedGroups({ api, threadRun }) {
  const stream = await api.query.exportSemanticThreadsQueryResults({
    select: [count],
    groupBy: [{ field: "isInitialQuestionAnswer" }],
    where: ofRun(threadRun),
  });
  const lines = (await new Response(stream).text()).trimEnd().split(/\r?\n/);
  assert.deepEqual(lines, ["isInitialQuestionAnswer,count", "true,1"]);
}

async function exportedWhole({ api, threadRun }) {
  const stream = await api.query.exportSemanticThreadsQueryResults({ where: ofRun(threadRun) });
  const [header] = (await new Response(stream).text()).split(/\r?\n/);
  const columns = header.split(",");
  for (const column of ["id", "question", "answer", "isOnTopic", "properties.run", "lastUpdated"]) {
    assert.ok(columns.includes(column), `${column} in ${header}`);
  }
}

async function exportRefuses({ api, webClient }) {
  const bad = { select: [{ type: "aggregation", aggregation: "avg", field: "question" }] };
  await refused(api.query.exportSemanticThreadsQueryResults(bad), errors.UnprocessableEntity);
  await refused(webClient.query.exportSemanticThreadsQueryResults({}), errors.Forbidden);
}

/** @type {[string, Function][]} */
export const THREAD_CHECKS = [
  ["a chat becomes a semantic thread", builtFromChat],
  ["a semantic thread knows its feedback", knowsFeedback],
  ["a semantic thread is found by text", foundByText],
  ["lists of semantic threads filter by member", listsFilter],
  ["semantic threads group by day and path", grouped],
  ["semantic threads export as CSV in the order selected", exported],
  ["grouped semantic threads export as CSV, group keys first", exportedGroups],
  ["an export without select has every field", exportedWhole],
  ["an export refuses with typed errors", exportRefuses],
];
