/** Messages on their way to the server, in order; they outlive a reload unless they are secret. */

const NAME = "outbox";
const LONGEST_HOURS = 24;

/**
 * An entry is `{id, at, body, secret}`: `body` is what the server gets, `at` milliseconds. A
 * secret one is in memory only. Several tabs may hold the same entry: the server takes an id once.
 */
export class Outbox {
  #storage;
  #entries;

  constructor(storage) {
    this.#storage = storage;
    this.#entries = this.#stored();
  }

  get entries() {
    return [...this.#entries];
  }

  add(body, secret) {
    const entry = { id: body.id, at: Date.now(), body, secret };
    this.#entries.push(entry);
    if (!secret) this.#storage.set(NAME, [...this.#stored(), entry]);
    return entry;
  }

  remove(id) {
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    const left = this.#stored().filter((entry) => entry.id !== id);
    if (left.length) this.#storage.set(NAME, left);
    else this.#storage.remove(NAME);
  }

  clear() {
    this.#entries = [];
    this.#storage.remove(NAME);
  }

  #stored() {
    const oldest = Date.now() - LONGEST_HOURS * 3_600_000;
    return (this.#storage.get(NAME) || []).filter((entry) => entry.at > oldest);
  }
}

/** A random id for a message, where the page is not served securely too. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
