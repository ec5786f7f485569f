/**
 * Runs named checks one after the other and reports each as one line of JSON.
 *
 * Knows the client's transport and errors; knows nothing of what is checked.
 */

import assert from "node:assert/strict";

import { InkeepAnalytics } from "@inkeep/inkeep-analytics";
import { HTTPClient } from "@inkeep/inkeep-analytics/lib/http.js";

const OK = 200;
const SHOWN_CHARACTERS = 1500;
const NO_RETRY = { strategy: "none" };
const TIMEOUT_MS = 30_000;

/**
 * Remembers the newest exchange, because the client hides the wire from its caller.
 *
 * `garble` replaces the next request body: the client refuses to send some bodies that others send.
 */
export class Wire {
  /** @type {{method: string, path: string, sent: string, authorization: string | null} | null} */
  request = null;

  /** @type {{status: number, contentType: string, headers: Headers, text: string} | null} */
  response = null;

  /** @type {string | null} */
  garble = null;

  /** Every method and path that was answered with 200. @type {Set<string>} */
  succeeded = new Set();

  /** Sends a request and keeps what went over the wire. */
  async fetch(/** @type {Request} */ given) {
    const request = this.garble === null ? given : new Request(given, { body: this.garble });
    this.garble = null;
    const url = new URL(request.url);
    this.response = null;
    this.request = {
      method: request.method,
      path: url.pathname + url.search,
      sent: await request.clone().text(),
      authorization: request.headers.get("authorization"),
    };
    const response = await fetch(request);
    if (response.status === OK) {
      this.succeeded.add(`${request.method} ${url.pathname}`);
    }
    this.response = {
      status: response.status,
      contentType: response.headers.get("content-type") ?? "",
      headers: response.headers,
      text: await response.clone().text(),
    };
    return response;
  }

  /** The newest answer, as JSON. */
  json() {
    return JSON.parse(this.response.text);
  }

  /** The newest exchange in words, cut to a readable length. */
  describe() {
    if (this.request === null) {
      return "no request was sent";
    }
    const { method, path, sent } = this.request;
    const answer = this.response === null
      ? "no answer"
      : `${this.response.status} ${this.response.contentType} ${cut(this.response.text)}`;
    return `last exchange: ${method} ${path} sent ${cut(sent)} answered ${answer}`;
  }

  /** Makes a client whose every exchange is remembered here. */
  client(/** @type {string} */ serverURL, /** @type {string | undefined} */ apiIntegrationKey) {
    const httpClient = new HTTPClient({ fetcher: (input) => this.fetch(input) });
    return new InkeepAnalytics({
      serverURL,
      apiIntegrationKey,
      httpClient,
      retryConfig: NO_RETRY,
      timeoutMs: TIMEOUT_MS,
    });
  }
}

/** Runs every check in order, prints its line, and returns how many failed. */
export async function runChecks(/** @type {[string, Function][]} */ checks, world) {
  let failedCount = 0;
  for (const [name, check] of checks) {
    const detail = await failureOf(check, world);
    failedCount += detail === null ? 0 : 1;
    console.log(JSON.stringify({ name, ok: detail === null, detail: detail ?? "" }));
  }
  return failedCount;
}

/**
 * Asserts that a call fails with one class of the client's errors, and returns the error.
 *
 * The class is the client's own, so this also proves that the body had the fixed codes.
 */
export async function refused(/** @type {Promise<unknown>} */ call, errorClass) {
  try {
    await call;
  } catch (error) {
    assert.equal(error.constructor.name, errorClass.name, explain(error));
    return error;
  }
  return assert.fail(`expected ${errorClass.name}, but the call succeeded`);
}

async function failureOf(check, world) {
  try {
    await check(world);
    return null;
  } catch (error) {
    return `${explain(error)}; ${world.wire.describe()}`;
  }
}

function explain(error) {
  const words = typeof error.pretty === "function" ? error.pretty() : `${error.name}: ${error.message}`;
  return cut(words);
}

function cut(text) {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
}
