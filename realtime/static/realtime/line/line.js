/**
 * A line: one connection to the server at a time. It tries the transports in turn, detects a dead
 * connection by missing heartbeats, and returns to the best transport once that works: the HTTP cache
 * where there is one, else the WebSocket.
 *
 * `ways` are {socket, events, edge}, functions that open one (websocket.js, sse.js, durable.js); events
 * and edge may be missing. `listener` has cursor() → {epoch, position}, frame(frame) and closed(code).
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
  #probe = null; // the best way, tried beside another
  #silence = new Alarm(() => this.#ended(ABNORMAL));
  #next = new Alarm(() => this.#tryTheBest());
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
    const name = this.#nextWay();
    this.#silence.set(OPEN_MS);
    const frame = (read) => this.#frame(read);
    this.#way = { name, ...this.#start(name, frame, (code) => this.#ended(code)) };
  }

  #nextWay() {
    const first = this.#ways.events ? this.#memory?.first : "socket";
    const name = wayFor(this.#failures, {
      ...{ first, socketWorked: this.#socketWorked, edge: this.#best === "edge" },
    });
    return name === "events" && !this.#ways.events ? "socket" : name;
  }

  /** A cache needs a position to begin at. */
  get #best() {
    return this.#ways.edge && this.#listener.cursor().position !== null ? "edge" : "socket";
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
    if (this.#next.isSet) this.#tryTheBest();
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
    }
    if (found !== "edge") this.#memory?.note(found, { socketWorked: this.#socketWorked });
    this.#failures = 0;
    if (found === this.#best) this.#looks = 0;
    else this.#lookLater();
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

  #tryTheBest() {
    this.#next.clear();
    this.#patience.set(OPEN_MS);
    const name = this.#best;
    const probe = this.#start(
      name,
      (frame) => (probe === this.#probe ? this.#adopt(name, probe, frame) : this.#frame(frame)),
      (code) => (probe === this.#probe ? this.#probeFailed() : this.#ended(code)),
    );
    this.#probe = probe;
  }

  /** It is welcome: take its frames from now on. What both ways bring, the reader drops. */
  #adopt(name, probe, welcome) {
    this.#probe = null;
    this.#patience.clear();
    const before = this.#way;
    this.#way = { name, ...probe };
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
