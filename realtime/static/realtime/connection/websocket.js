/** The stream over a WebSocket. A transport answers {close()} and calls frame(frame), closed(code). */

import { addCursor } from "../reader/cursor.js";

export function openSocket({ url, epoch, position, digest, frame, closed }) {
  const address = new URL(url, document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  addCursor(address, { epoch, position, digest });
  const socket = new WebSocket(address);
  const close = () => {
    socket.onmessage = socket.onclose = null;
    socket.close();
  };
  socket.onmessage = ({ data }) => {
    let read;
    try {
      read = JSON.parse(data);
    } catch {
      close();
      closed(ABNORMAL);
      return;
    }
    frame(read);
  };
  socket.onclose = ({ code }) => closed(code);
  return { close };
}

/** The close code that a browser reports for a connection that ended without one (RFC 6455). */
export const ABNORMAL = 1006;
