// Counts the seconds really worked: not while the page is hidden, not after half a minute without a sign of life.

const BEAT_EVERY_S = 15;

export class Activity {
  // isBusy: tells whether the call is playing, which is work without a key or a pointer
  constructor({ idleS, isBusy, send, show, totalS }) {
    this.idleMs = idleS * 1000;
    this.isBusy = isBusy;
    this.send = send;
    this.show = show;
    this.totalS = totalS;
    this.unsentS = 0;
    this.lastSign = performance.now();
    for (const sign of ["keydown", "pointerdown", "pointermove", "wheel"]) {
      document.addEventListener(sign, () => { this.lastSign = performance.now(); }, { passive: true, capture: true });
    }
    this.timer = setInterval(() => this.#second(), 1000);
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); });
    window.addEventListener("pagehide", () => this.flush());
    this.show(this.totalS);
  }

  get isActive() {
    return !document.hidden && (this.isBusy() || performance.now() - this.lastSign < this.idleMs);
  }

  flush() {
    if (this.unsentS < 1) return;
    this.send(this.unsentS);
    this.unsentS = 0;
  }

  // The case is no longer this person's: nothing more is counted or sent.
  stop() {
    this.unsentS = 0;
    clearInterval(this.timer);
  }

  #second() {
    if (!this.isActive) return;
    this.totalS += 1;
    this.unsentS += 1;
    this.show(this.totalS);
    if (this.unsentS >= BEAT_EVERY_S) this.flush();
  }
}
