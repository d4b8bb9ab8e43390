/**
 * A live reader of the event stream, for any page.
 *
 *   const client = connect({url, epoch, after, onEvents, onState, onResync});
 *
 * url       the socket's path or address, e.g. "/ws/weatherforecast"
 * epoch, after   the cursor that the page's data was read at; without `after`, from now on
 * onEvents(events)   the next events, oldest first, each exactly once
 * onState({link, since, catchingUp})   link: connecting | live | reconnecting | offline;
 *           since: milliseconds since 1970 when the line became, or stopped being, live
 * onResync({reason, position, signal})   read the data again; answer a promise of the
 *           {epoch, position} that it was read at
 *
 * Returns {close(), resync(reason), isOwn(event), connectionId, position, link}; resync() asks
 * for a fresh reading although nothing was lost, isOwn() tells whether this page caused an event
 * (its requests carry connectionId in the header X-Connection-ID).
 */

import { backoff, refused } from "./backoff.js";
import { initial, step } from "./stream.js";

const CONNECT_TIMEOUT_MS = 10_000;

export function connect(options) {
  const reader = new Reader(options);
  reader.start();
  return reader.handle();
}

class Reader {
  #options;
  #state;
  #socket = null;
  #retryTimer = 0;
  #silenceTimer = 0;
  #rereading = null;
  #lastFrameAt = 0;
  #listeners = new AbortController();

  constructor({ onEvents = () => {}, onState = () => {}, onResync = async () => {}, ...rest }) {
    this.#options = { ...rest, onEvents, onState, onResync };
    this.#state = initial({ epoch: rest.epoch, after: rest.after ?? null, now: Date.now() });
  }

  start() {
    this.#listen(window, "online", () => this.#feed({ type: "network", up: true }));
    this.#listen(window, "offline", () => this.#feed({ type: "network", up: false }));
    this.#listen(document, "visibilitychange", () => document.hidden || this.#look());
    // Leaving: close quietly, also so that the browser may keep the page for "back".
    this.#listen(window, "pagehide", () => this.#suspend());
    this.#listen(window, "pageshow", ({ persisted }) => persisted && this.#feed({ type: "wake" }));
    this.#tell();
    this.#open();
  }

  handle() {
    const reader = this;
    return {
      close: () => reader.#close(),
      resync: (reason) => reader.#feed({ type: "refresh", reason }),
      isOwn: ({ connection }) =>
        Boolean(connection) && reader.#state.connectionIds.includes(connection),
      get connectionId() {
        return reader.#state.connectionIds.at(-1) ?? "";
      },
      get position() {
        return reader.#state.position;
      },
      get link() {
        return reader.#state.link;
      },
    };
  }

  #feed(input) {
    const before = this.#state;
    const { state, effects } = step(before, { ...input, now: Date.now() });
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    if (state.link !== before.link || Boolean(state.rereading) !== Boolean(before.rereading)) {
      this.#tell();
    }
  }

  #carryOut(effect) {
    if (effect.do === "deliver") this.#deliver(effect.events);
    else if (effect.do === "reread") this.#reread(effect);
    else if (effect.do === "drop") this.#drop();
    else if (effect.do === "retry") this.#retry(effect);
  }

  #deliver(events) {
    try {
      this.#options.onEvents(events);
    } catch (error) {
      // The cursor has moved on but the page has not: only the list can mend that.
      reportError(error);
      this.#feed({ type: "readerFailed" });
    }
  }

  async #reread({ reason, position }) {
    this.#rereading?.abort();
    const controller = new AbortController();
    this.#rereading = controller;
    let input;
    try {
      const { signal } = controller;
      const cursor = await this.#options.onResync({ reason, position, signal });
      input = { ...cursor, type: "reread" };
    } catch (error) {
      if (!controller.signal.aborted) console.warn("Reading the list again failed:", error);
      input = { type: "rereadFailed" };
    }
    if (!controller.signal.aborted) this.#feed(input);
  }

  #open() {
    clearTimeout(this.#retryTimer);
    const socket = new WebSocket(this.#address());
    this.#socket = socket;
    this.#watch(CONNECT_TIMEOUT_MS);
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = ({ code }) => this.#ended(code);
  }

  #address() {
    const address = new URL(this.#options.url, document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const { epoch, position } = this.#state;
    if (position !== null) {
      address.searchParams.set("epoch", epoch);
      address.searchParams.set("after", position);
    }
    return address;
  }

  #received(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      this.#ended(1006);
      return;
    }
    this.#lastFrameAt = Date.now();
    this.#feed({ type: "frame", frame });
    if (this.#socket) this.#watch(this.#silenceMs());
  }

  /** A line that is silent for two heartbeats is dead, whatever the socket thinks. */
  #silenceMs() {
    return 2 * this.#state.heartbeatSeconds * 1000;
  }

  #watch(milliseconds) {
    clearTimeout(this.#silenceTimer);
    this.#silenceTimer = setTimeout(() => this.#ended(1006), milliseconds);
  }

  #ended(code) {
    this.#drop();
    this.#feed({ type: "closed", code });
  }

  /** The page is looked at again: timers may have slept, so judge the line by the clock. */
  #look() {
    if (this.#state.link !== "live") this.#feed({ type: "wake" });
    else if (Date.now() - this.#lastFrameAt > this.#silenceMs()) this.#ended(1006);
  }

  #drop() {
    clearTimeout(this.#silenceTimer);
    this.#rereading?.abort();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #retry({ how, tries, withinMs }) {
    clearTimeout(this.#retryTimer);
    const waits = {
      now: () => 0,
      spread: () => Math.random() * withinMs,
      refused: () => refused(Math.random()),
      backoff: () => backoff(tries, Math.random()),
    };
    this.#retryTimer = setTimeout(() => this.#open(), waits[how]());
  }

  #suspend() {
    clearTimeout(this.#retryTimer);
    this.#feed({ type: "suspend" });
  }

  #tell() {
    const { link, since, rereading } = this.#state;
    this.#options.onState({ link, since, catchingUp: rereading !== null });
  }

  #listen(target, name, handler) {
    target.addEventListener(name, handler, { signal: this.#listeners.signal });
  }

  #close() {
    this.#listeners.abort();
    clearTimeout(this.#retryTimer);
    this.#drop();
  }
}
