/** Refusals: every typed error of the client, and which key may do what. */

import assert from "node:assert/strict";

import * as errors from "@inkeep/inkeep-analytics/models/errors";

import { refused } from "../harness.mjs";

const TOO_MANY_BYTES = 2 * 1024 * 1024 + 1;
const chat = (rest) => ({ type: "openai", messages: [{ role: "user", content: "Hello" }], ...rest });

/** Asserts the members that the client's class does not check. */
function problem(error, status, code) {
  assert.equal(error.statusCode, status);
  assert.match(error.contentType, /^application\/problem\+json/);
  assert.deepEqual([error.status, error.code, error.error.code], [status, code, code]);
  assert.ok(error.title.length > 0 && error.detail.length > 0 && error.error.message.length > 0);
  assert.ok(error.requestId.length > 0);
}

async function badRequest({ api, apiSecurity, wire }) {
  wire.garble = "{\"type\": ";
  problem(await refused(api.conversations.log(apiSecurity, chat()), errors.BadRequest), 400, "bad_request");
  wire.garble = JSON.stringify({ type: "openai", messages: "none" });
  await refused(api.conversations.log(apiSecurity, chat()), errors.BadRequest);
  wire.garble = JSON.stringify({ select: [{ type: "field", field: "nothing" }] });
  const call = api.query.conversations({});
  await assert.rejects(call, (error) => [errors.BadRequest, errors.UnprocessableEntity].includes(error.constructor));
}

async function badParameters({ api }) {
  await refused(api.conversations.list({ limit: 101 }), errors.BadRequest);
  await refused(api.conversations.list({ offset: -1 }), errors.BadRequest);
  await refused(api.feedback.list({ limit: 101 }), errors.BadRequest);
  await refused(api.topSearchQueries({ after: "yesterday" }), errors.BadRequest);
  await refused(api.weeklySearchUsers({ after: "2026-13-01" }), errors.BadRequest);
}

async function bodyMissing({ api }) {
  await refused(api.query.queryPropertyKeys(), errors.BadRequest);
  await refused(api.query.queryPropertyValues(), errors.BadRequest);
}

async function unknownKey({ wire, url, apiSecurity }) {
  const stranger = wire.client(url, "not-a-key");
  problem(await refused(stranger.query.conversations({}), errors.Unauthorized), 401, "unauthorized");
  await refused(stranger.feedback.list({}), errors.Unauthorized);
  const answer = await stranger.conversations.log(apiSecurity, chat());
  assert.ok(answer.id.length > 0, "the key of the call wins over the key of the client");
}

async function missingKey({ api, wire }) {
  await refused(api.conversations.log({}, chat()), errors.Unauthorized);
  assert.equal(wire.request.authorization, null);
  await refused(api.events.log({}, { type: "t", entityType: "search", searchQuery: "q" }), errors.Unauthorized);
}

async function webKeyMayNotRead({ webClient, webSecurity, run }) {
  problem(await refused(webClient.query.conversations({}), errors.Forbidden), 403, "forbidden");
  const calls = [
    webClient.query.queryEvents({}),
    webClient.query.queryFeedback({}),
    webClient.query.querySemanticThreads({}),
    webClient.query.queryPropertyKeys({ field: "properties" }),
    webClient.query.queryPropertyValues({ field: "properties", key: "plan" }),
    webClient.conversations.list({}),
    webClient.conversation.getConversationByExternalId({ externalId: `case/${run} ü` }),
    webClient.feedback.list({}),
    webClient.feedback.getFeedbackById({ id: `down-${run}` }),
    webClient.topSearchQueries({}),
    webClient.weeklySearchUsers({}),
    webClient.conversations.delete(webSecurity, { id: `alpha-${run}` }),
  ];
  const outcomes = await Promise.allSettled(calls);
  assert.deepEqual(outcomes.map((outcome) => outcome.reason?.name), calls.map(() => "Forbidden"));
}

async function webKeyLogsAndReadsPublic({ api, apiSecurity, webSecurity, run }) {
  const shared = await api.conversations.log(webSecurity, chat({ id: `shared-${run}`, visibility: "public" }));
  const closed = await api.conversations.log(webSecurity, chat({ id: `closed-${run}`, projectId: "ignored" }));
  assert.equal((await api.conversations.get(webSecurity, { id: shared.id })).id, shared.id);
  await refused(api.conversations.get(webSecurity, { id: closed.id }), errors.NotFound);
  const read = await api.conversations.get(apiSecurity, { id: closed.id });
  assert.equal(read.projectId, shared.projectId);
  assert.equal(typeof read.integrationId, "string");
}

async function anotherProject({ api, apiSecurity, foreignClient, foreignSecurity, run }) {
  await refused(api.conversations.log(apiSecurity, chat({ projectId: "another-project" })), errors.Forbidden);
  const id = `alpha-${run}`;
  await refused(foreignClient.conversations.get(foreignSecurity, { id }), errors.NotFound);
  await refused(foreignClient.conversations.delete(foreignSecurity, { id }), errors.NotFound);
  const answer = await foreignClient.query.conversations({
    where: { condition: { field: "id", operator: "eq", value: id } },
  });
  assert.equal(answer.data.total, 0);
}

async function notFound({ api, apiSecurity }) {
  problem(await refused(api.conversations.get(apiSecurity, { id: "no/such" }), errors.NotFound), 404, "not_found");
  await refused(api.conversation.getConversationByExternalId({ externalId: "no such" }), errors.NotFound);
  await refused(api.conversations.delete(apiSecurity, { id: "none" }), errors.NotFound);
  await refused(api.feedback.getFeedbackById({ id: "none" }), errors.NotFound);
}

async function unprocessable({ api, apiSecurity, run }) {
  const empty = api.conversations.log(apiSecurity, { type: "openai", messages: [] });
  problem(await refused(empty, errors.UnprocessableEntity), 422, "unprocessable_entity");
  const otherType = api.conversations.log(apiSecurity, { ...chat({ id: `alpha-${run}` }), type: "support_ticket" });
  await refused(otherType, errors.UnprocessableEntity);
}

async function unprocessableQueries({ api }) {
  const selections = [
    { type: "aggregation", aggregation: "avg", field: "type" },
    { type: "aggregation", aggregation: "min", field: "id" },
    { type: "aggregation", aggregation: "sum" },
  ];
  for (const selection of selections) {
    await refused(api.query.conversations({ select: [selection] }), errors.UnprocessableEntity);
  }
}

async function tooLarge({ api, apiSecurity }) {
  const huge = chat({ properties: { text: "x".repeat(TOO_MANY_BYTES) } });
  const error = await refused(api.conversations.log(apiSecurity, huge), errors.APIError);
  assert.equal(error.statusCode, 413);
}

/** @type {[string, Function][]} */
export const REFUSAL_CHECKS = [
  ["a body of the wrong shape is a BadRequest", badRequest],
  ["a parameter out of range is a BadRequest", badParameters],
  ["a missing body is a BadRequest", bodyMissing],
  ["an unknown key is Unauthorized, a call's own key wins", unknownKey],
  ["a call without a key is Unauthorized", missingKey],
  ["a web key that reads is Forbidden", webKeyMayNotRead],
  ["a web key logs, and reads what is public", webKeyLogsAndReadsPublic],
  ["a key does not reach another project", anotherProject],
  ["an unknown id is NotFound", notFound],
  ["an impossible conversation is an UnprocessableEntity", unprocessable],
  ["an impossible query is an UnprocessableEntity", unprocessableQueries],
  ["a body over two megabytes is refused", tooLarge],
];
