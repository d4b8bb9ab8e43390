/**
 * The state machine of a reader of the event stream.
 *
 * Pure: no clock, no socket, no randomness. `step(state, input)` answers `{state, effects}`;
 * reader.js carries the effects out. The protocol is docs/protocol.md.
 *
 * The one rule: `position` moves by exactly one event at a time (for a reader of some kinds only: to
 * where a frame says that nothing else was), or to where a fresh reading of the list stands.
 * Everything else (a gap, another history, a resync frame) asks for that reading, and events that
 * arrive meanwhile are held and released after it.
 *
 * One file: the rules are read, and tried by hypothesis, together.
 */

/** Failed tries after which "reconnecting" becomes "offline". */
export const OFFLINE_AFTER_TRIES = 4;
/** Events held during one reading of the list; more, and the connection is dropped to start afresh. */
export const HELD_LIMIT = 20_000;
/** A live page that is further behind says that it is catching up. Events. */
export const BLINK = 100;

/** The close code of a connection whose account may not read, or not any more. */
export const NOT_LET_IN = 4401;

/** Close codes after which trying again soon is pointless: not allowed, bad message, not let in,
 * too many. */
const REFUSALS = new Set([1008, 4400, NOT_LET_IN, 4429]);

/**
 * `after` null starts at the journal's head; `digest` proves of which history it is. `isSparse`: of
 * some kinds only, so that positions are left out. `now` is in milliseconds, as in every input.
 */
export function initial({ epoch = "", after = null, digest = "", isSparse = false, now = 0 } = {}) {
  return {
    epoch,
    position: after,
    digest, // "" if unknown
    isSparse,
    target: 0, // catching up ends here: the server's position when the connection became live
    connectionIds: [], // newest last; a change made just before a reconnect is still ours
    heartbeatSeconds: 20,
    link: "connecting", // connecting | live | reconnecting | offline
    since: now, // when the connection became, or stopped being, live
    tries: 0, // failed attempts since the connection was last live
    networkUp: true,
    served: after, // the position up to which this connection has sent events
    rereading: null, // {floor, epoch, digest, held}: the list is being read again
  };
}

/** Whether the page shows less than the server had when the connection became live. */
export function isCatchingUp({ link, rereading, position, target }) {
  return rereading !== null || (link === "live" && position < target);
}

/**
 * Inputs: frame, closed, reread, rereadFailed, readerFailed, refresh, network, wake, suspend; and,
 * for another tab's connection, down (it was lost) and moved (another tab holds it now).
 */
export function step(state, input) {
  const handler = HANDLERS[input.type];
  return handler ? handler(state, input) : same(state);
}

const HANDLERS = {
  frame: (state, input) => (FRAMES[input.frame?.type] ?? same)(state, input.frame, input.now),
  closed: (state, { code, now }) => lost(state, now, REFUSALS.has(code) ? refusal() : undefined),
  reread: finishRereading,
  rereadFailed: (state, { now }) => (state.rereading ? dropped(state, now) : same(state)),
  readerFailed: (state, { now }) => reread(state, { reason: "reader_failed", now }),
  refresh: (state, { reason, now }) =>
    state.link === "live" ? reread(state, { reason, now }) : same(state),
  network: (state, { up, now }) =>
    up ? wake({ ...state, networkUp: true }, now) : dropped({ ...state, networkUp: false }, now),
  wake: (state, { now }) => wake(state, now),
  suspend: (state, { now }) => ({ state: unlinked(state, now), effects: [{ do: "drop" }] }),
  moved: (state, { now }) => reopened(state, now),
  down: (state, { link, since, now }) =>
    // Without a connection that continues from it, a reading would be out of date at once.
    state.rereading ? reopened(state, now) : same({ ...unlinked(state, now), link, since }),
};

