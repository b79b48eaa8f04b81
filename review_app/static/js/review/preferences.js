// Keeps how a person likes the page with their account, a moment after the last change.

const WAIT_MS = 600;

export class Preferences {
  constructor(url, token) {
    this.url = url;
    this.token = token;
    this.changes = {};
    this.timer = 0;
    window.addEventListener("pagehide", () => this.#send());
  }

  keep(changes) {
    Object.assign(this.changes, changes);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#send(), WAIT_MS);
  }

  #send() {
    if (!Object.keys(this.changes).length) return;
    const body = new FormData();
    body.set("csrf_token", this.token());
    body.set("changes", JSON.stringify(this.changes));
    this.changes = {};
    // Lost wishes cost nothing: the next change sends them again.
    fetch(this.url, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } }).catch(() => {});
  }
}
