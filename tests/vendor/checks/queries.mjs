/** Queries of conversations: what is selected, grouped, ordered, and how keys are named. */

import assert from "node:assert/strict";

import { ofRun, TIMES, within } from "../sample.mjs";

const aggregate = (aggregation, field, path) => ({ type: "aggregation", aggregation, field, path });
const field = (name, path) => ({ type: "field", field: name, path });
const time = (timeUnit, name) => ({ type: "time", timeUnit, field: name });
const ascending = (name) => [{ field: name, direction: "asc" }];
const day = (text) => `${text}T00:00:00.000Z`;

async function rowsOf({ api, run }, body) {
  const answer = await api.query.conversations({ where: ofRun(run), ...body });
  assert.equal(answer.status, "ok");
  assert.equal(answer.data.count, answer.data.result.length);
  assert.ok(answer.data.pageSize >= answer.data.count);
  return answer.data.result;
}

async function allFields(world) {
  const rows = await rowsOf(world, {});
  assert.equal(rows.length, 6);
  const row = rows.find((each) => each.id === `alpha-${world.run}`);
  assert.equal(row.firstMessageTime.toISOString(), TIMES.alpha);
  assert.equal(row.userMessageCount, 2);
  assert.equal(row.type, "openai");
  assert.equal(row.properties.seats, 12);
  assert.equal(row.properties.nothing, null);
  assert.deepEqual([row.userProperties.id, row.userProperties.userId], [42, 7]);
  assert.equal(typeof row.projectId, "string");
  assert.equal(typeof row.organizationId, "string");
}

async function newestFirst(world) {
  const rows = await rowsOf(world, { select: [field("firstMessageTime")] });
  assert.deepEqual(rows.map((row) => row.firstMessageTime.toISOString()), Object.values(TIMES).toSorted().reverse());
}

async function ordered(world) {
  const rows = await rowsOf(world, {
    select: [field("id"), field("userMessageCount")],
    orderBy: [{ field: "userMessageCount", direction: "desc" }, { field: "firstMessageTime", direction: "asc" }],
  });
  const names = rows.map((row) => row.id.split("-")[0]);
  assert.deepEqual(names, ["bare", "alpha", "copilot", "ticket", "second", "third"]);
}

async function dottedKeys(world) {
  const rows = await rowsOf(world, {
    select: [field("userProperties", ["userId"]), field("properties", ["nested", "region", "code"])],
    where: within(world.run, { condition: { field: "type", operator: "eq", value: "openai" } }),
    orderBy: ascending("firstMessageTime"),
  });
  assert.equal(rows[0].userPropertiesUserId, "7", "a numeric user id is text in its own key");
  assert.equal(rows[0].additionalProperties["properties.nested.region.code"], "eu");
  assert.equal(rows[1].userPropertiesUserId ?? null, null);
  assert.equal("userProperties" in rows[0], false);
}

async function counts(world) {
  const [row] = await rowsOf(world, {
    select: [
      aggregate("count"),
      aggregate("count", "id"),
      aggregate("countDistinct", "type"),
      aggregate("countDistinct", "userProperties", ["userId"]),
      aggregate("count", "properties", ["seats"]),
    ],
  });
  assert.deepEqual([row.count, row.countId], [6, 6]);
  assert.equal(row.countDistinctUserPropertiesUserId, 4);
  assert.deepEqual(row.additionalProperties, { countDistinct_type: 3, "count_properties.seats": 4 });
}

async function numbers(world) {
  const [row] = await rowsOf(world, {
    select: ["sum", "avg", "min", "max"].map((name) => aggregate(name, "userMessageCount")),
  });
  assert.deepEqual(
    [row.sumUserMessageCount, row.avgUserMessageCount, row.minUserMessageCount, row.maxUserMessageCount],
    [9, 1.5, 1, 3],
  );
}

async function numbersAtAPath(world) {
  const [row] = await rowsOf(world, {
    select: ["sum", "avg", "min", "max"].map((name) => aggregate(name, "properties", ["seats"])),
  });
  assert.deepEqual(row.additionalProperties, {
    "sum_properties.seats": 19.5,
    "avg_properties.seats": 4.875,
    "min_properties.seats": 1.5,
    "max_properties.seats": 12,
  });
}

async function timesAreNumbers(world) {
  const [row] = await rowsOf(world, {
    select: [aggregate("min", "firstMessageTime"), aggregate("max", "firstMessageTime")],
  });
  assert.equal(row.minFirstMessageTime, Date.parse(TIMES.alpha));
  assert.equal(row.maxFirstMessageTime, Date.parse(TIMES.bare));
}

async function nothingToAggregate(world) {
  const where = within(world.run, { condition: { field: "id", operator: "eq", value: "none" } });
  const select = [aggregate("count"), aggregate("sum", "userMessageCount"), aggregate("max", "firstMessageTime")];
  const rows = await rowsOf(world, { select, where });
  assert.ok(rows.every((row) => (row.count ?? 0) === 0 && (row.sumUserMessageCount ?? 0) === 0));
  assert.ok(rows.every((row) => !("maxFirstMessageTime" in row)));
}

