// Deadlines count down on the page; the server wrote what is true without this.
const english = document.documentElement.lang.startsWith("en");

function left(seconds) {
  const minutes = Math.floor(seconds / 60), days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
  if (days) return english ? `${days} d ${hours} h` : `${days} 天 ${hours} 小时`;
  if (hours) return english ? `${hours} h ${minutes % 60} min` : `${hours} 小时 ${minutes % 60} 分`;
  if (minutes) return english ? `${minutes} min` : `${minutes} 分钟`;
  return english ? "under 1 min" : "不到 1 分钟";
}

// The server's clock is the one that counts; a page open for hours keeps its distance to it.
const pageMade = Date.now();

function tick() {
  for (const clock of document.querySelectorAll("[data-seconds-left]")) {
    const seconds = Number(clock.dataset.secondsLeft) - (Date.now() - pageMade) / 1000;
    const passed = seconds <= 0;
    clock.classList.toggle("is-over", passed);
    clock.classList.toggle("is-near", !passed && seconds < 86400);
    const text = clock.querySelector(".deadline-left");
    text.textContent = passed ? text.dataset.over : text.dataset.template.replace("…", left(seconds));
  }
}
if (document.querySelector("[data-seconds-left]")) setInterval(tick, 20000);
