/** Carries out the effects of stream.js: connects, disconnects, delivers events, reads again. */

import { Alarm } from "../line/alarm.js";
import { backoff, refused } from "../line/backoff.js";
import { initial, isCatchingUp, NOT_LET_IN, step } from "./stream.js";

export class Reader {
  #options;
  #state;
  #told = "";
  #rereading = null;
  #line;
  #retry = new Alarm(() => this.#line.open());

  /** `line` is a function that makes a Line or a SharedLine with this reader as its listener. */
  constructor({ epoch, after, digest, isSparse, line, onEvents, onState, onResync, onSignedOut, onPresence }) {
    this.#options = { onEvents, onState, onResync };
    this.#state = initial({ epoch, after, digest, isSparse, now: Date.now() });
    this.#line = line({
      cursor: () => {
        const { epoch, position, digest } = this.#state;
        return { epoch, position, digest };
      },
      frame: (frame) => {
        // Older servers do not say.
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
    this.#line.start();
    this.#tell();
    this.#line.open();
  }

  /** Disconnect while the page is away; resume() connects again. */
  suspend() {
    this.feed({ type: "suspend" });
    this.#retry.clear();
    this.#line.stop();
  }

  close() {
    this.#options.onState = () => {};
    this.suspend();
  }

  resume() {
    this.#line.start();
    this.feed({ type: "wake" });
  }

  networkIs(up) {
    if (up) this.#line.lookAgain();
    this.feed({ type: "network", up });
  }

  /** The page is visible again: timers may have slept, so check the clock. */
  look() {
    this.#line.check();
    this.#line.lookAgain();
    this.feed({ type: "wake" });
  }

  feed(input) {
    const { state, effects } = step(this.#state, { ...input, now: Date.now() });
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#tell();
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
    this.#line.close();
  }

  #retryLater({ how, tries, withinMs }) {
    this.#rereading?.abort();
    const waits = {
      spread: () => Math.random() * withinMs,
      refused: () => refused(Math.random()),
      backoff: () => backoff(tries, Math.random()),
    };
    // No timer for "now": in the background it could take a minute.
    if (how === "now") this.#line.open();
    else this.#retry.set(waits[how]());
  }

  #tell() {
    const { link, since } = this.#state;
    const catchingUp = isCatchingUp(this.#state);
    const told = `${link} ${since} ${catchingUp}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#line.tell({ link, since });
    this.#options.onState({ link, since, catchingUp });
  }
}
