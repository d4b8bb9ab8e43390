/** The stream over a WebSocket. A way answers {close()} and calls frame(frame), closed(code). */

export function openSocket({ url, epoch, position, frame, closed }) {
  const address = new URL(url, document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  if (position !== null) {
    address.searchParams.set("epoch", epoch);
    address.searchParams.set("after", position);
  }
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

/** What a browser reports for a line that ended without a word (RFC 6455). */
export const ABNORMAL = 1006;
