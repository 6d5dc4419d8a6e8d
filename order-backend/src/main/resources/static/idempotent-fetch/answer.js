import { echoes } from "./fields.js";

/**
 * An answer as the page gets it.
 *
 * @typedef {object} Reply
 * @property {number} status
 * @property {Headers} headers
 * @property {string} text
 * @property {() => any} json the body, or undefined if it is not JSON
 */

/**
 * @param {{ status: number, headers: HeadersInit, text: string }} parts
 * @returns {Reply}
 */
export function replyOf({ status, headers, text }) {
  return { status, headers: new Headers(headers), text, json: () => parsed(text) };
}

/**
 * Reads an answer to its end.
 *
 * @param {Response} response
 * @param {string} key
 * @param {number} now
 * @returns {Promise<{ reply?: Reply, sign: import("./judge.js").Sign }>}
 */
export async function read(response, key, now) {
  if (response.type === "opaqueredirect") {
    return { sign: { lost: "redirected" } };
  }
  const reply = replyOf({ status: response.status, headers: response.headers, text: await response.text() });
  return {
    reply,
    sign: {
      status: reply.status,
      ...problemOf(reply),
      retryAfter: retryAfterOf(reply.headers, now),
      replayed: isReplay(reply.headers),
      echoed: echoes(reply.headers, key),
    },
  };
}

/** @param {Headers} headers */
export function isReplay(headers) {
  return headers.get("idempotent-replayed") === "true";
}

function problemOf(reply) {
  const type = reply.headers.get("content-type") ?? "";
  const problem = /^application\/problem\+json\s*(;|$)/i.test(type) ? reply.json() : undefined;
  return {
    code: typeof problem?.code === "string" ? problem.code : undefined,
    retryable: typeof problem?.retryable === "boolean" ? problem.retryable : undefined,
  };
}

/** Milliseconds from now; a date counts from the server's own, if it names one. */
function retryAfterOf(headers, now) {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  const until = Date.parse(value);
  const from = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? now : from));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
