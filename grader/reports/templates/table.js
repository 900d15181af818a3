"use strict";
// Tables of class "sortable" get a button in each head, those of class "filterable" a field that
// hides rows; without this script they are plain tables. Nothing is fetched, nothing is kept.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function sortButton(table, head, place) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  const isNumber = head.classList.contains("number");
  const value = (row) => {
    const cell = row.cells[place];
    const text = cell.dataset.value ?? cell.textContent.trim();
    if (!isNumber) return text;
    return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
  };
  button.addEventListener("click", () => {
    const was = head.getAttribute("aria-sort");
    const first = isNumber ? "descending" : "ascending";
    const other = isNumber ? "ascending" : "descending";
    const order = was === first ? other : first;
    for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const keyed = Array.from(table.tBodies[0].rows, (row) => [value(row), row]);
    keyed.sort(([one], [other]) => {
      const emptyOne = one === null || one === "", emptyOther = other === null || other === "";
      if (emptyOne || emptyOther) return emptyOne - emptyOther;
      return sign * (isNumber ? one - other : collator.compare(one, other));
    });
    table.tBodies[0].append(...keyed.map(([, row]) => row));
  });
}

function filterField(table) {
  const rows = Array.from(table.tBodies[0].rows, (row) => [row.textContent.toLowerCase(), row]);
  const field = document.createElement("input");
  const label = document.createElement("label");
  const count = document.createElement("output");
  field.type = "search";
  field.autocomplete = "off";
  label.append("Show rows with ", field);
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = `${shown} of ${rows.length}`;
  };
  field.addEventListener("input", show);
  show();
  const line = document.createElement("p");
  line.className = "filter";
  line.append(label, count);
  (table.closest(".wrap") ?? table).before(line);
}

for (const table of document.querySelectorAll("table.sortable")) {
  if (table.classList.contains("filterable")) filterField(table);
  Array.from(table.tHead.rows[0].cells, (head, place) => sortButton(table, head, place));
}
