/** Feedback: submit, replace, list, get. */

import assert from "node:assert/strict";

import * as errors from "@inkeep/inkeep-analytics/models/errors";

import { refused } from "../harness.mjs";

const person = (id, rest = {}) => ({ id, additionalProperties: rest });

async function submittedComesBack({ api, run }) {
  const sent = {
    id: `down-${run}`,
    type: "negative",
    messageId: `alpha-${run}-m1`,
    createdAt: new Date("2026-01-08T10:00:00Z"),
    reasons: [{ label: "inaccurate_code_snippet", details: "Does not compile." }, { label: "other", details: "" }],
    properties: { run },
    userProperties: person(42, { email: "ada@example.com" }),
  };
  const stored = await api.feedback.submit(sent);
  for (const field of ["id", "type", "messageId", "reasons", "properties", "userProperties"]) {
    assert.deepEqual(stored[field], sent[field], field);
  }
  assert.equal(stored.createdAt, "2026-01-08T10:00:00.000Z");
}

async function webKeySubmits({ webClient, wire, run }) {
  const sent = { type: "positive", messageId: `copilot-${run}-m0`, properties: { run } };
  const stored = await webClient.feedback.submit(sent);
  assert.ok(stored.id.length > 0);
  assert.equal(stored.type, "positive");
  assert.equal(typeof wire.json().updatedAt, "string");
}

async function sameIdReplaces({ api, run }) {
  const id = `change-${run}`;
  const messageId = `ticket-${run}-m0`;
  await api.feedback.submit({ id, type: "positive", messageId, properties: { run } });
  await api.feedback.submit({ id, type: "negative", messageId, properties: { run } });
  const stored = await api.feedback.getFeedbackById({ id });
  assert.equal(stored.type, "negative");
  assert.equal(stored.conversation.id, `ticket-${run}`);
}

async function secondVoteReplaces({ api, run }) {
  const vote = { messageId: `second-${run}-m0`, userProperties: person(`voter-${run}`), properties: { run } };
  await api.feedback.submit({ ...vote, type: "positive" });
  await api.feedback.submit({ ...vote, type: "negative" });
  const rows = await api.query.queryFeedback({
    select: [{ type: "field", field: "type" }],
    where: { condition: { field: "messageId", operator: "eq", value: vote.messageId } },
  });
  assert.deepEqual(rows.data.result.map((row) => row.type), ["negative"]);
}

async function foundWithConversationAndMessage({ api, run }) {
  const found = await api.feedback.getFeedbackById({ id: `down-${run}` });
  assert.equal(found.conversation.id, `alpha-${run}`);
  assert.equal(found.conversation.messagesOpenAIFormat.length, 4);
  assert.equal(found.message.id, `alpha-${run}-m1`);
  assert.equal(found.message.content, "Answer 0.");
  assert.equal(found.reasons[0].label, "inaccurate_code_snippet");
}

async function listHasBothKinds({ api, run }) {
  const list = await api.feedback.list({ limit: 100 });
  const down = list.negativeFeedback.find((item) => item.id === `down-${run}`);
  assert.equal(down.conversation.id, `alpha-${run}`);
  assert.equal(down.message.id, `alpha-${run}-m1`);
  assert.ok(list.positiveFeedback.some((item) => item.message.id === `copilot-${run}-m0`));
  assert.ok(list.positiveFeedback.every((item) => item.type === "positive"));
  assert.ok(list.negativeFeedback.every((item) => item.type === "negative"));
}

async function listPages({ api, wire }) {
  const all = await api.feedback.list({});
  assert.match(wire.request.path, /limit=10&offset=0/);
  const page = await api.feedback.list({ limit: 1 });
  assert.deepEqual([page.positiveFeedback.length, page.negativeFeedback.length], [1, 1]);
  assert.equal(page.negativeFeedbackCount, all.negativeFeedbackCount);
  assert.equal(page.positiveFeedbackCount, all.positiveFeedbackCount);
  assert.ok(page.negativeFeedbackCount >= 3);
}

async function pendingAppearsLater({ api, apiSecurity, run }) {
  const id = `early-${run}`;
  const messageId = `late-message-${run}`;
  const stored = await api.feedback.submit({ id, type: "positive", messageId, properties: { run } });
  assert.equal(stored.messageId, messageId);
  await refused(api.feedback.getFeedbackById({ id }), errors.NotFound);
  await api.conversations.log(apiSecurity, {
    type: "openai",
    id: `late-${run}`,
    messages: [{ role: "user", content: "?" }, { id: messageId, role: "assistant", content: "!" }],
  });
  const found = await api.feedback.getFeedbackById({ id });
  assert.equal(found.conversation.id, `late-${run}`);
  assert.equal(found.message.id, messageId);
}

/** @type {[string, Function][]} */
export const FEEDBACK_CHECKS = [
  ["submitted feedback comes back as sent", submittedComesBack],
  ["a web key submits feedback", webKeySubmits],
  ["feedback with a known id replaces the earlier one", sameIdReplaces],
  ["a person's second vote on a message replaces the first", secondVoteReplaces],
  ["feedback is found with its conversation and message", foundWithConversationAndMessage],
  ["the list of feedback separates both kinds and embeds conversations", listHasBothKinds],
  ["the list of feedback pages each kind and counts all", listPages],
  ["feedback that comes before its message appears with the message", pendingAppearsLater],
];
