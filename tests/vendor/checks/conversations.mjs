/** Conversations: log, update, get, list, delete. */

import assert from "node:assert/strict";

import * as errors from "@inkeep/inkeep-analytics/models/errors";

import { refused } from "../harness.mjs";

const RFC3339_MILLISECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const LINK = {
  label: "1",
  url: "https://docs.example.com/signatures",
  title: "Signatures",
  description: "How requests are signed",
  type: "documentation",
  breadcrumbs: ["Guides", "Webhooks"],
};
const TOOL_CALL = { id: "call_1", type: "function", function: { name: "lookup", arguments: "{\"q\":\"skew\"}" } };

/** A chat that uses everything that a chat can carry. */
function fullChat({ run }) {
  return {
    type: "openai",
    id: `full-${run}`,
    externalId: `case/${run} ü`,
    externalUrl: "https://support.example.com/case",
    createdAt: new Date("2026-01-02T03:04:05.678Z"),
    properties: { source: "checks", nested: { list: [1, null, "x"] }, empty: {} },
    userProperties: {
      id: 42,
      userId: 4711,
      identificationType: "ID_PROVIDED",
      supportAgentName: "Ada",
      userType: "member",
      additionalProperties: { cohorts: ["beta"], email: "ada@example.com" },
    },
    tags: ["first", "second"],
    visibility: "public",
    messages: [
      { id: `s-${run}`, role: "system", content: "Be brief." },
      {
        id: `u-${run}`,
        role: "user",
        name: "ada",
        content: [
          { type: "text", text: "What is in the picture?" },
          { type: "image_url", imageUrl: { url: "https://example.com/a.png", detail: "low" } },
        ],
        createdAt: new Date("2026-01-02T03:04:06Z"),
        properties: { public: false },
        userProperties: { userId: 4711, additionalProperties: { role: "admin" } },
      },
      { id: `a-${run}`, role: "assistant", content: "A cat.", links: [LINK], toolCalls: [TOOL_CALL] },
    ],
  };
}

async function fullChatComesBackWhole({ api, apiSecurity, wire, run }) {
  const sent = fullChat({ run });
  const stored = await api.conversations.log(apiSecurity, sent);
  assert.equal(wire.response.status, 200);
  const fields = ["id", "externalId", "externalUrl", "type", "tags", "visibility", "properties", "userProperties"];
  for (const field of fields) {
    assert.deepEqual(stored[field], sent[field], field);
  }
  assert.equal(stored.createdAt, "2026-01-02T03:04:05.678Z");
  assert.match(stored.updatedAt, RFC3339_MILLISECONDS);
  assert.equal(typeof stored.projectId, "string");
  assert.equal(stored.supportTicketConversationId, null);
}

async function messagesComeBackWhole({ api, apiSecurity, run }) {
  const sent = fullChat({ run });
  const stored = await api.conversations.get(apiSecurity, { id: sent.id });
  assert.deepEqual(stored.messages.map((message) => message.id), sent.messages.map((message) => message.id));
  const [, question, answer] = stored.messages;
  assert.deepEqual(question.content, sent.messages[1].content);
  assert.deepEqual(question.userProperties, sent.messages[1].userProperties);
  assert.deepEqual(question.properties, { public: false });
  assert.equal(question.name, "ada");
  assert.equal(question.createdAt, "2026-01-02T03:04:06.000Z");
  assert.equal(question.conversationId, sent.id);
  assert.equal(question.type, "openai");
  assert.deepEqual(answer.links, [LINK]);
  assert.deepEqual(answer.toolCalls, [TOOL_CALL]);
  assert.equal(answer.externalId, null);
}

async function historyCanBeSentToAModel({ api, apiSecurity, run }) {
  const sent = fullChat({ run });
  const stored = await api.conversations.get(apiSecurity, { id: sent.id });
  assert.deepEqual(stored.messagesOpenAIFormat.map((message) => message.role), ["system", "user", "assistant"]);
  assert.deepEqual(stored.messagesOpenAIFormat[1].content, sent.messages[1].content);
  assert.deepEqual(stored.messagesOpenAIFormat[2].toolCalls, [TOOL_CALL]);
}

async function ticketKeepsFreeRoles({ api, apiSecurity, wire, run }) {
  const stored = await api.conversations.log(apiSecurity, {
    type: "support_ticket",
    id: `tickets-${run}`,
    messages: [
      { role: "customer", content: "Help.", externalId: "c-1", externalUrl: "https://support.example.com/c-1" },
      { role: "agent", content: null, links: [LINK], name: "Grace" },
    ],
  });
  assert.equal(stored.type, "support_ticket");
  assert.deepEqual(stored.messages.map((message) => message.role), ["customer", "agent"]);
  assert.equal(stored.messages[0].externalId, "c-1");
  assert.equal(stored.messages[1].content, null);
  assert.deepEqual(stored.messages[1].links, [LINK]);
  assert.equal("messagesOpenAIFormat" in wire.json(), false);
  assert.equal(stored.visibility, null);
}

