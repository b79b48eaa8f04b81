// What an open review has beside what is heard: a draft that saves itself, counted time, and the way to submit.

import { Activity } from "./activity.js";
import { Draft } from "./draft.js";
import { clock } from "./player.js";
import { Saving } from "./saving.js";
import { Submission } from "./submission.js";

export function startWork(desk) {
  const { root, facts, form, judgements, transcript, remarks, missed } = desk;
  const draft = new Draft(form, { url: facts.urls.draft, version: facts.version, key: facts.id });
  const activity = countTime(desk);
  const saving = new Saving(desk, draft, activity);
  const submission = new Submission(desk, { draft, activity, saving });
  const replace = document.querySelector("[data-replace]");
  draft.addEventListener("restored", () => {
    judgements.refresh();
    transcript.showVerdicts();
    remarks.show();
    missed.refresh();
  });
  saving.offerKept();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.dataset.submit === "save") draft.changed(0);
    else submission.submit();
  });
  // Enter in a line of text submits nothing.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=submit])") && !event.ctrlKey) event.preventDefault();
  });
  root.querySelector("[data-open-replace]").addEventListener("click", () => replace.showModal());
  root.querySelector("[data-bulk]").addEventListener("click", () => judgements.bulk());
  root.querySelector("[data-add-missed]").addEventListener("click", () => missed.open());
  judgements.addEventListener("complete", () => root.querySelector("[data-submit=confirm]").focus());
  return { draft, submission, replace };
}

function countTime({ root, facts, player, token }) {
  return new Activity({
    idleS: facts.idle_s,
    totalS: facts.active_s,
    isBusy: () => player.isPlaying,
    show: (seconds) => { root.querySelector("[data-active]").textContent = clock(seconds); },
    send: (seconds) => {
      const body = new FormData();
      body.set("csrf_token", token());
      body.set("active_s", String(seconds));
      fetch(facts.urls.beat, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } }).catch(() => {});
    },
  });
}
