"use strict";
// Finding a report by typing; without this script the whole list stands there.
const field = document.getElementById("find");
const found = document.getElementById("found");
const lines = [...document.querySelectorAll(".reports li")];
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
function look() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const line of lines) {
    line.hidden = !words.every((word) => plain(line.dataset.words).includes(word));
    count += !line.hidden;
  }
  for (const section of document.querySelectorAll("main section")) section.hidden = !section.querySelector("li:not([hidden])");
  found.textContent = !words.length ? "" : count ? `${count} / ${lines.length}` : found.dataset.none;
}
field.closest("p").hidden = false;
field.addEventListener("input", look);
look();
