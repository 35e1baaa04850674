/** What is kept on this device, in the browser's storage or, where that is closed, in memory. */

/** Values by name, as JSON, under one prefix. */
export class Storage {
  #prefix;
  #memory = new Map();

  constructor(prefix) {
    this.#prefix = prefix;
  }

  key(name) {
    return `${this.#prefix}:${name}`;
  }

  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.key(name)));
    } catch {
      return this.#memory.get(name) ?? null;
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(this.key(name), JSON.stringify(value));
    } catch {
      this.#memory.set(name, value);
    }
  }

  remove(name) {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(this.key(name));
    } catch {
      // Closed storage holds nothing.
    }
  }
}