async function copilotNamesItsTicket({ api, apiSecurity, run }) {
  const logged = await api.conversations.log(apiSecurity, {
    type: "support_copilot",
    id: `copilots-${run}`,
    supportTicketConversationId: `tickets-${run}`,
    messages: [{ role: "user", content: "Draft an answer." }],
  });
  const stored = await api.conversations.get(apiSecurity, { id: logged.id });
  assert.equal(stored.type, "support_copilot");
  assert.equal(stored.supportTicketConversationId, `tickets-${run}`);
}

async function growingHistoryKeepsIdsAndOrder({ api, apiSecurity }) {
  const turns = [
    { role: "user", content: "One?" },
    { role: "assistant", content: "Two." },
    { role: "user", content: "Three?" },
    { role: "assistant", content: "Four." },
  ];
  const first = await api.conversations.log(apiSecurity, { type: "openai", messages: turns.slice(0, 2) });
  const grown = await api.conversations.log(apiSecurity, { type: "openai", id: first.id, messages: turns });
  assert.equal(grown.id, first.id);
  assert.equal(grown.createdAt, first.createdAt);
  assert.deepEqual(grown.messages.map((message) => message.content), turns.map((turn) => turn.content));
  const ids = grown.messages.map((message) => message.id);
  assert.deepEqual(ids.slice(0, 2), first.messages.map((message) => message.id));
  assert.equal(new Set(ids).size, 4);
  assert.deepEqual((await api.conversations.get(apiSecurity, { id: first.id })).messages.map((m) => m.id), ids);
}

async function updateKeepsWhatIsNotSent({ api, apiSecurity, run }) {
  const id = `update-${run}`;
  const messages = [{ id: `${id}-1`, role: "user", content: "Hello" }];
  const common = { type: "openai", id, messages };
  await api.conversations.log(apiSecurity, { ...common, tags: ["kept"], externalId: id, properties: { a: 1 } });
  const stored = await api.conversations.log(apiSecurity, { ...common, externalId: null, properties: { b: 2 } });
  assert.deepEqual(stored.tags, ["kept"]);
  assert.equal(stored.externalId, null);
  assert.deepEqual(stored.properties, { b: 2 });
}

async function listPages({ api, wire }) {
  const first = await api.conversations.list({ limit: 2 });
  assert.equal(first.pageSize, 2);
  assert.equal(first.count, 2);
  const second = await api.conversations.list({ limit: 2, offset: 2 });
  assert.ok(first.total >= 4 && second.total === first.total);
  const rows = [...first.conversations, ...second.conversations];
  assert.equal(new Set(rows.map((row) => row.id)).size, 4);
  const times = rows.map((row) => row.createdAt);
  assert.deepEqual(times, times.toSorted().reverse(), "newest first");
  assert.match(wire.request.path, /limit=2&offset=2/);
}

async function listDefaults({ api, wire }) {
  const page = await api.conversations.list({});
  assert.match(wire.request.path, /limit=20&offset=0/);
  assert.equal(page.pageSize, 20);
  assert.equal(page.count, page.conversations.length);
  const past = await api.conversations.list({ offset: page.total });
  assert.deepEqual([past.conversations, past.count, past.total], [[], 0, page.total]);
}

async function externalIdFinds({ api, wire, run }) {
  const found = await api.conversation.getConversationByExternalId({ externalId: `case/${run} ü` });
  assert.equal(found.id, `full-${run}`);
  assert.match(wire.request.path, /^\/conversations\/external\/case%2F/);
}

async function deletedIsGone({ api, apiSecurity, run }) {
  const id = `gone/${run}`;
  await api.conversations.log(apiSecurity, { type: "openai", id, messages: [{ role: "user", content: "Bye" }] });
  const answer = await api.conversations.delete(apiSecurity, { id });
  assert.equal(answer.success, true);
  assert.ok(answer.message.length > 0);
  await refused(api.conversations.get(apiSecurity, { id }), errors.NotFound);
  await refused(api.conversations.delete(apiSecurity, { id }), errors.NotFound);
}

/** @type {[string, Function][]} */
export const CONVERSATION_CHECKS = [
  ["a chat with every field comes back whole", fullChatComesBackWhole],
  ["multipart content, links, tool calls and numeric user ids of messages come back whole", messagesComeBackWhole],
  ["a chat's history comes in the form that a model takes", historyCanBeSentToAModel],
  ["a support ticket keeps free roles and empty content", ticketKeepsFreeRoles],
  ["a copilot chat names its ticket", copilotNamesItsTicket],
  ["a growing history keeps ids and order", growingHistoryKeepsIdsAndOrder],
  ["an update keeps what is not sent and clears what is null", updateKeepsWhatIsNotSent],
  ["the list of conversations pages, newest first", listPages],
  ["the list of conversations has defaults and an empty end", listDefaults],
  ["an external id with a slash and an umlaut is found", externalIdFinds],
  ["a deleted conversation is not found", deletedIsGone],
];
