/** One conversation: the token that names it, what comes, what waits to be sent. */
import { Refused } from "./api.js";
import { Outbox, randomId } from "./outbox.js";
import { Receiver } from "./receiver.js";
import { mayHoldSecret } from "./secrets.js";
import { Sender } from "./sender.js";

const SESSION = "session";
// Hidden tabs give their stream up after a while: the server keeps few for a conversation.
const HIDDEN_MINUTES = 5;
const TYPING_EVERY = 3000;

/**
 * Events: `backlog` (messages), `message`, `waiting` (entry), `sent` (entry), `failed` ({entry,
 * reason, words}), `typing` ({on, from}), `reached` (bool), `slowed`, `gone`, `forgotten`.
 */
export class Conversation extends EventTarget {
  language;
  #api;
  #storage;
  #outbox;
  #receiver;
  #sender;
  #session = null;
  #latest = 0;
  #hidden = 0;
  #typed = 0;
  #ended = new AbortController();

  constructor(api, storage, language) {
    super();
    this.#api = api;
    this.#storage = storage;
    this.language = language;
    this.#outbox = new Outbox(storage);
    this.#receiver = new Receiver(api, {
      backlog: (messages) =>
        this.#tell(
          "backlog",
          messages.map((one) => this.#seen(one)),
        ),
      message: (message) => this.#tell("message", this.#seen(message)),
      typing: (on, from) => this.#tell("typing", { on, from }),
      reached: (yes) => this.#tell("reached", yes),
      gone: () => this.#lose(),
    });
    this.#sender = new Sender(this.#outbox, (body) => this.#transmit(body), {
      sent: (entry) => {
        this.#tell("reached", true);
        this.#tell("sent", entry);
      },
      failed: (entry, reason, words) => this.#tell("failed", { entry, reason, words }),
      held: (problem) => this.#tell(problem instanceof Refused ? "slowed" : "reached", false),
      gone: () => this.#lose(),
    });
  }

  /** Go on with the conversation of this device, if there is one, and send what waited. */
  resume() {
    const { signal } = this.#ended;
    window.addEventListener("online", () => this.#wake(), { signal });
    window.addEventListener("offline", () => this.#tell("reached", false), { signal });
    window.addEventListener("storage", (event) => this.#otherTab(event), { signal });
    document.addEventListener("visibilitychange", () => this.#look(), { signal });
    for (const entry of this.#outbox.entries) this.#tell("waiting", entry);
    this.#adopt();
    this.#sender.send();
  }

  end() {
    this.#ended.abort();
    this.#receiver.stop();
    this.#sender.stop();
    clearTimeout(this.#hidden);
  }

  /** Say `{text}`, `{payload, title}` or `{location: {lat, lon}}`; `asked`: an identifier is due. */
  say(content, asked = false) {
    const typed = content.text !== undefined;
    const secret = Boolean(content.location) || (typed && (asked || mayHoldSecret(content.text)));
    const entry = this.#outbox.add({ id: randomId(), ...content }, secret);
    this.#tell("waiting", entry);
    if (secret && navigator.onLine === false) this.#sender.fail(entry, "offline");
    this.#sender.send();
  }

  /** The person writes: shown to an agent, and of no consequence where it does not arrive. */
  showTyping() {
    if (!this.#session || Date.now() - this.#typed < TYPING_EVERY) return;
    this.#typed = Date.now();
    this.#api.typing(this.#session.token).catch(() => {});
  }

  /** All that came so far was seen; what comes later is news, on the next page too. */
  markRead() {
    if (!this.#session || this.#session.read === this.#latest) return;
    this.#session.read = this.#latest;
    this.#storage.set(SESSION, this.#session);
  }

  /** Of what was said before, what came while nobody looked; nothing where that is not known. */
  news(messages) {
    const read = this.#session?.read ?? Infinity;
    return messages.filter(({ from, number }) => from !== "student" && number > read);
  }

  async rate(number, helpful) {
    await this.#api.feedback(this.#session.token, number, helpful);
  }

  /** Delete the conversation at the server and here. */
  async forget() {
    if (this.#session) await this.#api.forget(this.#session.token).catch(unlessGone);
    this.#outbox.clear();
    this.#drop();
    this.#tell("forgotten");
  }

  #adopt() {
    const session = this.#storage.get(SESSION);
    if (!session || this.#session) return;
    if (session.until < Date.now()) return this.#storage.remove(SESSION);
    this.#session = session;
    this.#receiver.start(session.token, 0, true);
  }

  async #open() {
    const { token, expires_in: seconds } = await this.#api.open(this.language);
    this.#session = { token, until: Date.now() + seconds * 1000 };
    this.#storage.set(SESSION, this.#session);
    this.#receiver.start(token, 0, false);
  }

  async #transmit(body) {
    this.#adopt();
    if (!this.#session) await this.#open();
    await this.#api.send(this.#session.token, body);
  }

  #seen(message) {
    this.#latest = Math.max(this.#latest, message.number);
    // The server has it, though its answer to the sending may have been lost.
    if (message.client_id) this.#outbox.remove(message.client_id);
    return message;
  }

  /** The conversation is no more; what still waits goes to a new one. */
  #lose() {
    if (!this.#session) return;
    this.#drop();
    this.#tell("gone");
    for (const entry of this.#outbox.entries) this.#tell("waiting", entry);
    this.#sender.send();
  }

  #drop() {
    // Another tab may have begun the next conversation already.
    if (this.#storage.get(SESSION)?.token === this.#session?.token) this.#storage.remove(SESSION);
    this.#leave();
  }

  #leave() {
    this.#receiver.stop();
    this.#session = null;
    this.#latest = 0;
  }

  #wake() {
    this.#sender.send();
    if (this.#session) this.#receiver.start(this.#session.token, this.#latest, this.#latest === 0);
  }

  #look() {
    clearTimeout(this.#hidden);
    if (document.hidden) this.#hidden = setTimeout(() => this.#receiver.stop(), HIDDEN_MINUTES * 60_000);
    else this.#wake();
  }

  /** Another tab began a conversation or ended this one. */
  #otherTab({ key }) {
    if (key !== this.#storage.key(SESSION)) return;
    if (this.#storage.get(SESSION)?.token === this.#session?.token) return;
    if (this.#session) this.#tell("gone");
    this.#leave();
    this.#adopt();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function unlessGone(problem) {
  if (!problem.isGone) throw problem;
}
