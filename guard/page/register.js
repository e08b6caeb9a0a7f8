"use strict";
// The register: its rows, which stand in the page, sorted and searched. It fetches nothing.
(() => {
  const byId = (id) => document.getElementById(id);
  const table = byId("applications-table");
  if (!table) return; // nothing is in force
  const body = byId("rows");
  const find = byId("q");
  const told = byId("shown");
  const summary = told.textContent;
  const rows = [...body.rows];
  const collator = new Intl.Collator("en-GB", { numeric: true });
  const key = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  let sort = { column: 0, way: 1 };

  const order = () => {
    const { column, way } = sort;
    rows.sort((a, b) => way * collator.compare(key(a, column), key(b, column)) || collator.compare(key(a, 0), key(b, 0)));
    body.append(...rows);
    for (const head of table.tHead.rows[0].cells) {
      const on = head.cellIndex === column;
      head.setAttribute("aria-sort", on ? (way > 0 ? "ascending" : "descending") : "none");
    }
  };
  const search = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = words.length ? `${shown.toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")} shown. ${summary}` : summary;
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      sort = { column: head.cellIndex, way: sort.column === head.cellIndex ? -sort.way : 1 };
      order();
    });
    head.replaceChildren(button);
  }
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  find.addEventListener("input", search);
  table.classList.add("live");
  byId("controls").hidden = false;
  order();
})();
