// What every page does: theme switch, "/" focuses search, explanations open beside their "?".
"use strict";

const YEAR = 365 * 24 * 3600;

function switchTheme() {
  const root = document.documentElement;
  const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = next;
  document.cookie = `wutong_theme=${next}; path=/; max-age=${YEAR}; samesite=lax`;
  document.dispatchEvent(new CustomEvent("wutong:theme"));
}

function focusSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const boxes = [...document.querySelectorAll("[data-search-focus]")];
  const box = boxes.find((one) => one.offsetParent !== null);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function placeExplanation(event) {
  const note = event.target;
  if (event.newState !== "open" || !note.classList?.contains("explain")) return;
  const button = document.querySelector(`[popovertarget="${note.id}"]`);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, window.innerWidth - note.offsetWidth - 8));
  const below = at.bottom + 6;
  const fits = below + note.offsetHeight < window.innerHeight;
  note.style.left = `${left}px`;
  note.style.top = `${fits ? below : Math.max(8, at.top - note.offsetHeight - 6)}px`;
}

document.getElementById("theme-switch")?.addEventListener("click", switchTheme);
document.addEventListener("keydown", focusSearch);
document.addEventListener("toggle", placeExplanation, true);
document.addEventListener("change", (event) => {
  // A selector that only narrows the page sends its form at once; without scripts its button does.
  if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
});
