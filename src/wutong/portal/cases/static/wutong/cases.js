// Fields that are asked only where another one says so are hidden until it does. Without scripts all of them are shown.
"use strict";

function answersTo(name) {
  return [...document.getElementsByName(name)]
    .filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
    .map((one) => one.value);
}

function showAsked() {
  for (const one of document.querySelectorAll("[data-when]")) {
    const wanted = one.dataset.whenIs.split(" ");
    const asker = document.getElementsByName(one.dataset.when);
    const isAsked = asker.length === 0 || answersTo(one.dataset.when).some((value) => wanted.includes(value));
    one.closest(".mb-3").hidden = !isAsked;
  }
}

document.addEventListener("change", showAsked);
showAsked();
