"use strict";
// Small comforts; the page says everything without them.
const words = JSON.parse(document.documentElement.dataset.words || "{}");

// 1. Mark the section being read in the contents.
const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
let queued = false;
function mark() {
  queued = false;
  const passed = headings.filter((h) => h.getBoundingClientRect().top < innerHeight / 3);
  const current = passed.length ? links.get(passed[passed.length - 1].id) : null;
  for (const a of links.values()) {
    if (a === current) a.setAttribute("aria-current", "location");
    else a.removeAttribute("aria-current");
  }
}
addEventListener("scroll", () => { if (!queued) { queued = true; requestAnimationFrame(mark); } }, { passive: true });
mark();

// 2. Sort a table by a column; 3. download it as CSV.
const cellText = (cell) => (cell.querySelector(".spoken") ? cell.querySelector("[aria-hidden]").textContent : cell.textContent).trim();
function sortKey(cell) {
  const places = cell.querySelector("[data-places]");
  if (places) return places.dataset.places === "" ? NaN : Number(places.dataset.places);
  return Number(cellText(cell).replace(/[,%\s]/g, "").replace("−", "-") || NaN);
}
for (const table of document.querySelectorAll("div.table table")) {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = (words.sort || "").replace("{column}", head.textContent);
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((th) => th.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]), text: cellText(row.cells[column]) }));
      rows.sort((a, b) => (isNaN(a.key) || isNaN(b.key) ? a.text.localeCompare(b.text, document.documentElement.lang) : a.key - b.key) * (up ? 1 : -1));
      body.append(...rows.map((r) => r.row));
    });
  });
  const tools = document.createElement("p");
  const button = document.createElement("button");
  tools.className = "tools";
  button.type = "button";
  button.textContent = words.download || "CSV";
  button.addEventListener("click", () => {
    // A spreadsheet would run a cell that begins like a formula.
    const quote = (text) => `"${text.replace(/^[=+@]/, "'$&").replaceAll('"', '""')}"`;
    const lines = [...table.rows].map((row) => [...row.cells].map((cell) => quote(cellText(cell))).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" }));
    link.download = `${table.closest("div.table").id}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  tools.append(button);
  table.closest("div.table").append(tools);
}

// 4. A number says where it comes from: under the pointer, and, once asked for, under the keyboard. The numbers are one stop of the Tab key.
const NUMBER = 'main data:not([data-unit="name"], [data-unit="period"]), main .change[data-source]';
const PLACE = /([^\s()[\];]+\.(?:csv|tsv|xlsx|json))(?:\([^)]*\))?(?:\.([^\s()[\];.]+)\))?(?:\[([^\]]*)\])?(?:\.([^\s()[\];]+))?/g;
const placesOf = (source) => [...source.matchAll(PLACE)].map((m) => ({ file: m[1], key: m[3] || "", column: m[4] || m[2] || "" }));
const brief = (path) => path.replace(/^(?:\.\.\/)*(?:datasets\/)?/, "");
const targets = new Map();
for (const table of document.querySelectorAll("div.table[id]")) {
  for (const each of table.querySelectorAll("tbody [data-source]")) {
    const { file, key } = placesOf(each.dataset.source)[0] || {};
    const row = each.closest("tr");
    if (!file || targets.has(file + key)) continue;
    if (!targets.has(file)) targets.set(file, table);
    if (!key) continue;
    row.id ||= `${table.id}-${key}`;
    targets.set(file + key, row);
  }
}
const nameOf = (row) => (row instanceof HTMLTableRowElement && row.querySelector("th[scope=row]")?.textContent) || "";
const numbers = [...document.querySelectorAll(NUMBER)];
const note = document.createElement("div");
Object.assign(note, { id: "source-note", className: "source-note", hidden: true });
note.setAttribute("role", "tooltip");
let shown = null;
let timer = 0;
function hide() {
  clearTimeout(timer);
  note.hidden = true;
  shown?.removeAttribute("aria-describedby");
  shown = null;
}
function show(number) {
  hide();
  shown = number;
  const places = placesOf(number.dataset.source);
  const isCell = places.length === 1 && /\]\.[^\s()[\];]+$/.test(number.dataset.source) && !/[()]/.test(number.dataset.source);
  const said = document.createElement("p");
  const row = isCell && targets.get(places[0].file + places[0].key);
  const name = nameOf(row);
  const fields = isCell && { file: brief(places[0].file), row: name ? `${name} ${places[0].key}` : places[0].key, column: places[0].column };
  said.textContent = (words.source || "") + (isCell ? words.cell.replace(/\{(\w+)\}/g, (_, key) => fields[key]) : number.dataset.source.replace(PLACE, (m, file) => m.replace(file, brief(file))));
  note.replaceChildren(said);
  for (const to of new Set(places.map(({ file, key }) => targets.get(file + key) || targets.get(file)).filter(Boolean))) {
    if (to.contains(number) || note.childElementCount > 6) continue;
    const link = document.createElement("a");
    link.href = `#${encodeURIComponent(to.id)}`;
    link.textContent = `${to.closest("div.table").querySelector("caption .number").textContent} ${nameOf(to)}`.trim();
    note.append(link);
  }
  note.hidden = false;
  const box = number.getBoundingClientRect();
  note.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - note.offsetWidth - 8)) + scrollX}px`;
  note.style.top = `${box.bottom + scrollY + 4}px`;
  number.setAttribute("aria-describedby", note.id);
}
if (numbers.length) {
  document.documentElement.classList.add("scripted");
  document.body.append(note);
  const later = (act, wait) => { clearTimeout(timer); timer = setTimeout(act, wait); };
  document.addEventListener("pointerover", (event) => {
    const number = event.target.closest(NUMBER);
    if (number === shown && number) clearTimeout(timer);
    else if (number) later(() => show(number), 250);
    else if (note.contains(event.target)) clearTimeout(timer);
    else if (shown !== document.activeElement || !shown) later(hide, 300);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const at = numbers.indexOf(document.activeElement);
    if (at < 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") note.querySelector("a")?.click();
    if (!step || !numbers[at + step]) return;
    event.preventDefault();
    numbers[at].tabIndex = -1;
    numbers[at + step].tabIndex = 0;
    numbers[at + step].focus();
  });
  document.addEventListener("focusin", (event) => (numbers.includes(event.target) ? show(event.target) : note.contains(event.target) || hide()));
  const tools = document.createElement("p");
  const button = document.createElement("button");
  tools.className = "tools";
  Object.assign(button, { type: "button", textContent: words.sources || "", title: words.hint || "" });
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const isOn = document.documentElement.classList.toggle("sourced");
    button.setAttribute("aria-pressed", String(isOn));
    numbers.forEach((number, at) => {
      if (isOn) number.tabIndex = at ? -1 : 0;
      else number.removeAttribute("tabindex");
    });
  });
  tools.append(button);
  document.getElementById("main").prepend(tools);
}
