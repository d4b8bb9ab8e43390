// A simulation of a browser's tabs, the network and a server, with the real client in between.
// Time, frames, messages between tabs and grants of locks advance only when a test says so.
// One file, since the parts depend on each other: server, tabs, network, then the test's commands.

import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";

const { connect } = await import(`${process.argv[2]}/client.js`);

const HEARTBEAT = 20;
const POLL = 5;
const FRAME_EVENTS = 3;
const PAGES_EVENTS = ["online", "offline", "pagehide", "pageshow", "freeze", "resume"];

let world;
let current; // the tab whose code runs

// --- the server -----------------------------------------------------------------------------

class Server {
  epoch = "e0";
  events = [];
  digests = [];
  begun = 0; // the position at which the epoch began; the hub has no earlier events
  reached = 0; // the hub's position: pages read the database, which may be ahead of it
  history = 0; // raised when events are exchanged under the same epoch
  up = true;
  names = 0;

  /** `kinds`: whether the pages read only the even ids' kind. */
  constructor(window, kinds) {
    this.window = window;
    this.isWanted = kinds ? ({ data }) => data.id % 2 === 0 : () => true;
  }

  get position() {
    return this.events.length;
  }

  get oldest() {
    return Math.max(this.begun, this.reached - this.window);
  }

  /** Return the list's content at a position. */
  list(position = this.position) {
    const rows = {};
    for (const { type, data } of this.events.slice(0, position).filter(this.isWanted)) {
      if (type === "deleted") delete rows[data.id];
      else rows[data.id] = data;
    }
    return { ...this.cursor(position), rows };
  }

  cursor(position = this.position) {
    return { epoch: this.epoch, position, digest: this.digest(position) };
  }

  digest(position) {
    return position ? this.digests[position - 1] : "0".repeat(16);
  }

  record(event) {
    event.previous = this.digest(this.position);
    const chained = createHash("sha256").update(event.previous + JSON.stringify(event) + this.history);
    this.events.push(event);
    this.digests.push(chained.digest("hex").slice(0, 16));
  }

  /** Commit a change; `announced`: whether the hub hears of it before its next poll. */
  change(id, type, announced = true) {
    const known = this.events.findLast(({ data }) => data.id === id)?.type;
    const exists = known !== undefined && known !== "deleted";
    if (type !== "created" && !exists) type = "created";
    if (type === "created" && exists) type = "updated";
    const data = { id, version: this.position + 1 };
    const event = { sequence: String(this.position + 1), epoch: this.epoch, type, data };
    this.record(event);
    if (announced) this.poll();
  }

  /** The hub reads the journal. */
  poll() {
    this.reached = this.position;
    for (const connection of world.connections()) this.pump(connection);
  }

  opened(connection, query) {
    connection.name = `c${(this.names += 1)}`;
    const [epoch, after, digest] = query.get("cursor")?.split(":") ?? [];
    if (epoch === this.epoch && Number(after) > this.reached) this.poll();
    connection.cursor = this.reached;
    connection.send({
      ...{ type: "welcome", connection: connection.name, heartbeat: HEARTBEAT },
      ...this.cursor(this.reached),
    });
    if (epoch) this.resume(connection, epoch, Number(after), digest);
    else if (query.has("after")) this.resume(connection, query.get("epoch"), Number(query.get("after")));
  }

  resume(connection, epoch, after, digest) {
    if (epoch !== this.epoch) this.resync(connection, "other_epoch");
    else if (after > this.reached) this.resync(connection, "ahead_of_head");
    else if (after < this.oldest) this.resync(connection, "history_gone");
    else if (digest !== this.digest(after)) this.resync(connection, "other_history");
    else {
      connection.cursor = after;
      this.pump(connection);
    }
  }

  pump(connection) {
    if (connection.cursor < this.oldest) this.resync(connection, "too_slow");
    while (connection.cursor < this.reached) {
      const end = Math.min(connection.cursor + FRAME_EVENTS, this.reached);
      const events = this.events.slice(connection.cursor, end).filter(this.isWanted);
      if (!events.length && end - connection.cursor < FRAME_EVENTS) return; // beat() passes over them
      this.#send(connection, events, end);
    }
  }

