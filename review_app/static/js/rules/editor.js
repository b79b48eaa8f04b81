// The rule editor: what is typed on one side is sent, read by the server, and comes back for the other side.
// Without this module the same buttons send the same form; here the answer is put in part by part.
import { Kept } from "./kept.js";

const WAIT_MS = 500;

const form = document.querySelector("[data-rule-editor]");
if (form) start(form);

function start(form) {
  const yaml = form.elements.yaml, shown = form.elements.shown;
  const kept = new Kept(form);
  let timer = 0, edits = 0, running = null, isComposing = false;

  // An input method holds on to its field until a word is chosen; nothing may be put in under it.
  form.addEventListener("compositionstart", () => { isComposing = true; });
  form.addEventListener("compositionend", () => {
    isComposing = false;
    later(WAIT_MS);
  });

  form.addEventListener("input", (event) => {
    if (event.target.matches("[name=call], [name=facts], [name=recording], [name=expect], [name=add_op]")) return;
    edits += 1;
    kept.keep(yaml.value);
    later(event.target.matches("select, [type=checkbox]") ? 0 : WAIT_MS);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) {
      event.preventDefault();
      ask(button.value, button);
      return;
    }
    const link = event.target.closest("a[data-line], a[data-field]");
    if (!link) return;
    event.preventDefault();
    link.dataset.line ? toLine(yaml, Number(link.dataset.line)) : toField(form, link.dataset.field);
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || !(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      ask("try");
    } else if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector("[data-save]")?.click();
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.matches("[data-save]")) return kept.saving();
    event.preventDefault(); // Enter in a field
    ask("");
  });
  form.dataset.ready = "";
  kept.offer((text) => {
    yaml.value = text;
    edits += 1;
    ask("");
  });

  function later(waitMs) {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(() => ask(""), waitMs);
  }

  // One question at a time; an answer that comes after more was typed is left alone, because another is on its way.
  async function ask(act, button = null) {
    clearTimeout(timer);
    while (running) await running;
    const asked = edits;
    const body = new FormData(form);
    body.set("act", act);
    button?.setAttribute("disabled", "");
    running = send(body);
    const page = await running;
    running = null;
    button?.removeAttribute("disabled");
    if (!page || isComposing || (asked !== edits && !act)) return;
    if (asked !== edits) return ask(act);
    put(page);
    if (act === "excerpt") fill(page);
    if (act === "add-test") form.querySelector(".rule-tests li:last-child")?.scrollIntoView({ block: "nearest" });
  }

  async function send(body) {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const text = answer && answer.type !== "opaqueredirect" ? await answer.text() : "";
    const page = new DOMParser().parseFromString(text, "text/html").querySelector("[data-rule-editor]");
    page ? kept.reached() : kept.unreached();
    return page;
  }

  // The dialogue is no region of the answer, lest typing be overwritten; an excerpt is what was asked for.
  function fill(page) {
    const { call, recording } = form.elements, fresh = page.querySelector("[name=call]").value;
    recording.value = page.querySelector("[name=recording]").value;
    if (fresh === call.value) return;
    call.value = fresh;
    call.focus();
    call.setSelectionRange(0, 0);
    call.scrollTop = 0;
    call.scrollIntoView({ block: "nearest" });
  }

  function put(page) {
    for (const region of form.querySelectorAll("[data-region]")) {
      const fresh = page.querySelector(`[data-region="${region.dataset.region}"]`);
      if (fresh && fresh.innerHTML !== region.innerHTML) replace(region, fresh);
    }
    const text = page.querySelector("[name=yaml]").value;
    if (text !== yaml.value && !(document.activeElement === yaml && text.trimEnd() === yaml.value.trimEnd())) {
      const { selectionStart, selectionEnd, scrollTop } = yaml;
      yaml.value = text;
      yaml.setSelectionRange(selectionStart, selectionEnd);
      yaml.scrollTop = scrollTop;
    }
    // While the YAML cannot be read the form stays at what it showed; else both sides say the same from here.
    const after = page.querySelector("[name=shown]").value;
    shown.value = after === text ? yaml.value : after;
    kept.keep(yaml.value);
  }
}

// New content of a region, with the folds as they were and the cursor where it was.
function replace(region, fresh) {
  const here = document.activeElement;
  const inside = region.contains(here);
  const place = inside && (here.id ? `#${CSS.escape(here.id)}` : here.name ? `[name="${CSS.escape(here.name)}"]` : "");
  const typed = inside && "value" in here && here.matches("input:not([type=checkbox]), textarea") ? here.value : null;
  const [from, to] = typed === null ? [null, null] : [here.selectionStart, here.selectionEnd];
  const folds = new Map([...region.querySelectorAll("details[data-fold]")].map((one) => [one.dataset.fold, one.open]));
  const top = region.scrollTop;
  region.replaceChildren(...fresh.childNodes);
  for (const one of region.querySelectorAll("details[data-fold]")) {
    if (folds.has(one.dataset.fold)) one.open = folds.get(one.dataset.fold) || one.open;
  }
  region.scrollTop = top;
  const again = place ? region.querySelector(place) : null;
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typed !== null && "value" in again && again.tagName !== "BUTTON") {
    again.value = typed;
    if (from !== null) again.setSelectionRange(from, to);
  }
}

function toLine(yaml, line) {
  const before = yaml.value.split("\n").slice(0, line - 1).join("\n");
  const start = before.length + (line > 1 ? 1 : 0);
  const end = yaml.value.indexOf("\n", start);
  yaml.focus();
  yaml.setSelectionRange(start, end < 0 ? yaml.value.length : end);
  yaml.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(yaml).lineHeight));
}

function toField(form, name) {
  const field = form.querySelector(`#${CSS.escape(`f-${name}`)}`) ?? form.querySelector(`[data-fold="${CSS.escape(name)}"] summary`);
  if (!field) return;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
  field.scrollIntoView({ block: "nearest" });
}
