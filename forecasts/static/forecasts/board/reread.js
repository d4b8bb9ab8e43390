/**
 * Reads the board again, after a new choice of the user or at the stream's request. No event is
 * lost or applied twice: a reading at position P contains all events up to P, and later events that
 * arrive during the request are applied on top of it.
 */

import { cursorOf } from "../../realtime/fresh_page.js";

export class ViewReader {
  #fetchBoard;
  #show;
  #held = null; // events since the reading under way began
  #floor = 0; // the stream itself jumped to here: an older reading would miss events
  #controller = null;

  /**
   * fetchBoard({signal}) answers a promise of the fresh board; show(board, events) puts it on the
   * page and applies the events.
   */
  constructor({ fetchBoard, show }) {
    this.#fetchBoard = fetchBoard;
    this.#show = show;
  }

  /** Events that the stream delivered. */
  note(events) {
    this.#held?.push(...events);
  }

  /** For the stream, which holds its events in the meantime; answers the new cursor. */
  async forStream({ signal }) {
    let address;
    let board;
    do {
      this.#stop();
      address = window.location.search;
      board = await this.#fetchBoard({ signal });
    } while (address !== window.location.search);
    this.#stop();
    this.#show(board, []);
    const cursor = cursorOf(board);
    this.#floor = cursor.position;
    return cursor;
  }

  /** For the user. Answers whether it was shown (a newer request may have replaced it). */
  async forReader() {
    this.#stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.#held = [];
    try {
      const board = await this.#fetchBoard({ signal: controller.signal });
      if (controller.signal.aborted) return false;
      const { position } = cursorOf(board);
      if (position < this.#floor) return await this.forReader();
      const missed = this.#held.filter(({ sequence }) => Number(sequence) > position);
      this.#held = null;
      this.#show(board, missed);
      return true;
    } catch (error) {
      if (controller.signal.aborted) return false;
      throw error;
    }
  }

  #stop() {
    this.#controller?.abort();
    this.#held = null;
  }
}