  #send(connection, events, end) {
    const after = connection.cursor;
    connection.cursor = end;
    const { position, digest } = this.cursor(end);
    connection.send({ type: "events", after, position, digest, events });
  }

  resync(connection, reason) {
    connection.cursor = this.reached;
    connection.send({ type: "resync", reason, ...this.cursor(this.reached) });
  }

  beat() {
    for (const connection of world.connections()) {
      if (connection.cursor < this.reached) this.#send(connection, [], this.reached);
      connection.send({ type: "heartbeat", position: connection.cursor });
    }
  }

  /** Restore the database to `position`; its history gets another epoch. */
  restore(position) {
    this.#keep(position);
    this.begun = this.reached = this.position;
    this.epoch = `e${Number(this.epoch.slice(1)) + 1}`;
    for (const connection of world.connections()) this.resync(connection, "other_epoch");
  }

  #keep(position) {
    this.events = this.events.slice(0, position);
    this.digests = this.digests.slice(0, position);
  }

  /** Lose the last events and write others at their positions, in the same epoch. */
  exchange(back, ids) {
    const kept = Math.max(0, this.position - back);
    this.#keep(kept);
    this.begun = Math.min(this.begun, this.position);
    this.history += 1;
    for (const id of ids) {
      const data = { id, version: this.position + 1, history: this.history };
      const event = { sequence: String(this.position + 1), epoch: this.epoch, type: "updated", data };
      this.record(event);
    }
    if (this.reached <= kept) return; // the hub had none of the lost events
    this.reached = this.position;
    for (const connection of world.connections()) this.resync(connection, "other_history");
  }

  restart() {
    for (const connection of world.connections()) {
      connection.send({ type: "closing", reason: "server_restart", retry_after_ms: 2000 });
      connection.end(1012);
    }
  }
}

// --- the browser's interfaces for pages ----------------------------------------------------------

class Tab {
  inbox = []; // the browser's pending callbacks, in order
  timers = new Map();
  listeners = new Map();
  connections = [];
  readings = [];
  violations = [];
  rows = null;
  cursor = null;
  frozen = false;
  hidden = false;
  gone = false;

  run(work) {
    const before = current;
    current = this;
    try {
      work();
    } finally {
      current = before;
    }
  }

  /** Run the next callback. */
  async turn() {
    const work = this.inbox.shift();
    if (work && !this.gone) {
      current = this;
      work();
      await nextTurn();
    }
  }

  dispatch(type, event = {}) {
    for (const handler of this.listeners.get(type) ?? []) handler(event);
  }

  take({ epoch, position, digest, rows }) {
    this.rows = { ...rows };
    this.cursor = { epoch, position, digest };
  }