const FRAMES = {
  welcome: welcomed,
  events: eventsCame,
  heartbeat: heartbeatCame,
  resync: (state, frame, now) => reread({ ...state, served: frame.position }, { ...frame, now }),
  closing: (state, frame, now) => ({
    state: unlinked(state, now),
    effects: [{ do: "drop" }, { do: "retry", how: "spread", withinMs: frame.retry_after_ms ?? 0 }],
  }),
};

function welcomed(state, frame, now) {
  const next = {
    ...state,
    heartbeatSeconds: frame.heartbeat ?? state.heartbeatSeconds,
    connectionIds: withLast(state.connectionIds, frame.connection),
    target: frame.position - state.position > BLINK ? frame.position : 0,
    tries: 0,
    networkUp: true,
    served: state.position ?? frame.position,
  };
  if (state.rereading) {
    return state.rereading.epoch === frame.epoch ? same(next) : reopened(state, now);
  }
  if (state.position === null) {
    const { epoch, position, digest = "" } = frame;
    return same(live({ ...next, epoch, position, digest }, now));
  }
  if (state.epoch !== frame.epoch) {
    const { epoch, position } = frame;
    return reread(next, { reason: "other_epoch", epoch, position, now });
  }
  if (frame.position === state.position && differ(frame.digest, state.digest)) {
    return reread(next, { ...frame, reason: "other_history", now });
  }
  return same(live(next, now));
}

/** The server assumes that this reader is at the heartbeat's position, if it has one. */
function heartbeatCame(state, { position }, now) {
  if (position === undefined) return same(state);
  const next = { ...state, served: position };
  if (state.rereading || position === state.position) return same(next);
  // Events were lost.
  if (position > state.position) return reread(next, { reason: "gap", position, now });
  // The list was read ahead of this server process. If a failover lost what was read, only a new
  // connection finds out: it begins with the cursor, which the server compares.
  return reopened(next, now);
}

function withLast(ids, latest) {
  return [...ids.filter((id) => id !== latest), latest].slice(-8);
}

function eventsCame(before, frame, now) {
  const numbers = frame.events.map(({ sequence }) => Number(sequence));
  if (!numbers.every(Number.isSafeInteger)) return dropped(before, now);
  const read = completed(frame, numbers, before);
  if (read.position === undefined) return same(before);
  const state = { ...before, served: read.position };
  if (!state.rereading) return accept(state, read, now);
  const held = joined(state.rereading.held, read);
  if (!held || held.events.length > HELD_LIMIT) return dropped(state, now);
  return same({ ...state, rereading: { ...state.rereading, held } });
}

/** Return the frame with defaults for what older servers, and server-sent events, leave out. */
function completed({ events, after, position, digest = "" }, numbers, { isSparse, served }) {
  const first = isSparse ? served : numbers[0] - 1;
  return { events, after: after ?? first, position: position ?? numbers.at(-1), digest };
}

/** Merge two frames; null if events between them are missing. */
function joined(first, second) {
  if (!first) return second;
  if (second.after > first.position) return null;
  const { position, digest } = second;
  return { after: first.after, position, digest, events: [...first.events, ...second.events] };
}

/** Take the events that come next, in order; at a gap, hold the rest and read the list again. */
function accept(state, frame, now) {
  const taken = [];
  let { position, digest } = state;
  const ask = (asked) => after(taken, reread({ ...state, position, digest }, { ...asked, now }));
  /** Hold the events from number `index` on until all earlier ones have been read. */
  const hold = (reason, before, index) => {
    const held = { ...frame, after: before, events: frame.events.slice(index) };
    return ask({ reason, position: before, held });
  };
  if (frame.after > position) return hold("gap", frame.after, 0);
  if (state.isSparse && !isProven(frame, state)) return reopened(state, now);
  for (const [index, event] of frame.events.entries()) {
    const sequence = Number(event.sequence);
    if (isOfAnother(state.epoch, event)) return ask({ reason: "other_epoch" });
    if (sequence <= position) continue;
    if (sequence !== position + 1 && !state.isSparse) return hold("gap", sequence - 1, index);
    if (sequence === position + 1 && differ(event.previous, digest)) {
      return hold("other_history", position, index);
    }
    taken.push(event);
    position = sequence;
    digest = "";
  }
  if (frame.position === position && differ(frame.digest, digest)) {
    return ask({ reason: "other_history" });
  }
  if (frame.position >= position) ({ position, digest } = frame);
  return after(taken, same({ ...state, position, digest }));
}

