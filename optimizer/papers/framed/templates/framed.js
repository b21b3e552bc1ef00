"use strict";
(function () {
  // The dialog of a figure says which figure of its row it is; here it says of which row.
  var dialog = document.getElementById("chain");
  function named(event) {
    var data = event.target.closest ? event.target.closest("td data[data-figure]") : null;
    var title = document.getElementById("chain-title");
    if (!data || !dialog.open || !title || title.dataset.named) { return; }
    var names = [];
    for (var cell = data.closest("tr").cells[0]; cell && !cell.querySelector("data"); cell = cell.nextElementSibling) {
      names.push(cell.title || cell.textContent.trim());
    }
    if (names.length) { title.textContent = names.join(", ") + ": " + title.textContent; }
    title.dataset.named = "1";
  }
  document.addEventListener("click", named);
  document.addEventListener("keydown", named);
})();
(function () {
  var box = document.getElementById("only");
  if (!box) { return; }
  var tables = Array.prototype.slice.call(document.querySelectorAll("table"));
  var rows = tables.map(function (table) { return Array.prototype.slice.call(table.tBodies[0].rows); });
  var count = document.getElementById("only-count");

  function alike(row) { return row.id.indexOf("alike-") === 0; }

  // Rows that are alike leave the table, so that sorting, finding and the arrow keys pass them by.
  function show() {
    var gone = 0;
    tables.forEach(function (table, place) {
      var body = table.tBodies[0];
      var kept = rows[place].filter(function (row) { return !(box.checked && alike(row)); });
      gone += rows[place].length - kept.length;
      body.textContent = "";
      kept.forEach(function (row) { body.appendChild(row); });
      Array.prototype.forEach.call(table.querySelectorAll("th[aria-sort]"), function (head) {
        head.removeAttribute("aria-sort");
      });
      stop(table);
      var line = table.parentNode.previousElementSibling;
      var search = line && line.classList.contains("find") ? line.querySelector("input") : null;
      if (search) { search.dispatchEvent(new Event("input")); }
    });
    count.textContent = gone ? box.getAttribute("data-gone").replace("#", gone) : "";
  }

  function stop(table) {
    Array.prototype.forEach.call(table.querySelectorAll("td data[data-figure]"), function (data, at) {
      data.tabIndex = at ? -1 : 0;
    });
  }

  box.addEventListener("change", show);
  box.closest("p").hidden = false;
})();
