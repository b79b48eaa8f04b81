// What every key of the keymap does: hearing is for everybody, judging for whoever has the case in hand.

export function hearingActions(desk) {
  const { player, bar, transcript, judgements, search } = desk;
  return {
    toggle: () => player.toggle(),
    stop: () => player.stop(),
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
    zoom_in: () => desk.lanes?.zoom(1),
    zoom_out: () => desk.lanes?.zoom(-1),
    previous_sentence: () => transcript.step(-1),
    next_sentence: () => transcript.step(1),
    next: () => judgements.next(1),
    previous: () => judgements.next(-1),
    only_open: () => judgements.toggleOnlyOpen(),
    search: () => search.open(),
    help: () => desk.help.toggle(),
    leave,
  };
}

export function judgingActions(desk) {
  const { form, judgements, missed, transcript, remarks, draft, submission, replace } = desk;
  const mark = (value) => form.querySelector(`[name=marks][value="${value}"]`).click();
  return {
    yes: () => judgements.answer("yes"),
    no: () => judgements.answer("no"),
    not_applicable: () => judgements.answer("not_applicable"),
    undo: () => judgements.undo(),
    reason: () => judgements.reason(),
    bulk: () => judgements.bulk(),
    missed: () => missed.open(),
    sentence: () => transcript.turnVerdict(),
    mark_positive: () => mark("positive"),
    mark_negative: () => mark("negative"),
    mark_complaint_risk: () => mark("complaint_risk"),
    comment: () => form.elements.namedItem("comment").focus(),
    adjust: () => form.elements.namedItem("adjustment_points").focus(),
    remark: () => remarks.write(),
    save: () => draft.changed(0),
    submit: () => submission.submit(),
    replace: () => replace.showModal(),
  };
}

function leave() {
  const open = document.querySelector("dialog[open]");
  if (open) open.close();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
