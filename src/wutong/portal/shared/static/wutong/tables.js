// Tables that are there as a whole can be sorted by any column and saved as CSV. Without scripts they are as they came.
"use strict";

function textOf(cell) {
  // Explanations and buttons inside a cell are not its value.
  const copy = cell.cloneNode(true);
  copy.querySelectorAll(".explain, button, .visually-hidden, .icon").forEach((one) => one.remove());
  return copy.textContent.trim().replace(/\s+/g, " ");
}

function valueOf(cell) {
  const text = cell.dataset.value ?? textOf(cell);
  const number = Number.parseFloat(text.replace(/[,\s]/g, ""));
  return /^[-\d.,\s]+%?(\s|$)/.test(text) && !Number.isNaN(number) ? number : text;
}

function compare(left, right) {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
  return left.localeCompare(right, document.documentElement.lang);
}

function sortBy(table, head) {
  const at = head.cellIndex;
  const numeric = head.classList.contains("text-end");
  const before = head.getAttribute("aria-sort");
  const down = before ? before === "ascending" : numeric;
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: valueOf(row.cells[at]) }));
  rows.sort((left, right) => (down ? -1 : 1) * compare(left.value, right.value));
  table.tBodies[0].append(...rows.map((one) => one.row));
  table.querySelectorAll("th[aria-sort]").forEach((one) => one.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

function quoted(text) {
  // A cell that a spreadsheet would take for a formula is kept as text.
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(table, name) {
  const lines = [...table.rows].map((row) => [...row.cells].map((cell) => quoted(textOf(cell))).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" }));
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function button(className, label, text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.title = label;
  made.setAttribute("aria-label", label);
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function equip(region) {
  const table = region.querySelector("table");
  const title = region.getAttribute("aria-label") ?? document.getElementById(region.getAttribute("aria-labelledby"))?.textContent.trim();
  if (table.tBodies[0].rows.length > 1) {
    for (const head of table.tHead.rows[0].cells) {
      if (head.tagName === "TH") {
        const label = `${region.dataset.sortLabel}: ${textOf(head)}`;
        head.append(button("sort-button", label, "", () => sortBy(table, head)));
      }
    }
  }
  const file = button("table-file d-print-none", `${region.dataset.fileLabel}: ${title}`, "CSV", () => save(table, title));
  // Beside the heading where the table is the first thing under it.
  const header = region.previousElementSibling?.classList.contains("card-header") ? region.previousElementSibling : null;
  if (header) header.append(file);
  else region.before(file);
}

document.querySelectorAll("[data-table]").forEach(equip);
