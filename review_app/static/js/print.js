// The print button; without this the browser's own menu prints the same page.
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());
