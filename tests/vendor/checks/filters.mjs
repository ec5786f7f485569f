/** Every filter operator that the client can send, as a table: where -> conversations of the sample. */

import assert from "node:assert/strict";

import { TIMES, within } from "../sample.mjs";

const on = (field, operator, value) => ({ condition: { field, operator, value } });
const at = (operator, path, value) => on("properties", operator, { path, value });

const ALL = ["alpha", "bare", "copilot", "second", "third", "ticket"];
const COPILOTS = ["copilot", "second", "third"];
const WITH_SEATS = ["alpha", "copilot", "second", "ticket"];

/** @type {[string, object, string[]][]} */
const TABLE = [
  ["eq on a column", on("type", "eq", "support_ticket"), ["ticket"]],
  ["eq on a text at a path", at("eq", ["plan"], "enterprise"), ["alpha", "ticket"]],
  ["eq on a number at a path", at("eq", ["seats"], 3), ["copilot", "ticket"]],
  ["eq on a fraction at a path", at("eq", ["seats"], 1.5), ["second"]],
  ["eq on a boolean at a path", at("eq", ["beta"], true), ["alpha"]],
  ["eq on a deep path", at("eq", ["nested", "region", "code"], "eu"), ["alpha"]],
  ["eq null on a column", on("userProperties", "eq", null), ["bare"]],
  ["eq on a numeric user id", on("userProperties", "eq", { path: ["userId"], value: 7 }), ["alpha", "copilot"]],
  ["neq on a column", on("type", "neq", "openai"), ["copilot", "second", "third", "ticket"]],
  ["neq at a path keeps rows without a value", at("neq", ["plan"], "enterprise"), ["bare", ...COPILOTS]],
  ["gt on a number column", on("userMessageCount", "gt", 1), ["alpha", "bare"]],
  ["gt at a path", at("gt", ["seats"], 3), ["alpha"]],
  ["gte at a path", at("gte", ["seats"], 3), ["alpha", "copilot", "ticket"]],
  ["gte on a time", on("firstMessageTime", "gte", TIMES.second), ["bare", "second", "third"]],
  ["lt on a time", on("firstMessageTime", "lt", TIMES.copilot), ["alpha"]],
  ["lt at a path", at("lt", ["seats"], 3), ["second"]],
  ["lte at a path", at("lte", ["seats"], 3), ["copilot", "second", "ticket"]],
  ["lte on a time with an offset", on("firstMessageTime", "lte", "2026-01-05T12:00:00.000+02:00"), ["alpha"]],
  ["in on a column", on("type", "in", ["openai", "support_ticket"]), ["alpha", "bare", "ticket"]],
  ["in at a path", at("in", ["plan"], ["pro", "free"]), COPILOTS],
  ["in with null at a path", at("in", ["plan"], ["free", null]), ["bare", "second"]],
  ["in of an empty list", on("type", "in", []), []],
  ["notIn on a column", on("type", "notIn", ["openai", "support_ticket"]), COPILOTS],
  ["notIn with null at a path", at("notIn", ["plan"], ["enterprise", null]), COPILOTS],
  ["notIn of an empty list", on("type", "notIn", []), ALL],
  ["arrayContains one member", at("arrayContains", ["labels"], "b"), ["alpha", "ticket"]],
  ["arrayContains all members", at("arrayContains", ["labels"], ["a", "b"]), ["alpha"]],
  ["jsonContains an object", on("properties", "jsonContains", { plan: "enterprise", seats: 3 }), ["ticket"]],
  ["jsonContains a nested object", on("properties", "jsonContains", { nested: { region: { code: "eu" } } }), ["alpha"]],
  ["jsonContains a list at a path", at("jsonContains", ["labels"], ["a"]), ["alpha"]],
  ["jsonContainedBy a list at a path", at("jsonContainedBy", ["labels"], ["b", "c"]), ["ticket"]],
  ["jsonHasKey", on("properties", "jsonHasKey", "beta"), ["alpha"]],
  ["jsonHasKey whose value is null", on("properties", "jsonHasKey", "nothing"), ["alpha"]],
  ["jsonHasKey at a path", at("jsonHasKey", ["nested", "region"], "code"), ["alpha"]],
  ["jsonHasAnyKey", on("properties", "jsonHasAnyKey", ["beta", "seats"]), WITH_SEATS],
  ["jsonHasAllKeys", on("properties", "jsonHasAllKeys", ["plan", "labels"]), ["alpha", "ticket"]],
  ["isNull on a column", on("userProperties", "isNull"), ["bare"]],
  ["isNull at a path", at("isNull", ["plan"], null), ["bare"]],
  ["isNull where null is stored", at("isNull", ["nothing"], null), ALL],
  ["isNotNull on a column", on("userProperties", "isNotNull"), [...COPILOTS, "alpha", "ticket"]],
  ["isNotNull at a path", at("isNotNull", ["seats"], null), WITH_SEATS],
  [
    "and within or",
    { or: [{ and: [on("type", "eq", "openai"), at("eq", ["plan"], "enterprise")] }, at("eq", ["plan"], "free")] },
    ["alpha", "second"],
  ],
];

async function matches({ api, run }, where, expected) {
  const rows = await api.query.conversations({ select: [{ type: "field", field: "id" }], where: within(run, where) });
  assert.equal(rows.status, "ok");
  const found = rows.data.result.map((row) => row.id.replace(`-${run}`, ""));
  assert.deepEqual(found.toSorted(), expected.toSorted());
  assert.deepEqual([rows.data.total, rows.data.count], [expected.length, expected.length]);
}

async function containedBy({ api, run }) {
  const rows = await api.query.conversations({
    select: [{ type: "field", field: "id" }],
    where: on("properties", "jsonContainedBy", { run, plan: "pro", other: 1 }),
  });
  assert.deepEqual(rows.data.result.map((row) => row.id).toSorted(), [`bare-${run}`, `third-${run}`]);
}

/** @type {[string, Function][]} */
export const FILTER_CHECKS = [
  ...TABLE.map(([name, where, expected]) => [`filter ${name}`, (world) => matches(world, where, expected)]),
  ["filter jsonContainedBy an object", containedBy],
];
