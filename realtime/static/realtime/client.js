/**
 * A live reader of the event stream, for any page (docs/client.md).
 *
 *   const client = connect({url, epoch, after, digest, onEvents, onState, onResync});
 *
 * url       the socket's path or address, e.g. "/ws/weatherforecast"
 * epoch, after, digest   the cursor that the page's data was read at: epoch, position, and the
 *           digest that proves them; without `after`, from now on
 * kinds     the kinds of events, e.g. ["weatherforecast"]; by default all of them
 * onEvents(events)   the next events, oldest first, each exactly once
 * onState({link, since, catchingUp})   link: connecting | live | reconnecting | offline;
 *           since: milliseconds since 1970 when the connection became, or stopped being, live
 * account   the page's account, "" for none: tabs of different accounts share no connection
 * onPresence(people)   who is on which page, [{name, page, editing}], each time that it changes: for
 *           an account, on a socket, where the server has PRESENCE
 * onSignedOut()   the server does not know that account any more, or lets it read no more
 * onResync({reason, position, signal})   read the data again; answer a promise of the
 *           {epoch, position, digest} that it was read at
 * eventsUrl   the same stream as server-sent events, for where sockets are blocked; null for none.
 *           Left out, it is where the server has it: "/ws/x" → "/x/stream"
 * streamUrl   the full URL of the same stream over an HTTP cache, for a page without an account: it is
 *           tried first, and the others where it cannot be reached; "" for none
 * share     false: a connection of this page's own, instead of one for all tabs of the browser
 * probeMs   milliseconds until the best transport is tried again for the first time, while on another
 *
 * Returns {close(), resync(reason), isOwn(event), connectionId, position, link, via}; resync()
 * requests fresh data although nothing was lost, isOwn() tells whether this page caused an
 * event (its requests carry connectionId in the header X-Connection-ID), via is how the events
 * come: socket | events | edge (the HTTP cache) | tab (another tab passes them on) | "".
 */

import { openDurable } from "./connection/durable.js";
import { openEvents } from "./connection/sse.js";
import { Identity } from "./tabs/identity.js";
import { Leadership } from "./tabs/leadership.js";
import { followLifecycle } from "./reader/lifecycle.js";
import { Connection } from "./connection/connection.js";
import { Reader } from "./reader/reader.js";
import { SharedConnection } from "./tabs/shared_connection.js";
import { openSocket } from "./connection/websocket.js";
import { TabChannel } from "./tabs/tab_channel.js";
import { TransportMemory } from "./connection/transport_memory.js";

/** Version of the messages between tabs: tabs of different versions ignore each other. */
const VERSION = 2;

export function connect({
  url,
  epoch = "",
  after = null,
  digest = "",
  kinds = null,
  eventsUrl = streamOf(url),
  streamUrl = "",
  share = true,
  account = "",
  probeMs,
  onEvents = () => {},
  onState = () => {},
  onResync = async () => {},
  onSignedOut = () => {},
  onPresence = () => {},
}) {
  [url, eventsUrl] = [url, eventsUrl].map((address) => address && only(kinds, address));
  const name = `live ${VERSION} ${new URL(url, document.baseURI)}${account && ` ${account}`}`;
  const identity = new Identity(share && canShare());
  const transports = {
    socket: (given) => openSocket({ url, ...given }),
    events: eventsUrl ? (given) => openEvents({ url: eventsUrl, ...given }) : null,
    edge: streamUrl ? (given) => openDurable({ url: streamUrl, kinds, ...given }) : null,
  };
  const memory = new TransportMemory(name);
  const own = ({ listener }) => new Connection({ transports, listener, memory, probeMs });
  let connection;
  const reader = new Reader({
    ...{ epoch, after, digest, isSparse: kinds !== null, onEvents, onState, onResync },
    onSignedOut: account ? onSignedOut : () => {},
    onPresence,
    connection: (listener) => {
      connection = identity.isShared ? shared({ name, tab: identity.tab, own, listener }) : own({ listener });
      return connection;
    },
  });
  const listeners = new AbortController();
  followLifecycle(reader, listeners.signal);
  reader.start();
  return {
    close: () => {
      listeners.abort();
      reader.close();
    },
    resync: (reason) => reader.feed({ type: "refresh", reason }),
    isOwn: ({ connection }) => identity.isOwn(connection, reader.state.connectionIds),
    get connectionId() {
      return identity.of(reader.state.connectionIds);
    },
    get position() {
      return reader.state.position;
    },
    get link() {
      return reader.state.link;
    },
    get via() {
      return connection.transport;
    },
  };
}

function shared({ name, tab, own, listener }) {
  return new SharedConnection({
    tab,
    listener,
    connection: own,
    channel: (given) => new TabChannel({ name, tab, ...given }),
    leadership: (given) => new Leadership({ name, ...given }),
  });
}

/** Web Locks exist on secure pages only: https, or localhost. */
function canShare() {
  return Boolean(globalThis.navigator?.locks && globalThis.BroadcastChannel);
}

function only(kinds, url) {
  if (kinds === null) return url;
  return `${url}${url.includes("?") ? "&" : "?"}kinds=${kinds.map(encodeURIComponent).join(",")}`;
}

function streamOf(url) {
  const found = /^(.*)\/ws(\/[^?]+)$/.exec(url);
  return found ? `${found[1]}${found[2]}/stream` : null;
}
