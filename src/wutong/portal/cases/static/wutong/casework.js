// The work list: all cases of the page chosen at once. Without scripts each is ticked by itself.
"use strict";

for (const button of document.querySelectorAll("[data-choose-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll('input[name="case"]:not(:disabled)')];
    const isAll = boxes.every((one) => one.checked);
    for (const one of boxes) one.checked = !isAll;
  });
}
