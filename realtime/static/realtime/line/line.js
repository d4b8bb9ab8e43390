/**
 * A line: one connection to the server at a time. It tries both transports, detects a dead connection
 * by missing heartbeats, and returns from server-sent events to the WebSocket once that works.
 *
 * `ways` are {socket, events}, functions that open one (websocket.js, sse.js); events may
 * be missing. `listener` has cursor() → {epoch, position}, frame(frame) and closed(code).
 */

import { Alarm } from "./alarm.js";
import { ABNORMAL } from "./websocket.js";
import { PROBE_MS, PROBE_SOON_MS, probeAfter, wayFor } from "./ways.js";

/** A busy server answers within this; a proxy that swallows everything never does. */
const OPEN_MS = 8_000;
const FIRST_HEARTBEAT_SECONDS = 20;

export class Line {
  #ways;
  #listener;
  #memory;
  #probeMs;
  #way = null; // {name, close}: what frames are taken from
  #probe = null; // a socket that is tried beside server-sent events
  #silence = new Alarm(() => this.#ended(ABNORMAL));
  #next = new Alarm(() => this.#tryTheSocket());
  #patience = new Alarm(() => this.#probeFailed());
  #heartbeatSeconds = FIRST_HEARTBEAT_SECONDS;
  #failures = 0;
  #looks = 0;
  #socketWorked = false;

  constructor({ ways, listener, memory, probeMs = PROBE_MS }) {
    this.#ways = ways;
    this.#listener = listener;
    this.#memory = memory;
    this.#probeMs = probeMs;
  }

  get isOpen() {
    return this.#way !== null;
  }

  /** socket | events | "" while there is none. */
  get way() {
    return this.#way?.name ?? "";
  }

  open() {
    this.close();
    const first = this.#memory?.first;
    const name = this.#ways.events
      ? wayFor(this.#failures, { first, socketWorked: this.#socketWorked })
      : "socket";
    this.#silence.set(OPEN_MS);
    const frame = (read) => this.#frame(read);
    this.#way = { name, ...this.#start(name, frame, (code) => this.#ended(code)) };
  }

  close() {
    for (const alarm of [this.#silence, this.#next]) alarm.clear();
    this.#endProbe();
    const way = this.#way;
    this.#way = null;
    way?.close();
  }

  // What only a line that is shared has to do.
  start() {}
  tell() {}

  stop() {
    this.close();
  }

  /** Run what is overdue: timers of a hidden page are delayed. */
  check() {
    for (const alarm of [this.#silence, this.#next, this.#patience]) alarm.check();
  }

  /** The network changed: earlier failures no longer count. */
  lookAgain() {
    this.#failures = 0;
    if (this.#next.isSet) this.#tryTheSocket();
  }

  #start(name, frame, closed) {
    return this.#ways[name]({ ...this.#listener.cursor(), frame, closed });
  }

  #frame(frame) {
    if (frame.type === "welcome") this.#welcomed(frame);
    // Two heartbeats missed: the connection is dead, whatever the browser reports.
    this.#silence.set(2 * this.#heartbeatSeconds * 1000);
    this.#listener.frame(frame);
  }

  #welcomed({ heartbeat }) {
    this.#heartbeatSeconds = heartbeat ?? this.#heartbeatSeconds;
    const found = this.#way.name;
    if (found === "socket") {
      this.#socketWorked = true;
      this.#looks = 0;
    }
    this.#memory?.note(found, { socketWorked: this.#socketWorked });
    this.#failures = 0;
    if (found === "events") this.#lookLater();
  }

  #ended(code) {
    this.#failures += 1;
    this.close();
    this.#listener.closed(code);
  }

  #lookLater() {
    this.#looks += 1;
    const shortest = this.#socketWorked ? Math.min(PROBE_SOON_MS, this.#probeMs) : this.#probeMs;
    this.#next.set(probeAfter(this.#looks, shortest, Math.random()));
  }

  #tryTheSocket() {
    this.#next.clear();
    this.#patience.set(OPEN_MS);
    const probe = this.#start(
      "socket",
      (frame) => (probe === this.#probe ? this.#adopt(probe, frame) : this.#frame(frame)),
      (code) => (probe === this.#probe ? this.#probeFailed() : this.#ended(code)),
    );
    this.#probe = probe;
  }

  /** It is welcome: take its frames from now on. What both ways bring, the reader drops. */
  #adopt(probe, welcome) {
    this.#probe = null;
    this.#patience.clear();
    const before = this.#way;
    this.#way = { name: "socket", ...probe };
    before.close();
    this.#frame(welcome);
  }

  #probeFailed() {
    this.#endProbe();
    this.#lookLater();
  }

  #endProbe() {
    this.#patience.clear();
    const probe = this.#probe;
    this.#probe = null;
    probe?.close();
  }
}
