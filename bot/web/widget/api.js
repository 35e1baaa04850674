/** The calls of the web channel; see docs/webchat-protocol.md. */

const SECONDS = 30;

/** No answer came: no network, or the server is away. The same call may be made again. */
export class Unreachable extends Error {}

/** The server answered with an error. */
export class Refused extends Error {
  constructor(status, body, retryAfter) {
    super(body.error || String(status));
    this.status = status;
    this.words = body.message || null;
    this.retryAfter = retryAfter;
  }

  /** The conversation is unknown, expired or forgotten. */
  get isGone() {
    return this.status === 401 || this.status === 410;
  }
}

export class Api {
  #address;

  /** `server`: where the web channel is, such as `https://taghtia.example/`. */
  constructor(server) {
    this.#address = new URL("webhooks/web/", server);
  }

  open(language) {
    return this.#json("POST", "conversations", { body: { language } });
  }

  send(token, message) {
    return this.#json("POST", "messages", { token, body: message });
  }

  messages(token, after, wait, signal) {
    const path = `messages?after=${after}&wait=${wait}`;
    return this.#json("GET", path, { token, signal, seconds: SECONDS + wait });
  }

  async events(token, after, signal) {
    return succeeded(await this.#call("GET", `events?after=${after}`, { token, signal }));
  }

  feedback(token, number, helpful) {
    return this.#json("POST", "feedback", { token, body: { number, helpful } });
  }

  typing(token) {
    return this.#json("POST", "typing", { token, body: {} });
  }

  forget(token) {
    return this.#json("DELETE", "conversation", { token });
  }

  async #json(method, path, { seconds = SECONDS, signal, ...options }) {
    const stopper = new AbortController();
    const stop = () => stopper.abort();
    signal?.addEventListener("abort", stop);
    const timer = setTimeout(stop, seconds * 1000);
    try {
      const response = await this.#call(method, path, { ...options, signal: stopper.signal });
      const { status } = await succeeded(response);
      return status === 204 ? null : await response.json();
    } catch (problem) {
      throw problem instanceof Refused ? problem : new Unreachable(problem.message);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  async #call(method, path, { token, body, signal }) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      return await fetch(new URL(path, this.#address), {
        method,
        headers,
        signal,
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
    } catch (problem) {
      throw new Unreachable(problem.message);
    }
  }
}

async function succeeded(response) {
  if (response.ok) return response;
  if (response.status >= 500) throw new Unreachable(String(response.status));
  const body = await response.json().catch(() => ({}));
  throw new Refused(response.status, body, Number(response.headers.get("Retry-After")) || 5);
}
