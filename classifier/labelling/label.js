const { codes: CODES, types, access } = JSON.parse(byId("data").textContent);
const UNSURE = 0.8;
const RETRY = 2000, CATCH_UP = 3000;
const labelOf = Object.fromEntries(CODES.map((entry) => [entry.code, entry]));
let pages = [], at = 0, page = null, rows = [], cursor = 0, anchor = 0, dragging = false;
let undone = [], seen = new Set(), waiting = { blocks: new Map(), head: {} }, sending = null;

async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const data = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(data.error || answer.statusText), { refused: answer.status === 400 });
  return data;
}

const isDoubtful = (number) => {
  const block = page.blocks[number];
  return block.covered && (block.doubt === null ? block.confidence < UNSURE : block.doubt !== "");
};
const isOpen = (number) => isDoubtful(number) && !seen.has(number);

// --- saving: every change is sent at once, and sent again until the server has confirmed it ---

function say(text, warn = false) {
  byId("saved").textContent = text;
  byId("saved").classList.toggle("waiting", warn);
}

const isWaiting = () => waiting.blocks.size > 0 || Object.keys(waiting.head).length > 0;

function save() {
  if (!sending) sending = send().finally(() => { sending = null; });
  return sending;
}

async function send() {
  while (isWaiting()) {
    const batch = { since: page.revision, blocks: [...waiting.blocks], head: { ...waiting.head } };
    say("saving");
    try {
      const state = await ask(`pages/${at}/changes`, batch);
      for (const [number, code] of batch.blocks) if (waiting.blocks.get(number) === code) waiting.blocks.delete(number);
      for (const [key, value] of Object.entries(batch.head)) if (waiting.head[key] === value) delete waiting.head[key];
      catchUp(state);
    } catch (error) {
      if (error.refused) { waiting = { blocks: new Map(), head: {} }; say(`not saved: ${error.message}`, true); await open(at); return; }
      say(`not saved yet (${waiting.blocks.size + Object.keys(waiting.head).length} changes wait): ${error.message}`, true);
      await new Promise((wake) => setTimeout(wake, RETRY));
    }
  }
  say("all saved");
}

/** Take over what another tab has changed; own changes that are still waiting stay. */
function catchUp(state) {
  if (state.revision < page.revision) return;
  page.revision = state.revision;
  for (const [number, code] of state.changes) if (!waiting.blocks.has(number)) put(number, code);
  page.head = { ...state.head, ...waiting.head };
  pages[at].done = page.done = state.done && !isWaiting();
  showHead();
}

async function poll() {
  if (page && !sending && document.visibilityState === "visible") {
    const here = at;
    try {
      const state = await ask(`pages/${at}/changes?since=${page.revision}`);
      if (here === at && !sending) { catchUp(state); say("all saved"); }
    } catch (error) { say(`the server does not answer: ${error.message}`, true); }
  }
}

// --- labels ---

function put(number, code) {
  page.codes[number] = code;
  const row = rows[number], entry = labelOf[code];
  row.dataset.label = entry.label;
  row.querySelector(".marks").textContent = `${entry.name} ${code === page.blocks[number].suggested ? page.blocks[number].confidence.toFixed(2) : ""}`;
  row.classList.toggle("changed", code !== page.blocks[number].suggested);
}

const selection = () => {
  const [low, high] = [Math.min(anchor, cursor), Math.max(anchor, cursor)];
  return Array.from({ length: high - low + 1 }, (_, offset) => low + offset);
};

function label(code) {
  const chosen = selection(), single = chosen.length === 1, doubtful = single && isDoubtful(cursor);
  const before = chosen.filter((number) => page.blocks[number].covered && page.codes[number] !== code).map((number) => [number, page.codes[number]]);
  const open = chosen.filter(isOpen);
  for (const number of chosen) settle(number);
  if (before.length) { undone.push({ blocks: before, open, cursor, anchor }); change(before.map(([number]) => [number, code])); }
  if (doubtful) nextDoubtful(); else showProgress();
}

