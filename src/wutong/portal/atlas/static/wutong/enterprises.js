// Search by keyboard: ↓ from the text to the first hit, ↑ and ↓ between hits, Escape back to the text. And printing,
// for which everything that folds is opened, and folded again when it is done.
"use strict";

function hits() {
  return [...document.querySelectorAll("#results .hit-name")];
}

function move(event) {
  const box = document.getElementById("q");
  if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = hits();
  const at = all.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== box) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Escape" && at >= 0) {
    box.focus();
    box.select();
  } else if (event.key in steps && (all.length > 0)) {
    const next = at + steps[event.key];
    event.preventDefault();
    if (next < 0) box.focus();
    else all[Math.min(next, all.length - 1)].focus();
  }
}

function keepDetails(event) {
  // Facets are replaced after every choice; those that the reader opened or closed stay as they were.
  const fresh = event.detail.fragment?.querySelector?.("#facets") ?? event.detail.fragment;
  for (const old of document.querySelectorAll("#facets details[id]")) {
    const same = fresh?.querySelector?.(`#${CSS.escape(old.id)}`);
    if (same) same.open = old.open;
  }
}

function unfold() {
  for (const folded of document.querySelectorAll(".portrait details:not([open])")) {
    folded.dataset.unfolded = "";
    folded.open = true;
  }
}

function fold() {
  for (const unfolded of document.querySelectorAll(".portrait details[data-unfolded]")) {
    delete unfolded.dataset.unfolded;
    unfolded.open = false;
  }
}

window.addEventListener("beforeprint", unfold);
window.addEventListener("afterprint", fold);
document.addEventListener("keydown", move);
document.addEventListener("htmx:oobBeforeSwap", keepDetails);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
