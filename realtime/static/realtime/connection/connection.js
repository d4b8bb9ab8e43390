/**
 * One page's connection to the server. It tries the transports in turn, detects a dead connection by
 * missing heartbeats, and returns to the best transport once that works: the HTTP cache
 * where there is one, else the WebSocket.
 *
 * `transports` are {socket, events, edge}, functions that open one (websocket.js, sse.js, durable.js); events
 * and edge may be missing. `listener` has cursor() → {epoch, position}, frame(frame) and closed(code).
 *
 * One file: opening, waiting and giving up are one state.
 */

import { Alarm } from "./alarm.js";
import { ABNORMAL } from "./websocket.js";
import { PROBE_MS, PROBE_SOON_MS, probeAfter, transportFor } from "./transports.js";

/** A busy server answers within this; a proxy that swallows everything never does. */
const OPEN_MS = 8_000;
const FIRST_HEARTBEAT_SECONDS = 20;

export class Connection {
  #transports;
  #listener;
  #memory;
  #probeMs;
  #current = null; // {name, close}: the transport whose frames are used
  #probe = null; // the best transport, tried while another is in use
  #silence = new Alarm(() => this.#ended(ABNORMAL));
  #next = new Alarm(() => this.#tryTheBest());
  #patience = new Alarm(() => this.#probeFailed());
  #heartbeatSeconds = FIRST_HEARTBEAT_SECONDS;
  #failures = 0;
  #probes = 0;
  #socketWorked = false;

  constructor({ transports, listener, memory, probeMs = PROBE_MS }) {
    this.#transports = transports;
    this.#listener = listener;
    this.#memory = memory;
    this.#probeMs = probeMs;
  }

  get isOpen() {
    return this.#current !== null;
  }

  /** socket | events | "" while there is none. */
  get transport() {
    return this.#current?.name ?? "";
  }

  open() {
    this.close();
    const name = this.#nextTransport();
    this.#silence.set(OPEN_MS);
    const frame = (read) => this.#frame(read);
    this.#current = { name, ...this.#start(name, frame, (code) => this.#ended(code)) };
  }

  #nextTransport() {
    const first = this.#transports.events ? this.#memory?.first : "socket";
    const name = transportFor(this.#failures, {
      ...{ first, socketWorked: this.#socketWorked, edge: this.#best === "edge" },
    });
    return name === "events" && !this.#transports.events ? "socket" : name;
  }

  /** A cache needs a position to begin at. */
  get #best() {
    return this.#transports.edge && this.#listener.cursor().position !== null ? "edge" : "socket";
  }

  close() {
    for (const alarm of [this.#silence, this.#next]) alarm.clear();
    this.#endProbe();
    const transport = this.#current;
    this.#current = null;
    transport?.close();
  }

  // Only a SharedConnection has work to do here.
  start() {}
  shareState() {}

  stop() {
    this.close();
  }

  /** Run what is overdue: timers of a hidden page are delayed. */
  check() {
    for (const alarm of [this.#silence, this.#next, this.#patience]) alarm.check();
  }

  /** The network changed: earlier failures no longer count. */
  probeNow() {
    this.#failures = 0;
    if (this.#next.isSet) this.#tryTheBest();
  }

  #start(name, frame, closed) {
    return this.#transports[name]({ ...this.#listener.cursor(), frame, closed });
  }

  #frame(frame) {
    if (frame.type === "welcome") this.#welcomed(frame);
    // Two heartbeats missed: the connection is dead, whatever the browser reports.
    this.#silence.set(2 * this.#heartbeatSeconds * 1000);
    this.#listener.frame(frame);
  }

  #welcomed({ heartbeat }) {
    this.#heartbeatSeconds = heartbeat ?? this.#heartbeatSeconds;
    const found = this.#current.name;
    if (found === "socket") {
      this.#socketWorked = true;
    }
    if (found !== "edge") this.#memory?.note(found, { socketWorked: this.#socketWorked });
    this.#failures = 0;
    if (found === this.#best) this.#probes = 0;
    else this.#probeLater();
  }

  #ended(code) {
    this.#failures += 1;
    this.close();
    this.#listener.closed(code);
  }

  #probeLater() {
    this.#probes += 1;
    const shortest = this.#socketWorked ? Math.min(PROBE_SOON_MS, this.#probeMs) : this.#probeMs;
    this.#next.set(probeAfter(this.#probes, shortest, Math.random()));
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

  /** The probe was welcomed: use its frames from now on. The reader drops events that both bring. */
  #adopt(name, probe, welcome) {
    this.#probe = null;
    this.#patience.clear();
    const before = this.#current;
    this.#current = { name, ...probe };
    before.close();
    this.#frame(welcome);
  }

  #probeFailed() {
    this.#endProbe();
    this.#probeLater();
  }

  #endProbe() {
    this.#patience.clear();
    const probe = this.#probe;
    this.#probe = null;
    probe?.close();
  }
}
