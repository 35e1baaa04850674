/** Sends what waits in the outbox: one after the other, again when there is a network again. */
import { Refused, Unreachable } from "./api.js";

const SECRET_TRIES = 2;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30];

/**
 * `transmit(body)` brings one message to the server. `listener`: `sent(entry)`, `failed(entry,
 * reason, words)`, `held(problem)` when it is tried again later, `gone()` when the conversation is
 * no more.
 */
export class Sender {
  #outbox;
  #transmit;
  #listener;
  #sending = false;
  #failures = 0;
  #timer = 0;

  constructor(outbox, transmit, listener) {
    this.#outbox = outbox;
    this.#transmit = transmit;
    this.#listener = listener;
  }

  /** Send all that waits, now. */
  async send() {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#timer);
    try {
      for (let entry; (entry = this.#outbox.entries[0]);) await this.#deliver(entry);
      this.#failures = 0;
    } catch (problem) {
      this.#later(problem);
    } finally {
      this.#sending = false;
    }
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** The entry will not be sent. */
  fail(entry, reason, words = null) {
    this.#outbox.remove(entry.id);
    this.#listener.failed(entry, reason, words);
  }

  async #deliver(entry) {
    try {
      await this.#transmit(entry.body);
      this.#outbox.remove(entry.id);
      this.#listener.sent(entry);
    } catch (problem) {
      this.#undelivered(entry, problem);
    }
  }

  /** Decide what becomes of the entry; throws the problem on when it is to be sent later. */
  #undelivered(entry, problem) {
    if (problem.status === 429) throw problem;
    if (problem instanceof Unreachable) {
      entry.tries = (entry.tries || 0) + 1;
      if (!entry.secret || entry.tries < SECRET_TRIES) throw problem;
      return this.fail(entry, "offline");
    }
    if (problem.isGone && !entry.renewed) {
      entry.renewed = true;
      return this.#listener.gone();
    }
    this.fail(entry, "refused", problem.words);
  }

  #later(problem) {
    this.#listener.held(problem);
    const longest = RETRY_SECONDS.length - 1;
    const ours = RETRY_SECONDS[Math.min(this.#failures, longest)];
    const seconds = problem instanceof Refused ? problem.retryAfter : ours;
    this.#failures += 1;
    this.#timer = setTimeout(() => this.send(), seconds * 1000);
  }
}
