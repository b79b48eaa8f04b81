// Plays the call: position, speed, jumps, silences. Knows nothing of the page around it.

const PAUSE_REWINDS_S = 1;
const REPLAY_S = 5;
const REPLAY_SPEED = 0.8;
const SPEED_STEP = 0.25;
const SLOWEST = 0.5;
const FASTEST = 3;
// What is left of a silence at either end, so that words are not cut.
const SILENCE_EDGE_S = 0.35;

export class Player extends EventTarget {
  constructor(audio, { silences = [], speed = 1, skipSilence = true, volume = 1, durationS = 0 }) {
    super();
    this.audio = audio;
    this.silences = silences;
    this.skipsSilence = skipSilence;
    this.durationS = durationS;
    this.replayUntilS = null;
    // Paused a little before the place that was heard last: what was being heard is still what is meant.
    this.isRewound = false;
    this.speed = speed;
    audio.volume = volume;
    audio.preservesPitch = true;
    audio.playbackRate = speed;
    audio.addEventListener("play", () => this.#started());
    audio.addEventListener("pause", () => this.#tell("state"));
    audio.addEventListener("ended", () => this.#tell("state"));
    audio.addEventListener("seeked", () => this.#tell("time"));
    audio.addEventListener("timeupdate", () => this.#tick());
    // Some browsers forget the speed when a source is loaded.
    audio.addEventListener("loadedmetadata", () => { audio.playbackRate = this.speed; });
    audio.addEventListener("error", () => this.#tell("failed"));
  }

  get nowS() { return this.audio.currentTime; }

  get isPlaying() { return !this.audio.paused && !this.audio.ended; }

  play() {
    return this.audio.play().catch((problem) => {
      // A pause or a new position before the sound arrived is no failure.
      if (problem.name !== "AbortError") this.#tell("failed");
    });
  }

  pause() {
    this.#endReplay();
    this.audio.pause();
    this.isRewound = true;
    this.#move(this.nowS - PAUSE_REWINDS_S);
  }

  // Back to the beginning.
  stop() {
    this.#endReplay();
    this.audio.pause();
    this.seek(0);
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  seek(second) {
    this.isRewound = false;
    this.#move(second);
  }

  #move(second) {
    const end = Number.isFinite(this.audio.duration) ? this.audio.duration : this.durationS;
    this.audio.currentTime = Math.min(Math.max(0, second), Math.max(0, end - 0.05));
    this.#tell("time");
  }

  playFrom(second) {
    this.#endReplay();
    this.seek(second);
    return this.play();
  }

  by(seconds) { this.seek(this.nowS + seconds); }

  replay() {
    this.replayUntilS = this.nowS;
    this.audio.playbackRate = REPLAY_SPEED;
    this.seek(this.nowS - REPLAY_S);
    this.#tell("speed");
    return this.play();
  }

  setSpeed(speed) {
    this.speed = Math.min(FASTEST, Math.max(SLOWEST, Math.round(speed / SPEED_STEP) * SPEED_STEP));
    this.replayUntilS = null;
    this.audio.playbackRate = this.speed;
    this.#tell("speed");
  }

  faster() { this.setSpeed(this.speed + SPEED_STEP); }

  slower() { this.setSpeed(this.speed - SPEED_STEP); }

  setVolume(volume) {
    this.audio.volume = Math.min(1, Math.max(0, volume));
    this.#tell("volume");
  }

  setSkipSilence(on) {
    this.skipsSilence = on;
    this.#tell("silence");
  }

  #started() {
    this.isRewound = false;
    this.#tell("state");
    const frame = () => {
      if (!this.isPlaying) return;
      this.#tick();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  #tick() {
    if (this.replayUntilS !== null && this.nowS >= this.replayUntilS) this.#endReplay();
    if (this.isPlaying && this.skipsSilence && this.replayUntilS === null) this.#jumpSilence();
    this.#tell("time");
  }

  #jumpSilence() {
    const now = this.nowS;
    const silence = this.silences.find(([start, end]) => now > start + SILENCE_EDGE_S && now < end - 2 * SILENCE_EDGE_S);
    if (silence) this.audio.currentTime = silence[1] - SILENCE_EDGE_S;
  }

  #endReplay() {
    if (this.replayUntilS === null) return;
    this.replayUntilS = null;
    this.audio.playbackRate = this.speed;
    this.#tell("speed");
  }

  #tell(what) { this.dispatchEvent(new Event(what)); }
}

export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