  /** Read the list as a page does: an answer that comes after an abort is not shown. */
  async read(signal) {
    const list = world.server.list();
    const fresh = await new Promise((resolve, reject) => {
      this.readings.push({ list, resolve, reject });
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    this.take(fresh);
    return fresh;
  }

  /** The main rule: after any faults, the client delivers exactly the next event. */
  apply(event) {
    const position = Number(event.sequence);
    const { epoch, digest } = this.cursor;
    const isNext = position === this.cursor.position + 1;
    const follows = !digest || !isNext || event.previous === digest;
    const mayFollow = isNext || (world.kinds && position > this.cursor.position);
    if (event.epoch !== epoch || !mayFollow || !follows) {
      this.violations.push({ cursor: this.cursor, event });
    }
    // The digest after the event is the `previous` of the next event in its history.
    this.cursor = { epoch, position, digest: "" };
    if (event.type === "deleted") delete this.rows[event.data.id];
    else this.rows[event.data.id] = event.data;
  }
}

class Connection {
  frames = [];
  isOpen = true;
  code = null;

  send(frame) {
    if (this.code === null) this.frames.push(frame);
  }

  end(code) {
    this.code ??= code;
  }

  /** Deliver the next frame, or after the last one the close. */
  async arrive() {
    const { tab, socket } = this;
    if (tab.frozen || tab.gone || !this.isOpen) return;
    const frame = this.frames.shift();
    if (!frame && this.code === null) return;
    current = tab;
    if (frame) socket.onmessage?.({ data: JSON.stringify(frame) });
    else {
      this.isOpen = false;
      socket.onclose?.({ code: this.code });
    }
    await nextTurn();
  }
}

class World {
  now = 1_000_000;
  tabs = [];
  locks = { holder: null, queue: [] };
  channels = [];
  ids = 0;
  networkUp = true;

  constructor({ window, share, kinds }) {
    this.server = new Server(window, kinds);
    this.share = share;
    this.kinds = kinds;
  }

  connections() {
    return this.tabs.flatMap((tab) => tab.connections.filter((one) => one.isOpen && one.code === null));
  }

  grantNext() {
    const { locks } = this;
    if (locks.holder || !locks.queue.length) return;
    const request = locks.queue.shift();
    locks.holder = request;
    request.tab.inbox.push(async () => {
      if (locks.holder !== request) return; // stolen before the holder ran
      await request.callback();
      if (locks.holder === request) {
        locks.holder = null;
        this.grantNext();
      }
      request.resolve();
    });
  }

  leave(tab) {
    tab.gone = true;
    for (const connection of tab.connections) connection.isOpen = false;
    this.channels = this.channels.filter((channel) => channel.tab !== tab);
    this.locks.queue = this.locks.queue.filter((request) => request.tab !== tab);
    if (this.locks.holder?.tab === tab) this.locks.holder = null;
    this.grantNext();
    this.tabs = this.tabs.filter((other) => other !== tab);
  }
}

class FakeSocket {
  constructor(address) {
    const connection = new Connection();
    Object.assign(connection, { tab: current, socket: this });
    this.connection = connection;
    current.connections = [...current.connections.filter((one) => one.isOpen), connection];
    if (world.networkUp) world.server.opened(connection, new URL(address).searchParams);
    else connection.end(1006);
  }

  close() {
    this.connection.isOpen = false;
  }
}

class FakeChannel {
  constructor(name) {
    Object.assign(this, { name, tab: current, isOpen: true });
    world.channels.push(this);
  }

  postMessage(message) {
    const text = JSON.stringify(message);
    for (const other of world.channels) {
      if (other === this || other.name !== this.name) continue;
      other.tab.inbox.push(() => other.isOpen && other.onmessage?.({ data: JSON.parse(text) }));
    }
  }

  close() {
    this.isOpen = false;
    world.channels = world.channels.filter((other) => other !== this);
  }
}

const locks = {
  request(name, options, callback) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const request = { tab: current, callback, resolve, reject };
    options.signal?.addEventListener("abort", () => {
      world.locks.queue = world.locks.queue.filter((other) => other !== request);
      reject(new DOMException("aborted", "AbortError"));
    });
    if (options.steal) {
      const before = world.locks.holder;
      world.locks.holder = null;
      before?.tab.inbox.push(() => before.reject(new DOMException("stolen", "AbortError")));
      world.locks.queue.unshift(request);
    } else world.locks.queue.push(request);
    world.grantNext();
    return promise;
  },
};

const listen = (type, handler, { signal } = {}) => {
  const { listeners } = current;
  listeners.set(type, [...(listeners.get(type) ?? []), handler]);
  signal?.addEventListener("abort", () => {
    listeners.set(type, listeners.get(type).filter((other) => other !== handler));
  });
};

let timers = 0;
const fakes = {
  window: { addEventListener: listen },
  document: {
    baseURI: "https://desk.test/",
    addEventListener: listen,
    get hidden() {
      return current.hidden;
    },
  },
  navigator: { locks },
  WebSocket: FakeSocket,
  BroadcastChannel: FakeChannel,
  localStorage: { getItem: () => null, setItem() {}, removeItem() {} },
  reportError() {},
  setTimeout(work, milliseconds = 0) {
    timers += 1;
    current.timers.set(timers, { at: world.now + milliseconds, work });
    return timers;
  },
  clearTimeout: (number) => current?.timers.delete(number),
};
for (const [name, value] of Object.entries(fakes)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
Date.now = () => world.now;
performance.now = () => world.now;
console.warn = () => {};

// --- the test's commands -----------------------------------------------------------------------

const tabOf = ({ tab }) => world.tabs[tab % world.tabs.length];
const connectionOf = (given) => tabOf(given)?.connections.findLast((one) => one.isOpen);

const doing = {
  begin: (given) => {
    world = new World(given);
  },
  change: ({ id, type, announced }) => world.server.change(id, type, announced),
  poll: () => world.server.poll(),
  restore: ({ back }) => world.server.restore(Math.max(0, world.server.position - back)),
  exchange: ({ back, ids }) => world.server.exchange(back, ids),
  restart: () => world.server.restart(),
  beat: () => world.server.beat(),

  async openTab() {
    const tab = new Tab();
    const list = world.server.list();
    tab.take(list);
    world.tabs.push(tab);
    tab.run(() => {
      tab.client = connect({
        url: "/ws/events",
        ...{ epoch: list.epoch, after: list.position, digest: list.digest },
        ...{ share: world.share, eventsUrl: null, kinds: world.kinds },
        onEvents: (events) => events.forEach((event) => tab.apply(event)),
        onResync: ({ signal }) => tab.read(signal),
      });
    });
  },
  closeTab(given) {
    const tab = tabOf(given);
    tab?.run(() => tab.dispatch("pagehide"));
    if (tab) world.leave(tab);
  },
  crashTab: (given) => tabOf(given) && world.leave(tabOf(given)),
  freezeTab(given) {
    // Without the event, as a page that hangs: neither the page nor the other tabs are informed.
    if (tabOf(given)) tabOf(given).frozen = true;
  },
  thawTab(given) {
    if (tabOf(given)) tabOf(given).frozen = false;
  },
  async page(given) {
    const tab = tabOf(given);
    if (!tab || tab.frozen || !PAGES_EVENTS.includes(given.event)) return;
    tab.run(() => tab.dispatch(given.event, { persisted: true }));
  },
  async resync(given) {
    const tab = tabOf(given);
    if (tab && !tab.frozen) tab.run(() => tab.client.resync("stale"));
  },
  async look(given) {
    const tab = tabOf(given);
    if (!tab || tab.frozen) return;
    tab.hidden = !tab.hidden;
    tab.run(() => tab.dispatch("visibilitychange"));
  },

  deliver: async (given) => connectionOf(given)?.arrive(),
  drop: (given) => connectionOf(given)?.frames.shift()?.type,
  repeat(given) {
    const { frames } = connectionOf(given) ?? { frames: [] };
    if (frames.length) frames.unshift(frames[0]);
  },
  reorder(given) {
    const { frames } = connectionOf(given) ?? { frames: [] };
    if (frames.length > 1) frames.unshift(...frames.splice(0, 2).reverse());
  },
  cut: (given) => connectionOf(given)?.end(1006),
  network: ({ up }) => {
    world.networkUp = up;
    if (!up) for (const connection of world.connections()) connection.end(1006);
  },
  async hear(given) {
    const tab = tabOf(given);
    if (tab && !tab.frozen) await tab.turn();
  },
  async read(given) {
    const tab = tabOf(given);
    const reading = tab?.readings.shift();
    if (!reading || tab.frozen) return;
    current = tab;
    const { server } = world;
    if (given.how === "fails") reading.reject(new Error("the list answered 503"));
    else if (given.how === "early") reading.resolve(reading.list);
    else if (given.how === "stale") reading.resolve(server.list(Math.max(server.begun, server.position - 2)));
    else reading.resolve(server.list());
    await nextTurn();
  },
  async pass({ milliseconds }) {
    world.now += milliseconds;
    for (const tab of world.tabs) {
      if (tab.frozen) continue;
      const due = [...tab.timers].filter(([, { at }]) => at <= world.now).sort((a, b) => a[1].at - b[1].at);
      for (const [number, { work }] of due) {
        if (!tab.timers.delete(number)) continue;
        current = tab;
        work();
        await nextTurn();
      }
    }
  },

  /** End all faults and deliver everything, for two simulated minutes. */
  async settle({ thaw }) {
    world.networkUp = true;
    for (const tab of world.tabs) {
      if (thaw) tab.frozen = false;
      if (tab.frozen) continue;
      tab.hidden = false;
      // A visible page is not in the back/forward cache.
      tab.run(() => {
        tab.dispatch("pageshow", { persisted: true });
        tab.dispatch("online");
      });
    }
    for (let second = 0; second < 120; second += 1) {
      if (second % POLL === 0) world.server.poll();
      if (second % HEARTBEAT === 0) world.server.beat();
      for (let busy = true; busy; ) {
        busy = false;
        for (const [index, tab] of world.tabs.entries()) {
          if (tab.frozen) continue;
          while (tab.inbox.length) await tab.turn(), (busy = true);
          while (tab.readings.length) await doing.read({ tab: index, how: "late" }), (busy = true);
          for (const connection of tab.connections) {
            while (connection.isOpen && (connection.frames.length || connection.code !== null)) {
              await connection.arrive();
              busy = true;
            }
          }
        }
      }
      await doing.pass({ milliseconds: 1000 });
    }
  },

  /** Return the state of every tab, and the expected state. */
  look_at: () => ({
    expected: world.server.list(),
    connections: world.connections().length,
    frozen: world.tabs.filter(({ frozen }) => frozen).length,
    tabs: world.tabs.filter(({ frozen }) => !frozen).map(({ rows, cursor, client, violations }) => ({
      ...{ rows, cursor, violations },
      ...{ position: client.position, link: client.link, via: client.via },
    })),
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { answer: (await doing[name](given)) ?? null };
    await nextTurn();
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
