// Saves the form by itself: a second after the last change, at once when asked. Nothing written is ever lost:
// what the server does not have yet is kept in this browser.

const WAIT_MS = 1000;
const RETRY_MS = 5000;
const NEVER_KEPT = new Set(["csrf_token", "version"]);

export class Draft extends EventTarget {
  constructor(form, { url, version, key }) {
    super();
    this.form = form;
    this.url = url;
    this.version = version;
    this.key = `callqc.draft.${key}`;
    this.isDirty = false;
    this.isStopped = false;
    this.timer = 0;
    this.running = null;
    form.addEventListener("input", (event) => this.changed(event.target.type === "radio" ? 0 : WAIT_MS));
    form.addEventListener("change", (event) => {
      if (event.target.matches("input[type=radio], input[type=checkbox], input[type=hidden], select")) this.changed(0);
    });
    form.addEventListener("focusout", () => { if (this.isDirty) this.save(); });
    window.addEventListener("blur", () => { if (this.isDirty) this.save(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.isDirty) this.save(); });
    window.addEventListener("online", () => { if (this.isDirty) this.save(); });
    window.addEventListener("beforeunload", (event) => { if (this.isDirty && !this.isStopped) event.preventDefault(); });
  }

  changed(waitMs = WAIT_MS) {
    if (this.isStopped) return;
    this.isDirty = true;
    this.#keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), waitMs);
    this.#tell("dirty");
  }

  // Saves what there is; a save in progress is awaited, and repeated when more was written meanwhile.
  async save() {
    clearTimeout(this.timer);
    if (this.isStopped) return false;
    while (this.running) await this.running;
    if (!this.isDirty) return true;
    this.running = this.#send();
    const isSaved = await this.running;
    this.running = null;
    return isSaved;
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  forget() { localStorage.removeItem(this.key); }

  // What an earlier visit wrote and could not save; null when there is nothing.
  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  // Puts kept fields back into the form.
  restore(kept) {
    const fields = new Map();
    for (const [name, value] of kept.fields) fields.set(name, [...(fields.get(name) || []), value]);
    for (const control of this.form.elements) {
      if (!control.name || NEVER_KEPT.has(control.name)) continue;
      const values = fields.get(control.name) || [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (control.type !== "submit" && control.type !== "button") control.value = values[0] || "";
    }
    this.#tell("restored");
    this.changed(0);
  }

  async #send() {
    this.isDirty = false;
    this.#tell("saving");
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json", "If-Match": `"${this.version}"` },
        redirect: "manual",
        // A page that is being left still gets its last words through.
        keepalive: document.hidden,
      });
    } catch {
      return this.#failed("offline", null, true);
    }
    if (answer.ok) return this.#saved(await answer.json());
    if (answer.status === 400 && await this.#signedInAgain()) return this.#send();
    const problem = await answer.json().catch(() => ({}));
    if (answer.status === 409 || answer.status === 404) return this.#failed("conflict", problem, false);
    if (answer.status === 401 || answer.status === 403 || answer.status === 400 || answer.type === "opaqueredirect") {
      return this.#failed("signed_out", problem, true);
    }
    return this.#failed("refused", problem, answer.status >= 500);
  }

  // A form belongs to the sign-in it was made for; whoever has signed in again elsewhere gets on with the new one's.
  async #signedInAgain() {
    const page = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (!page?.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name=csrf_token]");
    const field = this.form.elements.namedItem("csrf_token");
    if (!fresh || fresh.value === field.value) return false;
    field.value = fresh.value;
    return true;
  }

  #saved(body) {
    this.version = body.version;
    const field = this.form.elements.namedItem("version");
    if (field) field.value = body.version;
    if (!this.isDirty) this.forget();
    this.#tell("saved", body);
    return true;
  }

  #failed(kind, problem, isPassing) {
    this.isDirty = true;
    this.#keep();
    if (isPassing) this.timer = setTimeout(() => this.save(), RETRY_MS);
    else if (kind === "conflict") this.stop();
    this.#tell(kind, problem);
    return false;
  }

  #keep() {
    const fields = [...new FormData(this.form)].filter(([name]) => !NEVER_KEPT.has(name));
    try {
      localStorage.setItem(this.key, JSON.stringify({ version: this.version, at: Date.now(), fields }));
    } catch {
      // No room or not allowed: the server's copy is the one that counts.
    }
  }

  #tell(what, detail = null) { this.dispatchEvent(new CustomEvent(what, { detail })); }
}

// The draft as text for the clipboard, when the case was taken away.
export function plainDraft(form) {
  return [...new FormData(form)]
    .filter(([name, value]) => name !== "csrf_token" && name !== "version" && String(value).trim())
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}
