/**
 * Writes and reads through the published TypeScript client, so that another client can be held against it.
 *
 * Usage: node exchange.mjs BASE_URL API_KEY, with one JSON object on stdin: `conversations`, `events` and `feedback` to
 * log, and in `read` and `readFeedback` ids. Prints one JSON object: under each name a list of `{wire, parsed}`, the
 * answer as it came and as the client reads it. Bodies are in wire names.
 */

import { text } from "node:stream/consumers";

import { Wire } from "./harness.mjs";

const KNOWN = new Set(["id", "identificationType", "userId", "supportAgentName", "supportAgentEmail", "userType"]);

/** User properties in the client's form: what it does not know by name stands apart. */
function person(properties) {
  const entries = Object.entries(properties);
  return {
    ...Object.fromEntries(entries.filter(([name]) => KNOWN.has(name))),
    additionalProperties: Object.fromEntries(entries.filter(([name]) => !KNOWN.has(name))),
  };
}

function part(item) {
  const { image_url: imageUrl, ...rest } = item;
  return imageUrl === undefined ? rest : { ...rest, imageUrl };
}

function message({ tool_calls: toolCalls, ...rest }) {
  const content = Array.isArray(rest.content) ? rest.content.map(part) : rest.content;
  return { ...given(rest), content, ...(toolCalls === undefined ? {} : { toolCalls }) };
}

/** A body in the client's form: its times, people and messages are those of the client. */
function given(body) {
  const formed = { ...body };
  for (const name of ["createdAt", "updatedAt"]) {
    if (name in body) {
      formed[name] = new Date(body[name]);
    }
  }
  if (body.userProperties) {
    formed.userProperties = person(body.userProperties);
  }
  if (body.messages) {
    formed.messages = body.messages.map(message);
  }
  return formed;
}

const [url, key] = process.argv.slice(2);
const wire = new Wire();
const api = wire.client(url, key);
const security = { apiIntegrationKey: key };
const asked = JSON.parse(await text(process.stdin));

async function each(bodies, call) {
  const answers = [];
  for (const body of bodies ?? []) {
    const parsed = await call(body);
    answers.push({ wire: wire.json(), parsed });
  }
  return answers;
}

console.log(
  JSON.stringify({
    conversations: await each(asked.conversations, (body) => api.conversations.log(security, given(body))),
    events: await each(asked.events, (body) => api.events.log(security, given(body))),
    feedback: await each(asked.feedback, (body) => api.feedback.submit(given(body))),
    read: await each(asked.read, (id) => api.conversations.get(security, { id })),
    readFeedback: await each(asked.readFeedback, (id) => api.feedback.getFeedbackById({ id })),
    queries: await each(asked.queries, (body) => api.query.conversations(body)),
  }),
);
