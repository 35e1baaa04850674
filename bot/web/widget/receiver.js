/** Receives a conversation's messages: streamed, or by long polling where streams do not come through. */
import { Refused } from "./api.js";
import { readEvents } from "./event_stream.js";

// A stream is opened with a comment, and has another every 15 seconds.
const FIRST_BYTE_SECONDS = 12;
const SILENCE_SECONDS = 40;
const POLL_SECONDS = 20;
const LONGEST_PAUSE_SECONDS = 30;
const HAS_STREAMS = typeof ReadableStream === "function";

/**
 * `listener`: `backlog(messages)` for what was said before, `message(message)`, `typing(on, from)`,
 * `gone()` when the conversation is no more, `reached(yes)` whether the server is heard.
 */
export class Receiver {
  #api;
  #listener;
  #run = null;
  #streamable = HAS_STREAMS;

  constructor(api, listener) {
    this.#api = api;
    this.#listener = listener;
  }

  /** Receive from message number `after` on; `restore` what was said before it first. */
  start(token, after, restore) {
    this.stop();
    this.#run = { token, after, restore, stopper: new AbortController(), wake: () => {} };
    this.#receive(this.#run);
  }

  stop() {
    this.#run?.stopper.abort();
    this.#run?.wake();
    this.#run = null;
  }

  async #receive(run) {
    for (let failures = 0; run === this.#run;) {
      try {
        if (run.restore) await this.#restore(run);
        await (this.#streamable ? this.#stream(run) : this.#poll(run));
        failures = 0;
      } catch (problem) {
        if (run !== this.#run) return;
        if (problem instanceof Refused && problem.isGone) return this.#listener.gone();
        failures += 1;
        if (failures > 1) this.#listener.reached(false);
      }
      if (run === this.#run) await pause(run, failures);
    }
  }

  async #restore(run) {
    const { messages } = await this.#api.messages(run.token, 0, 0, run.stopper.signal);
    if (run !== this.#run) return;
    run.restore = false;
    this.#listener.reached(true);
    this.#listener.backlog(messages);
    for (const { number } of messages) run.after = Math.max(run.after, number);
  }

  async #poll(run) {
    // Where this fails too it was the network: then streams get another try.
    this.#streamable = HAS_STREAMS;
    const answer = await this.#api.messages(run.token, run.after, POLL_SECONDS, run.stopper.signal);
    if (run !== this.#run) return;
    this.#streamable = false;
    this.#listener.reached(true);
    for (const message of answer.messages) this.#take(run, message);
    this.#listener.typing(answer.typing);
  }

  async #stream(run) {
    const stopper = new AbortController();
    const stop = () => stopper.abort();
    run.stopper.signal.addEventListener("abort", stop);
    let heard = false;
    let timer = setTimeout(stop, FIRST_BYTE_SECONDS * 1000);
    const onBytes = () => {
      if (!heard) this.#listener.reached(true);
      heard = true;
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_SECONDS * 1000);
    };
    try {
      const response = await this.#api.events(run.token, run.after, stopper.signal);
      await readEvents(response.body, (event) => this.#hear(run, event), onBytes);
    } finally {
      clearTimeout(timer);
      run.stopper.signal.removeEventListener("abort", stop);
      // Opened, but nothing of it came: something on the way holds streams back.
      if (stopper.signal.aborted && !heard && run === this.#run) this.#streamable = false;
    }
  }

  #hear(run, { type, data }) {
    if (run !== this.#run) return;
    if (type === "message") this.#take(run, JSON.parse(data));
    if (type === "typing") this.#listener.typing(JSON.parse(data).on, JSON.parse(data).from);
    if (type === "replaced") this.#makeRoom(run);
    if (type === "gone") {
      this.stop();
      this.#listener.gone();
    }
  }

  /** Tabs opened after this one took its place: coming back at once would take theirs. */
  #makeRoom(run) {
    if (document.hidden) this.stop();
    else run.replaced = true;
  }

  #take(run, message) {
    if (message.number <= run.after) return;
    run.after = message.number;
    this.#listener.message(message);
  }
}

/** One second after what ended well, longer after each failure; cut short when the run stops. */
function pause(run, failures) {
  const seconds = run.replaced ? LONGEST_PAUSE_SECONDS : Math.min(2 ** failures, LONGEST_PAUSE_SECONDS);
  run.replaced = false;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    run.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
