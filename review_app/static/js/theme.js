// Follows the system's light or dark before the first paint; a choice made by a person comes from the server.
(() => {
  const page = document.documentElement;
  page.classList.add("scripted");
  if (page.dataset.theme !== "auto") return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { page.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
})();
