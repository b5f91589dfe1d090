// What the control for choosing files does beyond the browser's own: lists, warns, shows how far sending has come.
"use strict";

(() => {
  if (window.wutongUploads) return; // each control brings this file; one page needs it once
  window.wutongUploads = true;

  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

  function size(bytes) {
    if (bytes < 1024) return `${bytes} B`;
    return bytes < 2 ** 20 ? `${number.format(bytes / 1024)} KiB` : `${number.format(bytes / 2 ** 20)} MiB`;
  }

  function wrong(box, file) {
    const endings = box.dataset.endings.split(",");
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return box.dataset.notAccepted;
    return file.size > Number(box.dataset.mostBytes) ? box.dataset.tooLarge : "";
  }

  function line(box, input, file) {
    const row = document.createElement("li");
    for (const [look, text] of [["name", file.name], ["size", size(file.size)], ["odd", wrong(box, file)]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = `upload-${look}`;
      part.textContent = text;
      row.append(part);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-ghost-secondary";
    button.textContent = box.dataset.remove;
    button.setAttribute("aria-label", `${box.dataset.remove}: ${file.name}`);
    button.addEventListener("click", () => takeOut(box, input, file));
    row.append(button);
    return row;
  }

  function takeOut(box, input, file) {
    const rest = new DataTransfer();
    for (const one of input.files) if (one !== file) rest.items.add(one);
    input.files = rest.files;
    show(box, input);
    (box.querySelector(".upload-chosen button") ?? input).focus();
  }

  function show(box, input) {
    const files = [...input.files];
    const list = box.querySelector(".upload-chosen");
    list.replaceChildren(...files.map((file) => line(box, input, file)));
    list.hidden = files.length === 0;
    const most = Number(box.dataset.mostFiles);
    const problem = files.length > most ? box.dataset.tooMany : files.some((file) => wrong(box, file)) ? box.dataset.mend : "";
    input.setCustomValidity(problem); // the browser says it where it says that a field is needed, and sends nothing
    box.querySelector(".upload-errors")?.remove();
  }

  function boxes(form) {
    return [...form.querySelectorAll("[data-upload]")].filter((box) => box.querySelector("input").files.length);
  }

  function tell(box, share) {
    const sending = box.querySelector(".upload-sending");
    const bar = sending.querySelector("progress");
    sending.hidden = false;
    if (share === null) bar.removeAttribute("value");
    else bar.value = Math.round(share * 100);
    const isSent = share === 1;
    const words = isSent ? box.dataset.looking : box.dataset.sending;
    // Said once each, not at every percent.
    const status = sending.querySelector("[role=status]");
    if (status.textContent !== words) status.textContent = words;
    if (isSent) bar.removeAttribute("value");
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("[data-upload]");
    if (box) show(box, event.target);
  });
  document.addEventListener("submit", (event) => {
    for (const box of boxes(event.target)) tell(box, null);
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest("form");
    const { lengthComputable, loaded, total } = event.detail;
    if (!form || !lengthComputable) return;
    for (const box of boxes(form)) {
      const bytes = [...box.querySelector("input").files].reduce((sum, file) => sum + file.size, 0);
      if (total >= bytes) tell(box, loaded / total); // the answer's own progress is none of ours
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    for (const box of form ? boxes(form) : []) box.querySelector(".upload-sending").hidden = true;
  });
  window.addEventListener("pageshow", () => {
    for (const box of document.querySelectorAll("[data-upload]")) {
      box.querySelector(".upload-sending").hidden = true;
      show(box, box.querySelector("input"));
    }
  });
})();
