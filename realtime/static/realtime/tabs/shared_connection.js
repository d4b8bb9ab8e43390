/**
 * One connection for all tabs of a browser: the tab that leads holds it and passes its frames on; the
 * others follow, each with a cursor of its own. What each message means:
 *
 *   leader                      this tab leads from now on
 *   join {join, epoch, position, digest}   a tab wants to follow from its cursor
 *   joined {to, join, welcome, missed, down}   accepted; `missed` is a frame of the events that it missed
 *   behind {to, join}           too far behind: the tab connects to the server itself first
 *   frame {frame}               a frame of the server
 *   down {link, since}          the connection is lost, or given up for the moment
 *   resigned                    this tab does not lead any more
 *   ping, pong                  whether the leader responds; a frozen one is replaced
 *
 * A tab does not rely on these messages being correct: it accepts an event only if it is the next
 * one, and reads its data again if one is missing (stream.js).
 *
 * One file: a tab can change between leading, following and its own connection at any
 * moment, so that the three are one state.
 */

import { Alarm } from "../connection/alarm.js";
import { Recent } from "./recent.js";

/** Between two pings of a visible tab. */
export const PING_MS = 2_000;
/** Unanswered pings after which the leader is considered frozen. */
const DEAF_AFTER = 2;
/** Until a tab that was too far behind asks to follow again. */
const JOIN_AGAIN_MS = 5_000;

export class SharedConnection {
  #tab;
  #channel;
  #leadership;
  #connection;
  #listener;
  #isHidden;
  #recent = new Recent();
  #wanted = false; // between open() and close()
  #leader = ""; // the tab that this one follows
  #joins = 0;
  #welcome = null; // of the connection, while it is up
  #down = null;
  #unanswered = 0;
  #ping = new Alarm(() => this.#askWhetherAnyoneIsThere());
  #joinAgain = new Alarm(() => this.#join());

  /**
   * `tab`: this tab's id. `channel`, `leadership` and `connection` are functions that make these with their
   * callbacks. `listener` is a Connection's, with down({link, since}), moved(), check() and isCaughtUp() too.
   */
  constructor({ tab, channel, leadership, connection, listener, isHidden = () => document.hidden }) {
    this.#tab = tab;
    this.#listener = listener;
    this.#isHidden = isHidden;
    this.#channel = channel({ received: (message) => this.#received(message) });
    this.#leadership = leadership({
      gained: () => this.#gained(),
      lost: () => this.#lost(),
    });
    this.#connection = connection({
      listener: {
        cursor: () => listener.cursor(),
        frame: (frame) => this.#fromServer(frame),
        closed: (code) => this.#connectionClosed(code),
      },
    });
  }

  /** socket | events | tab | "" */
  get transport() {
    return this.#leader ? "tab" : this.#connection.transport;
  }

  start() {
    this.#channel.open();
    this.#leadership.queue();
    this.#ping.set(PING_MS);
  }

  open() {
    this.#wanted = true;
    if (this.#leadership.held) this.#connection.open();
    else this.#join();
  }

  close() {
    this.#wanted = false;
    this.#leader = "";
    this.#welcome = null;
    this.#joinAgain.clear();
    this.#connection.close();
  }

  /** The page is unloaded or in the back/forward cache: another tab must lead. */
  stop() {
    this.close();
    this.#resign();
    this.#ping.clear();
    this.#channel.close();
  }

  /** Send the state of this tab's own connection to the tabs that follow it. */
  shareState(down) {
    this.#down = down;
    if (this.#leadership.held && !this.#welcome) this.#channel.post("down", down);
  }

  check() {
    this.#connection.check();
    this.#ping.check();
  }

  probeNow() {
    this.#connection.probeNow();
  }

  #resign() {
    if (this.#leadership.held) this.#channel.post("resigned");
    this.#leadership.resign();
  }

  #gained() {
    this.#leader = "";
    this.#joinAgain.clear();
    this.#recent.align(this.#listener.cursor());
    this.#channel.post("leader");
    // A tab with its own connection keeps it: all tabs share that connection now.
    if (!this.#connection.isOpen) this.#listener.moved();
  }

  #lost() {
    this.#channel.post("resigned");
    this.#leadership.queue();
    if (this.#wanted) this.#listener.moved();
  }

  #connectionClosed(code) {
    this.#welcome = null;
    this.#listener.closed(code);
  }

  #fromServer(frame) {
    this.#take(frame);
    if (this.#leadership.held) this.#channel.post("frame", { frame });
    else if (!this.#joinAgain.isSet && this.#listener.isCaughtUp()) this.#join();
  }

  #take(frame) {
    if (frame.type === "welcome") this.#welcome = frame;
    this.#recent.take(frame, this.#listener.cursor());
    this.#listener.frame(frame);
  }

  #join() {
    this.#joins += 1;
    this.#channel.post("join", { join: this.#joins, ...this.#listener.cursor() });
    if (this.#connection.isOpen) this.#joinAgain.set(JOIN_AGAIN_MS);
  }

  #received(message) {
    const roles = this.#leadership.held ? this.#asLeader : this.#asFollower;
    roles[message.kind]?.(message);
  }

  #asLeader = {
    join: ({ from, join, ...cursor }) => {
      // What this tab has read since may be of a later history than what it was last sent.
      if (this.#listener.isCaughtUp()) this.#recent.turnTo(this.#listener.cursor());
      const missed = this.#recent.after(cursor);
      const answer = { to: from, join, missed, down: this.#down };
      answer.welcome = this.#welcome && { ...this.#welcome, ...this.#recent.cursor };
      this.#channel.post(missed ? "joined" : "behind", answer);
    },
    ping: () => {
      // This tab may be in the background, where its own timers sleep.
      this.#connection.check();
      this.#listener.check();
      this.#channel.post("pong");
    },
  };

  #asFollower = {
    leader: () => {
      this.#unanswered = 0;
      if (this.#wanted) this.#join();
    },
    pong: ({ from }) => {
      this.#unanswered = 0;
      const lost = this.#wanted && from !== this.#leader && !this.#connection.isOpen;
      if (lost) this.#join();
    },
    joined: (message) => this.#answers(message) && this.#follow(message),
    behind: (message) => {
      if (this.#answers(message) && !this.#connection.isOpen) this.#connection.open();
    },
    frame: ({ from, frame }) => from === this.#leader && this.#take(frame),
    down: ({ from, link, since }) => from === this.#leader && this.#connectionIsDown({ link, since }),
    resigned: ({ from }) => {
      if (from !== this.#leader) return;
      this.#leader = "";
      this.#connectionIsDown({ link: "reconnecting", since: Date.now() });
    },
  };

  #answers({ to, join }) {
    return this.#wanted && to === this.#tab && join === this.#joins;
  }

  #follow({ from, welcome, missed, down }) {
    this.#joinAgain.clear();
    this.#connection.close();
    this.#leader = from;
    if (welcome) this.#take(welcome);
    if (missed.events.length) this.#take(missed);
    if (!welcome) this.#connectionIsDown(down);
  }

  #connectionIsDown(down) {
    this.#welcome = null;
    this.#listener.down(down);
  }

  #askWhetherAnyoneIsThere() {
    this.#ping.set(PING_MS * (0.75 + Math.random() / 2));
    if (this.#leadership.held || !this.#wanted || this.#isHidden()) {
      this.#unanswered = 0;
    } else if (this.#unanswered >= DEAF_AFTER) {
      this.#unanswered = 0;
      this.#leadership.steal();
    } else {
      this.#unanswered += 1;
      this.#channel.post("ping");
    }
  }
}
