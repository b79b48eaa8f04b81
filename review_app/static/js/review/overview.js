// The whole of a long call in one thin strip: where something was found, where one is, and which part the lanes show.

import { colour } from "./colour.js";

// A thin strip needs full colours where the lanes have tints.
const MARKS = { open: "--fail", fail: "--fail", unsure: "--unsure", good: "--pass", dismissed: "--unjudged" };

export class Overview {
  constructor(canvas, outline, marks, player) {
    this.canvas = canvas;
    this.outline = outline;
    this.marks = marks;
    this.player = player;
    this.fromS = 0;
    this.toS = outline.durationS;
    this.drawnAt = -1;
    for (const event of ["pointerdown", "pointermove"]) canvas.addEventListener(event, (sign) => this.#point(sign));
    new ResizeObserver(() => this.draw()).observe(canvas);
    player.addEventListener("time", () => {
      if (this.#x(player.nowS) !== this.drawnAt) this.draw();
    });
  }

  show(isShown) {
    this.canvas.hidden = !isShown;
    this.draw();
  }

  frame(fromS, toS) {
    this.fromS = fromS;
    this.toS = toS;
    this.draw();
  }

  draw() {
    if (this.canvas.hidden || !this.canvas.clientWidth) return;
    const { canvas, outline } = this;
    canvas.width = canvas.clientWidth;
    canvas.height = canvas.clientHeight;
    const pen = canvas.getContext("2d");
    if (this.columns?.length !== canvas.width) this.columns = loudest(outline.channels, canvas.width);
    pen.fillStyle = colour("--line-strong");
    this.columns.forEach((level, x) => pen.fillRect(x, (canvas.height * (1 - level)) / 2, 1, canvas.height * level));
    for (const { startS, endS, look } of this.marks.all()) {
      pen.fillStyle = colour(MARKS[look]);
      pen.fillRect(this.#x(startS), 0, Math.max(3, this.#x(endS) - this.#x(startS)), canvas.height);
    }
    pen.strokeStyle = colour("--accent");
    pen.lineWidth = 2;
    pen.strokeRect(this.#x(this.fromS) + 1, 1, Math.max(4, this.#x(this.toS) - this.#x(this.fromS)) - 2, canvas.height - 2);
    this.drawnAt = this.#x(this.player.nowS);
    pen.fillStyle = colour("--cursor");
    pen.fillRect(this.drawnAt, 0, 2, canvas.height);
  }

  #x(second) { return Math.round((second / this.outline.durationS) * this.canvas.clientWidth); }

  #point(event) {
    if (!event.buttons) return;
    this.player.seek((event.offsetX / this.canvas.clientWidth) * this.outline.durationS);
  }
}

// The loudest moment of any lane in each of so many columns, 1 for the loudest of all.
function loudest(channels, count) {
  const columns = new Float32Array(count);
  for (const levels of channels) {
    levels.forEach((level, place) => {
      const column = Math.floor((place / levels.length) * count);
      if (level > columns[column]) columns[column] = level;
    });
  }
  const most = Math.max(...columns) || 1;
  return columns.map((level) => level / most);
}
