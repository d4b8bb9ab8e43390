/** What the tabs of a browser say to each other. Every message carries who it is from. */

export class TabChannel {
  #name;
  #tab;
  #channel = null;
  #heard;

  /** `heard(message)` is called with every message of another tab. */
  constructor({ name, tab, heard }) {
    this.#name = name;
    this.#tab = tab;
    this.#heard = heard;
  }

  open() {
    if (this.#channel) return;
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#heard(data);
  }

  /** An open channel would keep the browser from keeping the page for "back". */
  close() {
    this.#channel?.close();
    this.#channel = null;
  }

  post(kind, fields = {}) {
    this.#channel?.postMessage({ kind, from: this.#tab, ...fields });
  }
}