async function byTime(world) {
  const expected = {
    hour: ["2026-01-05T10:00:00.000Z", 1, "2026-01-06T12:00:00.000Z", 1, "2026-01-19T08:00:00.000Z", 1,
      "2026-01-20T09:00:00.000Z", 1, "2026-02-03T00:00:00.000Z", 1, "2026-02-04T23:00:00.000Z", 1],
    day: [day("2026-01-05"), 1, day("2026-01-06"), 1, day("2026-01-19"), 1,
      day("2026-01-20"), 1, day("2026-02-03"), 1, day("2026-02-04"), 1],
    week: [day("2026-01-05"), 2, day("2026-01-19"), 2, day("2026-02-02"), 2],
    month: [day("2026-01-01"), 4, day("2026-02-01"), 2],
  };
  const keys = { hour: "firstMessageTimeHour", day: "firstMessageTimeDay", week: "firstMessageTimeWeek" };
  for (const [unit, buckets] of Object.entries(expected)) {
    const rows = await rowsOf(world, {
      select: [time(unit, "firstMessageTime"), aggregate("count")],
      orderBy: ascending(`firstMessageTime_${unit}`),
    });
    const key = keys[unit] ?? "firstMessageTimeMonth";
    assert.deepEqual(rows.flatMap((row) => [row[key], row.count]), buckets, unit);
  }
}

async function mainTime(world) {
  const rows = await rowsOf(world, { select: [{ type: "time", timeUnit: "month" }, aggregate("count")] });
  assert.deepEqual(rows.map((row) => row.firstMessageTimeMonth), [day("2026-01-01"), day("2026-02-01")]);
}

async function grouped(world) {
  const rows = await rowsOf(world, {
    select: [aggregate("sum", "userMessageCount")],
    groupBy: [{ field: "type" }],
    orderBy: [{ field: "sum_userMessageCount", direction: "desc" }],
  });
  const found = rows.map((row) => [row.type, row.sumUserMessageCount]);
  assert.deepEqual(found, [["openai", 5], ["support_copilot", 3], ["support_ticket", 1]]);
}

async function groupedByPath(world) {
  const rows = await rowsOf(world, {
    select: [aggregate("count")],
    groupBy: [{ field: "properties", path: ["plan"] }],
  });
  const found = rows.map((row) => [row.additionalProperties?.["properties.plan"] ?? "(none)", row.count]);
  assert.deepEqual(Object.fromEntries(found), { enterprise: 2, free: 1, pro: 2, "(none)": 1 });
}

async function groupedByTwo(world) {
  const rows = await rowsOf(world, {
    select: [aggregate("count")],
    groupBy: [{ field: "type" }, { field: "userProperties", path: ["supportAgentName"] }],
    where: within(world.run, { condition: { field: "type", operator: "eq", value: "support_copilot" } }),
  });
  const found = rows.map((row) => [row.userPropertiesSupportAgentName ?? "(none)", row.count]);
  assert.deepEqual(Object.fromEntries(found), { Ada: 2, "(none)": 1 });
  assert.ok(rows.every((row) => row.type === "support_copilot"));
}

async function hiddenKey(world) {
  const rows = await rowsOf(world, {
    select: [aggregate("count")],
    groupBy: [{ field: "type", includeInSelect: false }],
    orderBy: [{ field: "type", direction: "asc" }],
  });
  assert.deepEqual(rows, [{ count: 2 }, { count: 3 }, { count: 1 }]);
}

async function keysAlone(world) {
  const rows = await rowsOf(world, { groupBy: [{ field: "type" }] });
  assert.deepEqual(rows, [{ type: "openai" }, { type: "support_copilot" }, { type: "support_ticket" }]);
}

/** @type {[string, Function][]} */
export const QUERY_CHECKS = [
  ["a query without select answers all fields of conversations", allFields],
  ["plain rows come newest first", newestFirst],
  ["rows come in the order asked for", ordered],
  ["a path makes a dotted key, a numeric user id is text there", dottedKeys],
  ["count and countDistinct have their own keys", counts],
  ["sum, avg, min and max of a number field", numbers],
  ["sum, avg, min and max at a path", numbersAtAPath],
  ["min and max of a time are milliseconds", timesAreNumbers],
  ["aggregates of no rows are zero or left out, never null", nothingToAggregate],
  ["time buckets begin at the hour, day, Monday and month", byTime],
  ["a time without a field takes the main time, in order", mainTime],
  ["groups are ordered by an aggregate", grouped],
  ["a group by path has a dotted key", groupedByPath],
  ["two group keys combine", groupedByTwo],
  ["a hidden group key groups but does not show", hiddenKey],
  ["groups without select answer keys alone, in order", keysAlone],
];