function change(blocks) {
  for (const [number, code] of blocks) { put(number, code); waiting.blocks.set(number, code); }
  page.done = pages[at].done = false;
  save();
}

function changeHead(key, value) {
  if (!value.trim() || page.head[key] === value) { showHead(); return; }
  undone.push({ head: [key, page.head[key]], cursor, anchor });
  setHead(key, value);
}

function setHead(key, value) {
  page.head[key] = waiting.head[key] = value;
  page.done = pages[at].done = false;
  showHead();
  save();
}

function undo() {
  const last = undone.pop();
  if (!last) return;
  if (last.blocks) change(last.blocks); else setHead(...last.head);
  for (const number of last.open || []) { seen.delete(number); rows[number].classList.toggle("doubtful", isOpen(number)); }
  showProgress();
  move(last.cursor, last.anchor);
}

// --- moving ---

function move(number, from = number) {
  if (!rows.length) return;
  cursor = Math.max(0, Math.min(rows.length - 1, number));
  anchor = Math.max(0, Math.min(rows.length - 1, from));
  const chosen = new Set(selection());
  rows.forEach((row, position) => { row.setAttribute("aria-selected", String(chosen.has(position))); row.tabIndex = position === cursor ? 0 : -1; });
  rows[cursor].focus({ preventScroll: true });
  rows[cursor].scrollIntoView({ block: "nearest" });
}

function settle(number) {
  seen.add(number);
  rows[number].classList.toggle("doubtful", isOpen(number));
}

function nextDoubtful() {
  settle(cursor);
  for (let step = 1; step <= rows.length; step++) {
    const number = (cursor + step) % rows.length;
    if (isOpen(number)) { move(number); showProgress(); return; }
  }
  showProgress();
}

/** First and last of the blocks around the cursor that have its label. */
function run() {
  let [low, high] = [cursor, cursor];
  while (low > 0 && page.codes[low - 1] === page.codes[cursor]) low--;
  while (high < rows.length - 1 && page.codes[high + 1] === page.codes[cursor]) high++;
  return [low, high];
}

function selectRun() {
  const [low, high] = run();
  move(high, low);
}

function runIsRight() {
  const [low, high] = run();
  for (let number = low; number <= high; number++) settle(number);
  nextDoubtful();
}

// --- pages ---

async function open(number) {
  at = number;
  page = await ask(`pages/${number}`);
  page.codes = [...page.codes];
  undone = [];
  seen = new Set();
  rows = page.blocks.map((block, position) => {
    const row = el("li", { role: "option", tabindex: "-1", "aria-selected": "false", title: block.doubt || false },
      el("div", { class: "marks" }), el("div", { dir: "auto", class: [isHeading(block) ? "heading" : "", block.hidden ? "gone" : ""].join(" ") }, block.text));
    row.addEventListener("mousedown", (event) => { dragging = true; move(position, event.shiftKey ? anchor : position); event.preventDefault(); });
    row.addEventListener("mouseenter", () => { if (dragging) move(position, anchor); });
    return row;
  });
  byId("blocks").replaceChildren(...rows);
  page.codes.forEach((code, position) => { put(position, code); rows[position].classList.toggle("doubtful", isDoubtful(position)); });
  byId("title").textContent = page.title || page.name;
  byId("warnings").textContent = page.warnings.join("; ");
  byId("warnings").classList.toggle("hidden", !page.warnings.length);
  const first = rows.findIndex((_, position) => isOpen(position));
  showHead();
  move(Math.max(first, 0));
  if (first < 0) scrollTo(0, 0);
}

async function turn(step) {
  await save();
  if (at + step >= 0 && at + step < pages.length) await open(at + step);
}

