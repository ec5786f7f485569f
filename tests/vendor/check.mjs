/**
 * Runs every operation of the published TypeScript client against a real server.
 *
 * Usage: node check.mjs BASE_URL API_KEY WEB_KEY FOREIGN_API_KEY, or the same in the environment as
 * THREADLINE_URL, THREADLINE_API_KEY, THREADLINE_WEB_KEY, THREADLINE_FOREIGN_API_KEY. The first two keys
 * are of one project, the last of another. Prints one line of JSON per check; exits 1 when any failed.
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

import { CONVERSATION_CHECKS } from "./checks/conversations.mjs";
import { EVENT_CHECKS } from "./checks/events.mjs";
import { EXAMPLE_CHECKS } from "./checks/examples.mjs";
import { FEEDBACK_CHECKS } from "./checks/feedback.mjs";
import { FILTER_CHECKS } from "./checks/filters.mjs";
import { QUERY_CHECKS } from "./checks/queries.mjs";
import { REFUSAL_CHECKS } from "./checks/refusals.mjs";
import { REPORT_CHECKS } from "./checks/reports.mjs";
import { THREAD_CHECKS } from "./checks/threads.mjs";
import { VIEW_CHECKS } from "./checks/views.mjs";
import { runChecks, Wire } from "./harness.mjs";
import { sampleConversations } from "./sample.mjs";

const NAMES = ["THREADLINE_URL", "THREADLINE_API_KEY", "THREADLINE_WEB_KEY", "THREADLINE_FOREIGN_API_KEY"];
const MISUSED = 2;
const WEEK_MS = 7 * 86_400_000;
const WEEKS = 1000;
const FIRST_MONDAY = Date.UTC(1990, 0, 1);

/** A week long past that other runs are unlikely to have searched in, so that weekly counts are exact. */
function someMonday() {
  return new Date(FIRST_MONDAY + (randomBytes(4).readUInt32BE() % WEEKS) * WEEK_MS);
}

async function sampleIsStored({ api, apiSecurity, run }) {
  for (const conversation of sampleConversations(run)) {
    await api.conversations.log(apiSecurity, conversation);
  }
}

/** Everything that a check may use. */
function worldOf([url, apiKey, webKey, foreignKey]) {
  const wire = new Wire();
  const run = `r${randomBytes(5).toString("hex")}`;
  return {
    url,
    wire,
    run,
    threadRun: `t${run}`,
    searchMonday: someMonday(),
    api: wire.client(url, apiKey),
    apiSecurity: { apiIntegrationKey: apiKey },
    webClient: wire.client(url, webKey),
    webSecurity: { webIntegrationKey: webKey },
    foreignClient: wire.client(url, foreignKey),
    foreignSecurity: { apiIntegrationKey: foreignKey },
  };
}

/** What this release of the client can call. */
const OPERATIONS = [
  /^POST \/conversations$/,
  /^GET \/conversations$/,
  /^GET \/conversations\/[^/]+$/,
  /^DELETE \/conversations\/[^/]+$/,
  /^GET \/conversations\/external\/[^/]+$/,
  /^POST \/events$/,
  /^POST \/feedback$/,
  /^GET \/feedback$/,
  /^GET \/feedback\/[^/]+$/,
  /^POST \/query\/conversations$/,
  /^POST \/query\/events$/,
  /^POST \/query\/feedback$/,
  /^POST \/query\/semantic-threads$/,
  /^POST \/query\/semantic-threads\/export$/,
  /^POST \/query\/property-keys$/,
  /^POST \/query\/property-values$/,
  /^GET \/query\/top-search-queries$/,
  /^GET \/query\/weekly-search-users$/,
];

function everyOperationSucceeded({ wire }) {
  const answered = [...wire.succeeded];
  const missing = OPERATIONS.filter((operation) => !answered.some((each) => operation.test(each)));
  assert.deepEqual(missing.map(String), []);
}

/** The order matters: queries ask about what earlier checks have stored. */
const CHECKS = [
  ["the sample is stored", sampleIsStored],
  ...CONVERSATION_CHECKS,
  ...EVENT_CHECKS,
  ...FEEDBACK_CHECKS,
  ...FILTER_CHECKS,
  ...QUERY_CHECKS,
  ...VIEW_CHECKS,
  ...REPORT_CHECKS,
  ...THREAD_CHECKS,
  ...EXAMPLE_CHECKS,
  ...REFUSAL_CHECKS,
  ["every operation of the client has succeeded at least once", everyOperationSucceeded],
];

const given = NAMES.map((name, index) => process.argv[index + 2] ?? process.env[name]);
if (given.some((value) => !value)) {
  console.error(`pass ${NAMES.join(", ")} as arguments or in the environment`);
  process.exit(MISUSED);
}
process.exitCode = (await runChecks(CHECKS, worldOf(given))) === 0 ? 0 : 1;
