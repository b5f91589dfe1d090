// Draws every [data-chart] from the JSON beside it. Colours come from wutong.css, so both themes are served.
"use strict";

const drawn = new Map();
const LABEL_LINE = 14;
const LEGEND_LINE = 27;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function shown(value, decimals) {
  if (value === null || value === undefined) return "—";
  return value.toLocaleString(document.documentElement.lang, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

function axisOf(data, isCategory, ink, line) {
  const axis = isCategory
    ? { type: "category", data: data.categories, axisTick: { show: false } }
    : { type: "value", splitNumber: 4, minInterval: data.decimals ? 0 : 1 };
  return {
    ...axis,
    axisLabel: { color: ink, fontSize: 12, hideOverlap: true, ...(isCategory ? labelOf(data) : {}) },
    axisLine: { show: isCategory, lineStyle: { color: line } },
    splitLine: { show: !isCategory, lineStyle: { color: line } },
    inverse: isCategory && data.kind === "bars",
  };
}

function labelOf(data) {
  return data.kind === "bars" ? { width: data.labelWidth, overflow: "break", lineHeight: LABEL_LINE, interval: 0, margin: 8 } : {};
}

function seriesOf(data) {
  const type = data.kind === "lines" ? "line" : "bar";
  return data.series.map((one, at) => ({
    name: one.name,
    type,
    stack: data.isStacked && type === "bar" ? "all" : undefined,
    data: one.values,
    barMaxWidth: 22,
    barCategoryGap: "32%",
    cursor: one.links.length ? "pointer" : "default",
    symbolSize: 6,
    symbol: ["circle", "rect", "triangle", "diamond", "roundRect", "pin"][at % 6],
    lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][Math.floor(at / 6) % 3] },
    itemStyle: {
      color: colour(`--wt-${one.role}`),
      borderColor: colour("--wt-surface"),
      borderWidth: type === "bar" ? 0.5 : 0,
      decal: decalOf(one.role),
    },
    emphasis: { focus: "series" },
  }));
}

// Tiers differ by pattern as well as by colour.
function decalOf(role) {
  const ink = colour("--wt-decal");
  if (role === "related") return { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: ink };
  if (role === "peripheral") return { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0], symbolSize: 0.5, color: ink };
  return undefined;
}

function optionOf(data) {
  const ink = colour("--wt-ink-soft");
  const line = colour("--wt-line");
  const across = axisOf(data, data.kind !== "bars", ink, line);
  const up = axisOf(data, data.kind === "bars", ink, line);
  return {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: {
      left: data.kind === "bars" ? data.labelWidth + 10 : 44,
      right: 14,
      top: data.series.length > 1 ? 5 + LEGEND_LINE * data.legendLines : 8,
      bottom: 26,
    },
    legend: {
      show: data.series.length > 1,
      top: 0,
      left: 0,
      itemWidth: 14,
      itemHeight: 10,
      itemGap: 14,
      textStyle: { color: colour("--wt-ink") },
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: data.kind === "lines" ? "line" : "shadow" },
      backgroundColor: colour("--wt-surface"),
      borderColor: line,
      textStyle: { color: colour("--wt-ink"), fontSize: 13 },
      valueFormatter: (value) => shown(value, data.decimals),
      confine: true,
    },
    xAxis: across,
    yAxis: up,
    series: seriesOf(data),
  };
}

// How wide a text is at the size of labels, nearly. Chinese letters are twice as wide.
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12.5 : 6.8), 0);
}

// How many lines a label takes that breaks between words, and between Chinese letters.
function wrapped(label, width) {
  let lines = 1;
  let used = 0;
  for (const piece of label.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
    const wide = widthOf(piece);
    if (used && used + wide > width) {
      lines += 1;
      used = 0;
    }
    used += wide;
  }
  return lines;
}

// Labels of bars are as wide as the longest, up to four tenths of the picture; what is longer goes on in a next line.
// Bars stand as close as the labels of two neighbours let them.
function fitLabels(data, width) {
  const longest = Math.max(0, ...data.categories.map(widthOf));
  data.labelWidth = Math.ceil(Math.min(longest + 4, width * 0.4));
  const lines = data.categories.map((label) => wrapped(label, data.labelWidth));
  const pairs = lines.map((count, at) => count + (lines[at + 1] ?? 1));
  data.rowHeight = Math.max(28, 2 + (LABEL_LINE / 2) * Math.max(2, ...pairs));
}

// How many lines the legend takes: ECharts wraps it and does not say so.
function linesOf(data, width) {
  let lines = 1;
  let used = 0;
  for (const one of data.series) {
    const item = widthOf(one.name) + 36;
    if (used && used + item > width) {
      lines += 1;
      used = 0;
    }
    used += item;
  }
  return lines;
}

function draw(box) {
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  data.legendLines = linesOf(data, box.clientWidth);
  fitLabels(data, box.clientWidth);
  box.style.height = "";
  if (data.kind === "bars") {
    const bars = data.rowHeight * data.categories.length;
    box.style.height = `${Math.max(160, 25 + LEGEND_LINE * data.legendLines + bars)}px`;
  } else if (data.series.length > 1) {
    // What the legend takes is not taken from the picture.
    box.style.height = `${box.clientHeight + LEGEND_LINE * (data.legendLines - 1)}px`;
  }
  const chart = drawn.get(box) ?? echarts.init(box, null, { renderer: "svg" });
  if (!drawn.has(box)) {
    drawn.set(box, chart);
    chart.on("click", (event) => {
      const link = data.series[event.seriesIndex]?.links[event.dataIndex];
      if (link) window.location.assign(link);
    });
    new ResizeObserver(() => chart.resize()).observe(box);
  }
  chart.setOption(optionOf(data), true);
}

function drawAll() {
  document.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll();
document.addEventListener("wutong:theme", drawAll);
document.body.addEventListener("htmx:afterSettle", drawAll);