/**
 * Whether a frame of some kinds' events is of the history that was read. Where the list was read
 * ahead of the connection, it may not be, and an event in between that would show it may be of
 * another kind. A new connection begins with the cursor, which the server compares.
 */
function isProven(frame, { position, digest }) {
  if (frame.after === position || frame.position <= position) return true;
  const next = frame.events.find(({ sequence }) => Number(sequence) === position + 1);
  return Boolean(digest && next?.previous);
}

/** Whether both are known and differ. */
function differ(digest, other) {
  return Boolean(digest && other) && digest !== other;
}

function after(taken, { state, effects }) {
  return { state, effects: taken.length ? [{ do: "deliver", events: taken }, ...effects] : effects };
}

/** Positions of different histories cannot be compared. */
function isOfAnother(epoch, event) {
  return event.epoch !== undefined && event.epoch !== epoch;
}

/** Ask for the list; what is read must be at `position` or later to count. */
function reread(
  state,
  { reason, position = state.position, epoch = state.epoch, digest = "", held = null, now },
) {
  // Discard what was read or held of the previous history.
  if (state.rereading && state.rereading.epoch === epoch && reason !== "other_history") {
    const { floor } = state.rereading;
    const moved = position >= floor ? { floor: position, digest } : {};
    return same({ ...state, rereading: { ...state.rereading, ...moved } });
  }
  return {
    state: { ...unlinked(state, now), rereading: { floor: position, epoch, digest, held } },
    effects: [{ do: "reread", reason, position }],
  };
}

/** The list was read at too early a position: start again from the cursor, which is still right. */
function finishRereading(state, { epoch, position, digest, now }) {
  if (!state.rereading) return same(state);
  const { floor, epoch: served, digest: offered, held } = state.rereading;
  const at = position ?? floor;
  const read = epoch ?? served;
  if (at < floor && read === served) return dropped(state, now);
  const known = digest ?? (position === undefined ? offered : "");
  const fresh = { ...state, epoch: read, position: at, digest: known, target: 0, rereading: null };
  const shown = live(fresh, now);
  if (!held) return same(shown);
  const events = held.events.filter((event) => !isOfAnother(read, event));
  // Another epoch: its positions cannot be compared with these.
  return held.events.length && !events.length ? same(shown) : accept(shown, { ...held, events }, now);
}

function wake(state, now) {
  return state.link === "live" || state.rereading ? same(state) : reopened(state, now);
}

function reopened(state, now) {
  return { state: unlinked(state, now), effects: [{ do: "drop" }, { do: "retry", how: "now" }] };
}

function dropped(state, now) {
  const { state: next, effects } = lost(state, now);
  return { state: next, effects: [{ do: "drop" }, ...effects] };
}

function lost(state, now, retry) {
  const tries = state.tries + 1;
  const next = unlinked({ ...state, tries }, now);
  return { state: next, effects: [retry ?? { do: "retry", how: "backoff", tries }] };
}

const refusal = () => ({ do: "retry", how: "refused" });

function live(state, now) {
  return state.link === "live" ? state : { ...state, link: "live", since: now };
}

function unlinked(state, now) {
  const offline = !state.networkUp || state.tries >= OFFLINE_AFTER_TRIES;
  const waiting = state.link === "connecting" ? "connecting" : "reconnecting";
  return {
    ...state,
    link: offline ? "offline" : waiting,
    since: state.link === "live" ? now : state.since,
    rereading: null,
  };
}

function same(state) {
  return { state, effects: [] };
}
