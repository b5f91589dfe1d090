// The chain map: a node or segment under the pointer shows what feeds it and what it feeds; "gaps only" narrows.
"use strict";

const lanes = document.getElementById("lanes");
const nodes = new Map([...lanes.querySelectorAll("[data-node]")].map((one) => [one.dataset.node, one]));

function clear() {
  lanes.classList.remove("is-tracing");
  nodes.forEach((one) => one.classList.remove("is-here", "is-up", "is-down"));
}

function trace(node) {
  clear();
  lanes.classList.add("is-tracing");
  node.classList.add("is-here");
  const mark = (codes, name) => codes.split(" ").filter(Boolean).forEach((code) => nodes.get(code)?.classList.add(name));
  mark(node.dataset.up, "is-up");
  mark(node.dataset.down, "is-down");
}

function traceFrom(event) {
  const node = event.target.closest("[data-node]");
  if (node) trace(node);
}

lanes.addEventListener("pointerover", traceFrom);
lanes.addEventListener("focusin", traceFrom);
lanes.addEventListener("pointerleave", clear);
lanes.addEventListener("focusout", clear);

document.getElementById("only-gaps").addEventListener("change", (event) => {
  lanes.classList.toggle("only-gaps", event.target.checked);
});

const picture = document.querySelector(".chain-picture");
const curves = [...picture.querySelectorAll(".curve")];

function traceSegment(event) {
  const box = event.target.closest("[data-segment]");
  const code = box?.dataset.segment;
  picture.classList.toggle("is-tracing", Boolean(code));
  curves.forEach((curve) => {
    curve.classList.toggle("is-up", curve.dataset.target === code);
    curve.classList.toggle("is-down", curve.dataset.source === code);
  });
}

["pointerover", "focusin"].forEach((name) => picture.addEventListener(name, traceSegment));
["pointerleave", "focusout"].forEach((name) => picture.addEventListener(name, () => traceSegment({ target: picture })));
