const data = JSON.parse(byId("data").textContent);
const NARROW = matchMedia("(max-width: 50rem)");
const UNSURE = 0.8;
const rows = [];
const hiddenLabels = new Set();
let chosen = 0, whyLabel = null, onlyDifferences = false, pinned = false;

const other = (number) => (data.other ? data.other.labels[number] : null);
const differs = (number) => other(number) !== null && other(number) !== data.blocks[number].label;

function showHead() {
  byId("title").textContent = data.title || data.name;
  byId("verdict").textContent = data.access;
  byId("verdict").dataset.access = data.access;
  const odds = Object.entries(data.access_probabilities).map(([name, value]) => `${name} ${value.toFixed(2)}`).join(", ");
  byId("facts").textContent = [
    odds, data.type && `${data.type} (${data.type_probability.toFixed(2)})`, data.lang, `${data.blocks.length} blocks`, data.name, `model: ${data.model}`,
  ].filter(Boolean).join(" · ");
  if (data.other) {
    const count = data.blocks.filter((_, number) => differs(number)).length;
    byId("other-says").textContent = `${data.other.name}: ${data.other.access || "no verdict"}, ${count} ${count === 1 ? "block differs" : "blocks differ"}`;
    byId("only-differences").classList.remove("hidden");
  }
  for (const reason of data.evidence) {
    const text = `${reason.reason} (${reason.points_to}, ${reason.weight.toFixed(2)})`;
    const item = el("li");
    if (reason.block === null) item.append(text);
    else {
      const jump = el("button", {}, text);
      jump.addEventListener("click", () => choose(reason.block, true));
      item.append(jump);
    }
    byId("evidence").append(item);
  }
  for (const warning of data.warnings) byId("evidence").append(el("li", {}, `warning: ${warning}`));
}

function showBlocks() {
  data.blocks.forEach((block, number) => {
    const marks = el("div", { class: "marks" },
      el("span", {}, `${nameOf(block.label)}${block.role !== block.label && block.role !== "body" ? ` (${block.role})` : ""}`),
      el("span", {}, block.confidence.toFixed(2) + (block.hidden ? ", hidden" : "")));
    if (differs(number)) {
      const sure = data.other.confidences ? ` ${data.other.confidences[number].toFixed(2)}` : "";
      marks.append(el("span", { class: "differs" }, `${data.other.name}: ${nameOf(other(number))}${sure}`));
    }
    const row = el("li", { role: "option", tabindex: "-1", "aria-selected": "false", dataset: { label: block.label } },
      marks, el("div", { dir: "auto", class: [isHeading(block) ? "heading" : "", block.hidden ? "gone" : ""].join(" ") }, block.text));
    if (block.confidence < UNSURE) row.classList.add("unsure");
    row.addEventListener("click", () => choose(number, true));
    // Not for fingers: the sheet that opens would take the tap itself.
    row.addEventListener("pointerenter", (event) => { if (!pinned && event.pointerType === "mouse") explain(number); });
    rows.push(row);
  });
  byId("blocks").append(...rows);
}

function showClean() {
  const paragraphs = new Map();
  data.blocks.forEach((block, number) => {
    if (block.role !== "body") return;
    const last = paragraphs.get(block.paragraph);
    if (last) last.push(number); else paragraphs.set(block.paragraph, [number]);
  });
  for (const numbers of paragraphs.values()) {
    const paragraph = el("p", { dir: "auto", dataset: { first: numbers[0], last: numbers[numbers.length - 1] } }, numbers.map((number) => data.blocks[number].text).join(" "));
    paragraph.addEventListener("click", () => choose(numbers[0], true));
    byId("clean").append(paragraph);
  }
  if (!paragraphs.size) byId("clean").append(el("p", { class: "quiet" }, "No block was taken for main text."));
}

const signed = (value) => (value >= 0 ? "+" : "−") + Math.abs(value).toFixed(2);

/** What stands under a bar: the family's unusual features, with what each adds by itself where that was weighed. */
function detail(block, part, at) {
  if (part === data.parts.length - 1) return ["against the same block alone on a page"];
  if (part >= block.unusual.length) return ["against a block without words"];
  if (!block.unusual[part].length) return ["nothing unusual"];
  return block.unusual[part].flatMap(([name, value, typical, odds], place) => [
    place ? "; " : "", `${name} ${value} (typically ${typical})`, odds && el("b", {}, ` ${signed(odds[at])}`),
  ]);
}

