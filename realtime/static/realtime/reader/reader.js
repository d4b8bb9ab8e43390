/** Carries out the effects of stream.js: connects, disconnects, delivers events, reads again. */

import { Alarm } from "../connection/alarm.js";
import { backoff, refused } from "../connection/backoff.js";
import { initial, isCatchingUp, NOT_LET_IN, step } from "./stream.js";

export class Reader {
  #options;
  #state;
  #reported = "";
  #rereading = null;
  #connection;
  #retry = new Alarm(() => this.#connection.open());

  /** `connection` is a function that makes a Connection or a SharedConnection with this reader as its listener. */
  constructor({ epoch, after, digest, isSparse, connection, onEvents, onState, onResync, onSignedOut, onPresence }) {
    this.#options = { onEvents, onState, onResync };
    this.#state = initial({ epoch, after, digest, isSparse, now: Date.now() });
    this.#connection = connection({
      cursor: () => {
        const { epoch, position, digest } = this.#state;
        return { epoch, position, digest };
      },
      frame: (frame) => {
        // Older servers do not send it.
        if (frame.type === "welcome" && frame.signedIn === false) onSignedOut();
        if (frame.type === "presence") onPresence(frame.people);
        else this.feed({ type: "frame", frame });
      },
      closed: (code) => {
        if (code === NOT_LET_IN) onSignedOut();
        this.feed({ type: "closed", code });
      },
      down: (down) => this.feed({ type: "down", ...down }),
      moved: () => this.feed({ type: "moved" }),
      check: () => this.#retry.check(),
      isCaughtUp: () => this.#state.link === "live" && !isCatchingUp(this.#state),
    });
  }

  get state() {
    return this.#state;
  }

  start() {
    this.#connection.start();
    this.#reportState();
    this.#connection.open();
  }

  /** Disconnect while the page is away; resume() connects again. */
  suspend() {
    this.feed({ type: "suspend" });
    this.#retry.clear();
    this.#connection.stop();
  }

  close() {
    this.#options.onState = () => {};
    this.suspend();
  }

  resume() {
    this.#connection.start();
    this.feed({ type: "wake" });
  }

  networkIs(up) {
    if (up) this.#connection.probeNow();
    this.feed({ type: "network", up });
  }

  /** The page is visible again: timers may have slept, so check the clock. */
  becameVisible() {
    this.#connection.check();
    this.#connection.probeNow();
    this.feed({ type: "wake" });
  }

  feed(input) {
    const { state, effects } = step(this.#state, { ...input, now: Date.now() });
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#reportState();
  }

  #carryOut(effect) {
    if (effect.do === "deliver") this.#deliver(effect.events);
    else if (effect.do === "reread") this.#reread(effect);
    else if (effect.do === "drop") this.#drop();
    else if (effect.do === "retry") this.#retryLater(effect);
  }

  #deliver(events) {
    try {
      this.#options.onEvents(events);
    } catch (error) {
      // The cursor has moved but the page was not changed: read the list again.
      reportError(error);
      this.feed({ type: "readerFailed" });
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
    if (!controller.signal.aborted) this.feed(input);
  }

  #drop() {
    this.#retry.clear();
    this.#rereading?.abort();
    this.#connection.close();
  }

  #retryLater({ how, tries, withinMs }) {
    this.#rereading?.abort();
    const waits = {
      spread: () => Math.random() * withinMs,
      refused: () => refused(Math.random()),
      backoff: () => backoff(tries, Math.random()),
    };
    // No timer for "now": in the background it could take a minute.
    if (how === "now") this.#connection.open();
    else this.#retry.set(waits[how]());
  }

  #reportState() {
    const { link, since } = this.#state;
    const catchingUp = isCatchingUp(this.#state);
    const report = `${link} ${since} ${catchingUp}`;
    if (report === this.#reported) return;
    this.#reported = report;
    this.#connection.shareState({ link, since });
    this.#options.onState({ link, since, catchingUp });
  }
}
