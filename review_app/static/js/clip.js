// Plays one stretch of a call where it is quoted. Without this, the link opens the sound at the same place.
const EITHER_SIDE_S = 3;
let audio = null, playing = null, stopAt = Infinity;

function stop() {
  if (audio) audio.pause();
  if (playing) {
    playing.classList.remove("is-playing");
    playing.setAttribute("aria-pressed", "false");
    playing.querySelector("use").setAttribute("href", playing.dataset.iconPlay);
    playing.style.removeProperty("--played");
  }
  playing = null;
}

function sound(url) {
  if (!audio) {
    audio = new Audio();
    audio.preload = "auto";
    audio.addEventListener("timeupdate", () => {
      if (!playing) return;
      if (audio.currentTime >= stopAt) return stop();
      const from = Number(playing.dataset.from);
      playing.style.setProperty("--played", String((audio.currentTime - from) / Math.max(0.1, stopAt - from)));
    });
    audio.addEventListener("ended", stop);
    audio.addEventListener("error", stop);
  }
  if (audio.dataset.url !== url) {
    audio.dataset.url = url;
    audio.src = url;
  }
  return audio;
}

async function play(button) {
  const start = Math.max(0, Number(button.dataset.start) - EITHER_SIDE_S);
  button.dataset.from = String(start);
  playing = button;
  stopAt = Number(button.dataset.end) + EITHER_SIDE_S;
  button.classList.add("is-playing");
  button.setAttribute("aria-pressed", "true");
  button.querySelector("use").setAttribute("href", button.dataset.iconStop);
  const player = sound(button.dataset.media);
  if (player.readyState < 1) await new Promise((ready) => player.addEventListener("loadedmetadata", ready, { once: true }));
  if (playing !== button) return;
  player.currentTime = start;
  await player.play().catch(() => { if (playing === button) stop(); });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("a.clip-play");
  if (!button) return;
  event.preventDefault();
  const again = button === playing;
  stop();
  if (!again) play(button);
});
for (const button of document.querySelectorAll("a.clip-play")) {
  button.setAttribute("role", "button");
  button.setAttribute("aria-pressed", "false");
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop();
  const button = event.target.closest?.("a.clip-play");
  if (button && event.key === " ") { event.preventDefault(); button.click(); }
});
