// The desk by keyboard: a key presses the button, chooses the candidate or goes to the field that shows it.
"use strict";

function isTyping(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=radio])") !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if ((event.key === "Enter" || event.key === "Escape") && event.target.matches(".desk-why input")) {
    // Enter would press the first button: nobody judges by the way.
    event.preventDefault();
    document.querySelector("#desk-work [data-focus]")?.focus({ preventScroll: true });
    return;
  }
  if (isTyping(event.target)) return;
  // What has just been swapped in is not bound yet: its form would load the whole page anew.
  if (document.querySelector("#desk-work.htmx-settling")) return;
  const key = event.key.toLowerCase();
  const control = document.querySelector(`#desk-work [data-key="${CSS.escape(key)}"]`);
  if (!control) return;
  event.preventDefault();
  if (control.matches("input[type=radio]")) {
    control.checked = true;
    control.focus();
  } else if (control.matches("input")) {
    control.focus();
  } else {
    control.click();
  }
}

document.addEventListener("keydown", onKey);
// The next name is read out, and the page stands where it begins.
function showNext() {
  const work = document.getElementById("desk-work");
  // What was focused has gone with the old name; whoever is elsewhere stays there.
  if (!work || (document.activeElement && document.activeElement !== document.body)) return;
  work.querySelector("[data-focus]")?.focus({ preventScroll: true });
  if (work.getBoundingClientRect().top < 0) work.scrollIntoView({ block: "start" });
}

document.addEventListener("htmx:afterSettle", showNext);
// While an answer is on its way, a second one would be for a name that nobody has seen yet.
document.addEventListener("htmx:beforeRequest", (event) => {
  const work = event.target.closest?.("#desk-work");
  if (!work) return;
  if (work.dataset.busy) event.preventDefault();
  work.dataset.busy = "1";
});
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => delete document.getElementById("desk-work")?.dataset.busy);
}
