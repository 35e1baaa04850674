/** The calls of the desk's server (docs/helpline.md). The session is a cookie that no script reads. */

const API = "/agent/api/";

/** The server did not do it; `code` is a key of `errors` in strings.json. */
export class DeskError extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class DeskApi {
  formToken = "";

  signIn(name, password, code) {
    return this.#call("POST", "session", { name, password, code });
  }

  async whoAmI() {
    const session = await this.#call("GET", "session");
    this.formToken = session.form_token;
    return session.agent;
  }

  get(path) {
    return this.#call("GET", path);
  }

  post(path, body = {}) {
    return this.#call("POST", path, body);
  }

  signOut() {
    return this.#call("DELETE", "session");
  }

  async #call(method, path, body) {
    let response;
    try {
      response = await fetch(API + path, {
        method,
        headers: { "Content-Type": "application/json", "X-Form-Token": this.formToken },
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "same-origin",
      });
    } catch {
      throw new DeskError("unavailable");
    }
    const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (!response.ok) throw new DeskError(answer.error || "failed");
    return answer;
  }
}
