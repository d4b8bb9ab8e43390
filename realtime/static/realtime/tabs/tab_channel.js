/** Messages between the tabs of a browser. Each carries its sender. */

export class TabChannel {
  #name;
  #tab;
  #channel = null;
  #received;

  /** `received(message)` is called with every message of another tab. */
  constructor({ name, tab, received }) {
    this.#name = name;
    this.#tab = tab;
    this.#received = received;
  }

  open() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#received(data);
  }

  /** Close it: with an open channel the browser does not put the page into the back/forward cache. */
  close() {
    this.#channel?.close();
    this.#channel = null;
  }

  post(kind, fields = {}) {
    this.#channel?.postMessage({ kind, from: this.#tab, ...fields });
  }
}
