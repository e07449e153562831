"use strict";
// Three small comforts; the page says everything without them.
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
