/**
 * The stream over an HTTP cache: a Durable Stream (docs/protocol.md) as server-sent events, without
 * cookies. The server ends each answer after a minute; this asks for the next by itself, so that it is
 * one connection to its caller.
 */

import { cursorOfOffset, offsetOf } from "../reader/cursor.js";
import { SseParser } from "./sse_parser.js";
import { ABNORMAL } from "./websocket.js";

/** The socket's close codes for HTTP's refusals: a bad offset, not let in, too many. */
const CODES = new Map([[400, 4400], [403, 4401], [429, 4429]]);

/** `kinds`: as in connect(). A position is required: a cache has no "now". */
export function openDurable({ url, kinds, epoch, position, digest, frame, closed }) {
  const controller = new AbortController();
  const { signal } = controller;
  const wanted = ({ type }) => kinds === null || kinds.includes(type.split(".")[0]);
  const reading = new Reading({ url, signal, wanted, frame });
  reading.follow({ epoch, position, digest }).then(
    (code) => signal.aborted || closed(code),
    () => signal.aborted || closed(ABNORMAL),
  );
  return { close: () => controller.abort() };
}

class Reading {
  #url;
  #signal;
  #wanted;
  #frame;
  #at = null; // {epoch, position, digest}: what the reader has
  #cursor = ""; // of the last answer, to be echoed
  #isWelcome = false;

  constructor({ url, signal, wanted, frame }) {
    this.#url = url;
    this.#signal = signal;
    this.#wanted = wanted;
    this.#frame = frame;
  }

  /** Follow from a cursor; answers a close code. */
  async follow(at) {
    this.#at = at;
    for (;;) {
      const response = await this.#ask();
      if (response.status === 410) await this.#resync(response);
      else if (!response.ok) return CODES.get(response.status) ?? ABNORMAL;
      else if (!(await this.#read(response))) return ABNORMAL;
    }
  }

  #ask() {
    // In this order, so that all readers at one offset ask for one address.
    const query = new URLSearchParams();
    if (this.#cursor) query.set("cursor", this.#cursor);
    query.set("live", "sse");
    query.set("offset", offsetOf(this.#at));
    const address = `${this.#url}?${query}`;
    return fetch(address, { signal: this.#signal, credentials: "omit", cache: "no-store" });
  }

  /** Pass on frames until the response ends; answers whether it had a next offset. */
  async #read(response) {
    const parser = new SseParser();
    const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let events = [];
    let isWhole = false;
    for (;;) {
      const { done, value } = await chunks.read();
      if (done) return isWhole;
      for (const { event, data, comment } of parser.feed(value)) {
        if (comment !== undefined) this.#give({ type: "heartbeat" });
        else if (event === "data") events = JSON.parse(data);
        else if (event === "control") {
          this.#control(JSON.parse(data), events);
          [events, isWhole] = [[], true];
        }
      }
    }
  }

  #control({ streamNextOffset, streamCursor, heartbeat }, events) {
    const before = this.#at;
    this.#cursor = streamCursor;
    // A welcome with the reader's cursor: the events after it follow.
    if (!this.#isWelcome) this.#welcome(heartbeat);
    this.#at = cursorOfOffset(streamNextOffset);
    if (!events.length) return;
    const { position, digest } = this.#at;
    const wanted = events.filter(this.#wanted);
    this.#give({ type: "events", after: before.position, position, digest, events: wanted });
  }

  #welcome(heartbeat) {
    this.#isWelcome = true;
    const connection = crypto.randomUUID().replaceAll("-", "");
    this.#give({ type: "welcome", ...this.#at, connection, heartbeat });
  }

  /** The list must be read again; the stream continues at the server's offset. */
  async #resync(response) {
    const { reason, offset } = await response.json();
    this.#at = cursorOfOffset(offset);
    this.#cursor = "";
    if (!this.#isWelcome) this.#welcome();
    this.#give({ type: "resync", reason, ...this.#at });
  }

  #give(frame) {
    if (!this.#signal.aborted) this.#frame(frame);
  }
}
