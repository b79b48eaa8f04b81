// Puts the review page together. Each part knows its own piece of the page; only this module knows them all.

import { Activity } from "./activity.js";
import { Draft, plainDraft } from "./draft.js";
import { Help } from "./help.js";
import { Judgements } from "./judgements.js";
import { Keyboard } from "./keyboard.js";
import { Lanes } from "./lanes.js";
import { Listening } from "./listening.js";
import { Missed } from "./missed.js";
import { Notices } from "./notices.js";
import { Player, clock } from "./player.js";
import { Preferences } from "./preferences.js";
import { Remarks } from "./remarks.js";
import { ScoreBoard } from "./score.js";
import { Search } from "./search.js";
import { Transcript } from "./transcript.js";
import { PlayerBar } from "./player_bar.js";

const page = document.querySelector("[data-review]");
if (page) start(page, JSON.parse(document.getElementById("review-facts").textContent));

function start(root, facts) {
  const form = root.querySelector("form[data-review-form]");
  const audio = root.querySelector("audio");
  const token = form.elements.namedItem("csrf_token").value;
  const { words } = facts;
  // Fields for people without scripts; with scripts their contents go elsewhere.
  for (const field of root.querySelectorAll("[data-plain]")) field.removeAttribute("name");
  root.classList.add("has-scripts");
  for (const button of document.querySelectorAll("[data-close-dialog]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }

  const preferences = new Preferences(facts.urls.preferences, token);
  const player = new Player(audio, {
    silences: facts.silences,
    speed: facts.preferences.speed,
    volume: facts.preferences.volume,
    skipSilence: facts.preferences.skip_silence,
    durationS: facts.duration_s,
  });
  const listening = new Listening(audio, facts.lanes);
  const transcript = new Transcript(root.querySelector("[data-transcript]"), player, {
    words,
    verdictField: form.elements.namedItem("sentences"),
  });
  const bar = new PlayerBar(root.querySelector("[data-player]"), { player, listening, preferences });
  const judgements = new Judgements(root, { player, words });
  const score = new ScoreBoard(root);
  const notices = new Notices(root.querySelector("[data-notices]"));
  const remarks = new Remarks(root.querySelector("[data-remarks]"), {
    field: form.elements.namedItem("remarks"), player, transcript, words,
  });
  const missed = facts.is_open
    ? new Missed(document.querySelector("[data-missed]"), { judgements, transcript, player, words })
    : null;
  const search = new Search(root.querySelector("[data-search]"), root.querySelector("[data-search-count]"), transcript);
  const lanes = new Lanes(root.querySelector("[data-lanes]"), audio, facts.nonce);
  lanes.drawCall(facts, judgements.cards, root);

  transcript.pane.querySelector("[data-sentence-tools]")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.sentenceVerdict) transcript.setVerdict(button.dataset.sentenceVerdict);
    else if ("addMissed" in button.dataset) missed.open();
    else if ("addRemark" in button.dataset) remarks.write();
  });
  judgements.onlyOpen?.addEventListener("change", () => preferences.keep({ only_open: judgements.onlyOpen.checked }));
  judgements.addEventListener("held", (event) => lanes.look(event.detail.key, event.detail.look));

  if (facts.is_open) work();
  else keyboardFor({});
  root.dataset.interactive = "true";

  function work() {
    const draft = new Draft(form, { url: facts.urls.draft, version: facts.version, key: facts.id });
    const saved = root.querySelector("[data-saved]");
    draft.addEventListener("dirty", () => say(saved, "writing", words.unsaved));
    draft.addEventListener("saving", () => say(saved, "writing", words.saving));
    draft.addEventListener("saved", ({ detail }) => {
      say(saved, "saved", words.saved_at.replace("{time}", detail.saved_at));
      score.show(detail.score);
      notices.close("trouble");
    });
    draft.addEventListener("offline", () => trouble(words.offline));
    draft.addEventListener("signed_out", () => trouble(words.signed_out, { href: facts.urls.sign_in, name: words.sign_in }));
    draft.addEventListener("refused", ({ detail }) => trouble(detail?.what || words.not_saved));
    draft.addEventListener("conflict", ({ detail }) => {
      say(saved, "trouble", words.kept_here);
      const isTaken = detail?.kind !== "draft";
      if (isTaken) activity.stop();
      notices.show("conflict", isTaken ? words.taken : words.newer, [
        { name: words.copy_draft, act: () => navigator.clipboard?.writeText(plainDraft(form)) },
        isTaken ? { name: words.to_queue, href: facts.urls.queue } : { name: words.load_newer, act: () => reload(draft) },
        ...(isTaken ? [] : [{ name: words.keep_mine, act: () => keepMine(draft, detail) }]),
      ]);
    });
    draft.addEventListener("restored", () => {
      judgements.refresh();
      transcript.showVerdicts();
      remarks.show();
      missed.refresh();
    });
    offerKept(draft);

    const activity = new Activity({
      idleS: facts.idle_s,
      totalS: facts.active_s,
      isBusy: () => player.isPlaying,
      show: (seconds) => { root.querySelector("[data-active]").textContent = clock(seconds); },
      send: (seconds) => {
        const body = new FormData();
        body.set("csrf_token", token);
        body.set("active_s", String(seconds));
        fetch(facts.urls.beat, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } }).catch(() => {});
      },
    });

    const submit = async () => {
      if (form.classList.contains("is-sending")) return;
      form.classList.add("is-sending");
      try {
        await send(draft, activity);
      } finally {
        form.classList.remove("is-sending");
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.dataset.submit === "save") draft.changed(0);
      else submit();
    });
    // Enter in a line of text submits nothing.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type=submit])") && !event.ctrlKey) event.preventDefault();
    });
    const replace = document.querySelector("[data-replace]");
    root.querySelector("[data-open-replace]").addEventListener("click", () => replace.showModal());
    root.querySelector("[data-bulk]")?.addEventListener("click", () => judgements.bulk());
    root.querySelector("[data-add-missed]")?.addEventListener("click", () => missed.open());
    judgements.addEventListener("complete", () => root.querySelector("[data-submit=confirm]").focus());

    keyboardFor({
      yes: () => judgements.answer("yes"),
      no: () => judgements.answer("no"),
      not_applicable: () => judgements.answer("not_applicable"),
      undo: () => judgements.undo(),
      reason: () => judgements.reason(),
      bulk: () => judgements.bulk(),
      missed: () => missed.open(),
      sentence: () => transcript.turnVerdict(),
      remark: () => remarks.write(),
      save: () => draft.changed(0),
      submit,
      replace: () => replace.showModal(),
    });

    async function send(draft, activity) {
      const isSaved = await draft.save();
      if (!isSaved) return;
      activity.flush();
      const body = new FormData(form);
      const answer = await fetch(facts.urls.confirm, {
        method: "POST", body, headers: { Accept: "application/json", "If-Match": `"${draft.version}"` },
      }).catch(() => null);
      if (!answer) return trouble(words.offline);
      const result = await answer.json().catch(() => ({}));
      if (answer.ok) {
        draft.stop();
        draft.forget();
        location.assign(result.next);
        return;
      }
      if (answer.status === 409) return draft.dispatchEvent(new CustomEvent("conflict", { detail: result }));
      trouble(result.what || words.not_submitted);
      const card = judgements.byKey.get(result.where);
      if (card) {
        judgements.focus(card, { plays: true });
        if (card.wantsReason) card.askReason();
      } else if (result.where === "adjustment") form.elements.namedItem("adjustment_reason").focus();
    }

    function trouble(text, link) {
      say(saved, "trouble", words.kept_here);
      notices.show("trouble", text, link ? [link] : []);
    }

    function reload(draft) {
      draft.stop();
      draft.forget();
      location.reload();
    }

    function keepMine(draft, problem) {
      draft.version = Number(problem.now);
      draft.isStopped = false;
      notices.close("conflict");
      draft.changed(0);
    }

    function offerKept(draft) {
      const kept = draft.kept();
      if (!kept) return;
      if (kept.version === draft.version) {
        draft.restore(kept);
        notices.show("kept", words.restored);
        return;
      }
      notices.show("kept", words.kept_older, [
        { name: words.restore, act: () => { draft.restore(kept); notices.close("kept"); } },
        { name: words.discard, act: () => { draft.forget(); notices.close("kept"); } },
      ]);
    }
  }

  function keyboardFor(more) {
    const keyboard = new Keyboard(facts.keymap, {
      toggle: () => player.toggle(),
      back: () => player.by(-3),
      forward: () => player.by(3),
      far_back: () => player.by(-10),
      far_forward: () => player.by(10),
      slower: () => player.slower(),
      faster: () => player.faster(),
      usual_speed: () => player.setSpeed(1),
      replay: () => player.replay(),
      hear_agent: () => bar.hear("agent"),
      hear_both: () => bar.hear("both"),
      hear_customer: () => bar.hear("customer"),
      skip_silence: () => player.setSkipSilence(!player.skipsSilence),
      previous_sentence: () => transcript.step(-1),
      next_sentence: () => transcript.step(1),
      next: () => judgements.next(1),
      previous: () => judgements.next(-1),
      only_open: () => judgements.toggleOnlyOpen(),
      search: () => search.open(),
      help: () => help.toggle(),
      leave: () => leave(),
      ...more,
    });
    const help = new Help(document.querySelector("[data-help]"), {
      keyboard, keymap: facts.keymap, words, save: (changes) => preferences.keep(changes),
    });
    root.querySelector("[data-open-help]").addEventListener("click", () => help.toggle());
  }

  function leave() {
    const open = document.querySelector("dialog[open]");
    if (open) open.close();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}

function say(place, kind, text) {
  place.dataset.kind = kind;
  place.textContent = text;
}
