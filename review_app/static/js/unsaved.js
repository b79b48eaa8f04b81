// A form that says data-unsaved asks before what was typed into it is lost: by a link, another form, or the window.
const typed = new Set();
let isSaving = false;

function note(target) {
  const form = target.form ?? target.closest?.("form");
  if (form?.matches("[data-unsaved]")) typed.add(form.getAttribute("action"));
}

document.addEventListener("input", (event) => note(event.target));
document.addEventListener("change", (event) => note(event.target));
// Rows that come, go or move are changes too.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=act]");
  if (button) note(button);
});
document.addEventListener("submit", (event) => {
  isSaving = typed.size === 1 && typed.has(event.target.getAttribute("action"));
});
// What was refused is still unsaved.
document.addEventListener("htmx:responseError", () => { isSaving = false; });
document.addEventListener("htmx:sendError", () => { isSaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (typed.size && !isSaving) event.preventDefault();
});
