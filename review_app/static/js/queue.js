// Keeps a list fresh without touching what is being used: a row that has the focus or the pointer stays as it is.

const EVERY_MS = 15_000;

const holder = document.querySelector("[data-fresh-list]");
if (holder) {
  setInterval(refresh, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (event.isComposing || event.keyCode === 229 || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.code !== "KeyN") return;
  const next = document.querySelector("[data-next]:not(:disabled)");
  if (!next) return;
  event.preventDefault();
  next.click();
});

async function refresh() {
  if (document.hidden) return;
  const query = holder.dataset.query ? `?${holder.dataset.query}` : "";
  const answer = await fetch(holder.dataset.freshList + query, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (!answer || !answer.ok) return;
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = parsed.querySelector(".fresh");
  if (fresh) merge(fresh);
}

function merge(fresh) {
  const now = holder.querySelector(".fresh");
  tell(fresh.dataset);
  const body = now.querySelector("tbody");
  const freshBody = fresh.querySelector("tbody");
  if (!body || !freshBody) {
    if (!isUsed(now)) now.replaceWith(fresh);
    return;
  }
  const known = new Map([...body.rows].map((row) => [row.dataset.row, row]));
  const wanted = [...freshBody.rows].map((row) => {
    const old = known.get(row.dataset.row);
    known.delete(row.dataset.row);
    // A row in use stays, its text too: nobody's click lands on something else.
    return old && (isUsed(old) || old.innerHTML === row.innerHTML) ? old : row;
  });
  for (const row of known.values()) if (isUsed(row)) wanted.unshift(row);
  if (wanted.some((row, place) => body.rows[place] !== row) || wanted.length !== body.rows.length) {
    const focused = document.activeElement;
    body.replaceChildren(...wanted);
    if (focused && focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true });
  }
  const pager = now.querySelector(".pager");
  const freshPager = fresh.querySelector(".pager");
  if (pager && freshPager && !isUsed(pager)) pager.replaceWith(freshPager);
}

function isUsed(element) {
  return element.contains(document.activeElement) || element.matches(":hover");
}

function tell({ pending, done, active }) {
  const say = (name, text) => { for (const place of document.querySelectorAll(`[data-fresh="${name}"]`)) place.textContent = text; };
  say("pending", pending);
  say("done", done);
  say("active", active);
  const goal = document.querySelector("[data-fresh=goal]");
  if (goal) goal.value = Number(done);
  const next = document.querySelector("[data-next]");
  if (next) next.disabled = Number(pending) === 0;
}
