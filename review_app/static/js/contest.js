// Opening "appeal this item" means to appeal it: the box is ticked and the reason gets the cursor.
document.addEventListener("toggle", (event) => {
  const item = event.target;
  if (!item.matches?.("details.contest") || !item.open) return;
  item.querySelector("input[type=checkbox]").checked = true;
  item.querySelector("textarea").focus();
}, true);