async function finish() {
  await save();
  const state = await ask(`pages/${at}/finish`, { since: page.revision });
  catchUp(state);
  const open_ = (number) => !pages[number].done;
  const order = pages.map((_, number) => (at + 1 + number) % pages.length);
  const following = order.find(open_);
  if (following === undefined) { showProgress(); say("all pages are done"); return; }
  await open(following);
}

function showHead() {
  for (const button of byId("access").children) button.setAttribute("aria-pressed", String(button.dataset.access === page.head.access));
  for (const key of ["type", "lang", "site"]) if (document.activeElement !== byId(key)) byId(key).value = page.head[key];
  showProgress();
}

function showProgress() {
  const done = pages.filter((one) => one.done).length;
  const left = page.blocks.filter((_, number) => isOpen(number)).length;
  byId("progress").textContent = `${done} of ${pages.length} pages done · ${left} doubtful blocks left of ${rows.length} · ${page.name}${page.done ? " (done)" : ""}`;
  byId("pages").replaceChildren(...pages.map((one, number) => {
    const option = el("option", { value: String(number) }, `${one.done ? "✓ " : ""}${number + 1}: ${one.name}`);
    option.selected = number === at;
    return option;
  }));
}

CODES.forEach((entry, number) => {
  const button = el("button", { dataset: { label: entry.label, code: entry.code } }, `${number + 1} ${entry.name}`);
  button.addEventListener("click", () => label(entry.code));
  byId("codes").append(button);
});
for (const value of access) {
  const button = el("button", { dataset: { access: value }, "aria-pressed": "false" }, value);
  button.addEventListener("click", () => changeHead("access", value));
  byId("access").append(button);
}
byId("type").append(...types.map((value) => el("option", {}, value)));
for (const key of ["type", "lang", "site"]) byId(key).addEventListener("change", () => changeHead(key, byId(key).value));
for (const [id, act] of Object.entries({ undo, doubtful: nextDoubtful, finish, before: () => turn(-1), after: () => turn(1), help: () => byId("keys").showModal() })) byId(id).addEventListener("click", act);
byId("pages").addEventListener("change", async () => { const wanted = Number(byId("pages").value); await save(); await open(wanted); });
const turnTheme = themeButton(byId("theme"));

const KEYS = {
  ArrowDown: (event) => move(cursor + 1, event.shiftKey ? anchor : cursor + 1), ArrowUp: (event) => move(cursor - 1, event.shiftKey ? anchor : cursor - 1),
  j: () => move(cursor + 1), k: () => move(cursor - 1), Home: (event) => move(0, event.shiftKey ? anchor : 0),
  End: (event) => move(rows.length - 1, event.shiftKey ? anchor : rows.length - 1),
  " ": (event) => (event.shiftKey ? runIsRight() : nextDoubtful()), r: selectRun, z: undo, Enter: finish, n: () => turn(1), p: () => turn(-1), x: turnTheme, "?": () => byId("keys").showModal(),
  o: () => changeHead("access", "open"), m: () => changeHead("access", "metered"), g: () => changeHead("access", "gated"),
};
CODES.forEach((entry, number) => { KEYS[number + 1] = () => label(entry.code); });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !inField(event)) { event.preventDefault(); undo(); return; }
  if (withModifier(event) || inField(event) || !KEYS[event.key] || !page) return;
  // Enter and Space press a button that has the focus.
  if (event.target.closest("button") && (event.key === "Enter" || event.key === " ")) return;
  event.preventDefault();
  KEYS[event.key](event);
});
document.addEventListener("mouseup", () => { dragging = false; });
document.addEventListener("visibilitychange", poll);
addEventListener("focus", poll);
addEventListener("beforeunload", (event) => { if (page && isWaiting()) event.preventDefault(); });
setInterval(poll, CATCH_UP);

ask("pages").then(async (listed) => {
  pages = listed;
  const first = pages.findIndex((one) => !one.done);
  await open(Math.max(first, 0));
});
