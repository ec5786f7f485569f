/** The two search reports. */

import assert from "node:assert/strict";

import * as errors from "@inkeep/inkeep-analytics/models/errors";

import { refused } from "../harness.mjs";

const DAY_MS = 86_400_000;

async function topQueries({ api, run, searchMonday }) {
  const { data } = await api.topSearchQueries({ after: searchMonday.toISOString() });
  const mine = data.result.filter((row) => row.searchQuery.includes(run));
  assert.deepEqual(mine.map((row) => row.count), ["2", "1"]);
  assert.equal(mine[0].searchQuery.toLowerCase(), `reset password ${run}`);
  const countsInOrder = data.result.map((row) => Number(row.count));
  assert.deepEqual(countsInOrder, countsInOrder.toSorted((a, b) => b - a));
  assert.ok(data.total >= data.result.length);
}

async function laterOnly({ api, run, searchMonday }) {
  const after = new Date(searchMonday.getTime() + DAY_MS).toISOString().slice(0, 10);
  const { data } = await api.topSearchQueries({ after });
  assert.ok(data.result.every((row) => !row.searchQuery.includes(run)));
}

async function weeklyUsers({ api, searchMonday }) {
  const { data } = await api.weeklySearchUsers({ after: searchMonday.toISOString().slice(0, 10) });
  assert.deepEqual(data.result[0], { week: searchMonday.toISOString(), uniqueUsers: "2" });
  assert.equal(data.total, data.result.length);
  const weeks = data.result.map((row) => row.week);
  assert.deepEqual(weeks, weeks.toSorted());
}

async function ownProjectOnly({ api, apiSecurity, wire, run, searchMonday }) {
  const { projectId } = await api.conversations.get(apiSecurity, { id: `alpha-${run}` });
  const own = await api.topSearchQueries({ after: searchMonday.toISOString(), projectId });
  assert.ok(own.data.result.some((row) => row.searchQuery.includes(run)));
  assert.match(wire.request.path, /project_id=/);
  await refused(api.topSearchQueries({ projectId: "another-project" }), errors.Forbidden);
  await refused(api.weeklySearchUsers({ projectId: "another-project" }), errors.Forbidden);
}

async function defaultsAnswer({ api }) {
  for (const { data } of [await api.topSearchQueries({}), await api.weeklySearchUsers({})]) {
    assert.ok(Array.isArray(data.result));
    assert.ok(data.total >= data.result.length);
  }
}

/** @type {[string, Function][]} */
export const REPORT_CHECKS = [
  ["top search queries fold case and count as text", topQueries],
  ["top search queries begin at a date", laterOnly],
  ["weekly search users count people once, from Monday", weeklyUsers],
  ["search reports answer for the key's project alone", ownProjectOnly],
  ["search reports need no parameters", defaultsAnswer],
];