function explain(number) {
  const block = data.blocks[number];
  const label = whyLabel || block.label;
  const at = data.labels.indexOf(label);
  const which = el("div", { class: "which" });
  for (const name of data.labels) {
    const button = el("button", { class: "chip", "aria-pressed": String(name === label), dataset: { why: name } }, `why ${name === block.label ? "" : "not "}${nameOf(name)}?`);
    button.addEventListener("click", () => { whyLabel = name; explain(number); byId("why").querySelector(`[data-why="${name}"]`).focus(); });
    which.append(button);
  }
  const order = (block.why ? data.parts : []).map((_, part) => part).sort((a, b) => Math.abs(block.why[b][at]) - Math.abs(block.why[a][at]));
  const longest = Math.max(1, ...order.map((part) => Math.abs(block.why[part][at])));
  const bars = el("div", { class: "bars" });
  for (const part of order) {
    const value = block.why[part][at];
    const fill = el("i", { class: value >= 0 ? "for" : "against" });
    fill.style.width = `${(50 * Math.abs(value)) / longest}%`;
    bars.append(
      el("span", {}, data.parts[part]), el("span", { class: "number" }, signed(value)),
      el("span", { class: "bar", "aria-hidden": "true" }, fill), el("span", { class: "quiet seen" }, ...detail(block, part, at)));
  }
  const facts = el("dl");
  const say = (name, value) => facts.append(el("dt", {}, name), el("dd", {}, value));
  for (const [role, value] of Object.entries(block.probabilities)) say(nameOf(role), value.toFixed(3));
  say("link density", block.link_density.toFixed(2));
  if (block.xpath) say("place", block.xpath);
  if (differs(number)) say(data.other.name, nameOf(other(number)));
  const quote = block.text.length > 90 ? block.text.slice(0, 90) + "…" : block.text;
  byId("why").replaceChildren(
    el("h2", {}, `Why ${nameOf(label)}? “${quote}”`), which,
    el("p", { class: "quiet" }, block.why ? `What each part adds to the log-odds of ${nameOf(label)}, against its typical value:` : block.no_why), bars, facts);
}

function visible(number) {
  const block = data.blocks[number];
  return !hiddenLabels.has(block.label) && block.confidence <= Number(byId("most").value) && (!onlyDifferences || differs(number));
}

function filter() {
  let shown = 0;
  rows.forEach((row, number) => { const is = visible(number); row.classList.toggle("hidden", !is); shown += is; });
  byId("most-shown").textContent = Number(byId("most").value).toFixed(2);
  byId("shown").textContent = `${shown} of ${rows.length} blocks shown`;
  if (rows.length && !visible(chosen)) rows.forEach((row) => { row.tabIndex = -1; });
  const first = rows.findIndex((_, number) => visible(number));
  if (first >= 0) rows[visible(chosen) ? chosen : first].tabIndex = 0;
}

function choose(number, pin) {
  if (!rows[number]) return;
  if (!visible(number)) showAll();
  rows[chosen].setAttribute("aria-selected", "false");
  rows[chosen].tabIndex = -1;
  chosen = number;
  pinned = pin;
  const row = rows[number];
  row.setAttribute("aria-selected", "true");
  row.tabIndex = 0;
  whyLabel = null;
  explain(number);
  // Once the sheet of a narrow screen has its height, so that the block ends above it.
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: NARROW.matches ? "start" : "nearest" });
  for (const paragraph of byId("clean").children) {
    const near = number >= Number(paragraph.dataset.first) && number <= Number(paragraph.dataset.last);
    paragraph.classList.toggle("near", near);
    if (near && !NARROW.matches) paragraph.scrollIntoView({ block: "nearest" });
  }
}

function showAll() {
  hiddenLabels.clear();
  onlyDifferences = false;
  byId("most").value = 1;
  byId("only-differences").setAttribute("aria-pressed", "false");
  for (const button of byId("labels").children) button.setAttribute("aria-pressed", "true");
  filter();
}

function next(from, step, wanted) {
  for (let number = from + step; number >= 0 && number < rows.length; number += step) {
    if (visible(number) && (!wanted || wanted(number))) { choose(number, true); return; }
  }
}

function toggleLabel(label) {
  const hide = !hiddenLabels.has(label);
  if (hide) hiddenLabels.add(label); else hiddenLabels.delete(label);
  byId("labels").querySelector(`[data-label="${label}"]`).setAttribute("aria-pressed", String(!hide));
  filter();
}

function toggleDifferences() {
  onlyDifferences = !onlyDifferences;
  byId("only-differences").setAttribute("aria-pressed", String(onlyDifferences));
  filter();
}

function toggleClean() {
  const hidden = byId("clean-pane").classList.toggle("hidden");
  byId("show-clean").setAttribute("aria-pressed", String(!hidden));
}

for (const label of data.labels) {
  const count = data.blocks.filter((block) => block.label === label).length;
  const button = el("button", { "aria-pressed": "true", dataset: { label } }, `${nameOf(label)} ${count}`);
  button.addEventListener("click", () => toggleLabel(label));
  byId("labels").append(button);
}
showHead();
showBlocks();
showClean();
filter();
const turnTheme = themeButton(byId("theme"));
byId("most").addEventListener("input", filter);
byId("only-differences").addEventListener("click", toggleDifferences);
byId("show-clean").addEventListener("click", toggleClean);
byId("help").addEventListener("click", () => byId("keys").showModal());
if (NARROW.matches) { toggleClean(); byId("evidence-box").open = false; }

const KEYS = {
  ArrowDown: () => next(chosen, 1), j: () => next(chosen, 1), ArrowUp: () => next(chosen, -1), k: () => next(chosen, -1),
  Home: () => next(-1, 1), End: () => next(rows.length, -1),
  u: () => next(chosen, 1, (number) => data.blocks[number].confidence < UNSURE), d: () => next(chosen, 1, differs),
  t: toggleClean, x: turnTheme, "?": () => byId("keys").showModal(), Escape: () => { pinned = false; },
  1: () => toggleLabel(data.labels[0]), 2: () => toggleLabel(data.labels[1]), 3: () => toggleLabel(data.labels[2]), 4: () => toggleLabel(data.labels[3]),
};
document.addEventListener("keydown", (event) => {
  if (withModifier(event) || inField(event) || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
