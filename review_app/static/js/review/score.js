// Shows the score that the server computed for the draft as it stands.

export class ScoreBoard {
  constructor(root) {
    this.root = root;
    this.maximum = Number(root.querySelector("[data-score-total]").dataset.maximum);
  }

  show(score) {
    for (const place of document.querySelectorAll("[data-score-total]")) place.textContent = points(score.total);
    for (const place of document.querySelectorAll("[data-score-outcome]")) {
      place.dataset.outcome = score.outcome;
      place.textContent = score.outcome_word;
    }
    const ended = document.querySelector("[data-score-ended]");
    ended.hidden = !score.fatal.length && !score.critical.length;
    ended.textContent = score.ended_word;
    for (const part of score.parts) {
      const line = this.root.querySelector(`[data-part="${CSS.escape(part.id)}"]`);
      if (!line) continue;
      line.querySelector("[data-part-score]").textContent = points(part.score);
      if (part.outcome) line.dataset.outcome = part.outcome;
      const bar = line.querySelector("meter");
      if (bar) bar.value = part.score ?? 0;
    }
  }
}

export function points(value) {
  return value === null || value === undefined ? "–" : String(Math.round(value * 100) / 100);
}
