/**
 * The conversations that the query checks ask about. Every one carries `properties.run`, so that
 * answers are exact even in a project that holds other data.
 */

/** Times of the first messages, by the short name of the conversation. */
export const TIMES = {
  alpha: "2026-01-05T10:00:00.000Z",
  ticket: "2026-01-19T08:01:02.000Z",
  copilot: "2026-01-06T12:00:00.000Z",
  second: "2026-01-20T09:30:00.000Z",
  third: "2026-02-03T00:00:00.000Z",
  bare: "2026-02-04T23:59:59.000Z",
};

/** A condition that keeps the rows of this run alone. */
export function ofRun(run) {
  return { condition: { field: "properties", operator: "eq", value: { path: ["run"], value: run } } };
}

/** The condition of a check, narrowed to the rows of this run. */
export function within(run, where) {
  return { and: [ofRun(run), where] };
}

/**
 * Six conversations: two chats, one ticket, three copilot chats.
 *
 * The client requires `additionalProperties` in user properties; it spreads them before sending.
 */
export function sampleConversations(run) {
  const id = (name) => `${name}-${run}`;
  const properties = {
    alpha: {
      run,
      plan: "enterprise",
      seats: 12,
      nested: { region: { code: "eu" } },
      labels: ["a", "b"],
      beta: true,
      nothing: null,
    },
    ticket: { run, plan: "enterprise", seats: 3, labels: ["b"] },
    copilot: { run, plan: "pro", seats: 3 },
    second: { run, plan: "free", seats: 1.5 },
    third: { run, plan: "pro" },
    bare: { run },
  };
  return [
    chat(id("alpha"), TIMES.alpha, 2, {
      properties: { ...properties.alpha, [`tier_${run}`]: "gold" },
      userProperties: agent(7, "Ada", { id: 42, email: "ada@example.com" }),
      visibility: "public",
    }),
    {
      ...support("support_ticket", id("ticket"), TIMES.ticket),
      properties: { ...properties.ticket, [`tier_${run}`]: "silver" },
      userProperties: agent("u-2", null),
    },
    {
      ...support("support_copilot", id("copilot"), TIMES.copilot),
      supportTicketConversationId: id("ticket"),
      properties: { ...properties.copilot, [`tier_${run}`]: "gold" },
      userProperties: agent(7, "Ada"),
    },
    {
      ...support("support_copilot", id("second"), TIMES.second),
      properties: { ...properties.second, [`tier_${run}`]: 5 },
      userProperties: agent("u-3", "Ada"),
    },
    {
      ...support("support_copilot", id("third"), TIMES.third),
      properties: properties.third,
      userProperties: agent("u-4", null),
    },
    chat(id("bare"), TIMES.bare, 3, { properties: properties.bare }),
  ];
}

/** Events of all three kinds: two copies, one share, and three searches by two people in one week. */
export function sampleEvents(run, searchMonday) {
  const properties = { run, position: 2, nested: { deep: [1, 2] } };
  const copied = { type: "assistant_message_copied", entityType: "message", messageId: `alpha-${run}-m1`, properties };
  const search = { type: "search_query_submitted", entityType: "search", properties };
  return [
    { ...copied, id: `copy1-${run}`, createdAt: new Date("2026-01-05T10:01:00Z"), userProperties: person("p1") },
    { ...copied, id: `copy2-${run}`, createdAt: new Date("2026-01-06T10:01:00Z"), userProperties: person(2) },
    {
      id: `share-${run}`,
      type: "chat_share_button_clicked",
      entityType: "conversation",
      conversationId: `alpha-${run}`,
      createdAt: new Date("2026-01-07T10:01:00Z"),
      properties,
      userProperties: person("p1"),
    },
    searched(search, `find1-${run}`, `Reset Password ${run}`, searchMonday, "p1"),
    searched(search, `find2-${run}`, `reset password ${run}`, searchMonday, "p2"),
    searched(search, `find3-${run}`, `Invoices ${run}`, searchMonday, "p2"),
  ];
}

function searched(event, id, searchQuery, monday, who) {
  return { ...event, id, searchQuery, createdAt: new Date(monday.getTime() + 3_600_000), userProperties: person(who) };
}

function person(id) {
  return { id, identificationType: "ID_PROVIDED", additionalProperties: {} };
}

function agent(userId, supportAgentName, { id = null, ...additionalProperties } = {}) {
  return { id, userId, supportAgentName, userType: "member", additionalProperties };
}

function chat(id, firstTime, userMessageCount, rest) {
  const start = Date.parse(firstTime);
  const at = (index) => new Date(start + index * 1000);
  const messages = [];
  for (let pair = 0; pair < userMessageCount; pair += 1) {
    messages.push(
      { id: `${id}-m${pair * 2}`, role: "user", content: `Question ${pair} of ${id}?`, createdAt: at(pair * 2) },
      { id: `${id}-m${pair * 2 + 1}`, role: "assistant", content: `Answer ${pair}.`, createdAt: at(pair * 2 + 1) },
    );
  }
  return { type: "openai", id, createdAt: at(0), messages, ...rest };
}

function support(type, id, firstTime) {
  const start = new Date(firstTime);
  const messages = [
    { id: `${id}-m0`, role: "user", content: "It does not work.", createdAt: start },
    { id: `${id}-m1`, role: "agent", content: null, createdAt: new Date(start.getTime() + 1000) },
  ];
  return { type, id, createdAt: start, messages };
}
