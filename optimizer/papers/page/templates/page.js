"use strict";
(function () {
  var book = JSON.parse(document.getElementById("book").textContent);
  var words = book.words;
  var indonesian = document.documentElement.lang === "id";
  var MANY = 12;

  function made(tag, text, parent) {
    var element = document.createElement(tag);
    if (text) { element.textContent = text; }
    if (parent) { parent.appendChild(element); }
    return element;
  }

  // --- larger letters, for a projector ---
  var larger = document.getElementById("larger");
  larger.hidden = false;
  larger.addEventListener("click", function () {
    var on = document.documentElement.classList.toggle("larger");
    larger.setAttribute("aria-pressed", String(on));
  });

  // --- the chain of a figure ---
  var dialog = document.getElementById("chain");
  var trail = [];
  var opener = null;

  // A figure of the book: its label, number, formula and terms.
  var places = {};
  book.owners.forEach(function (owner, at) { places[owner] = at; });
  var grouped = new RegExp("\\B(?=(\\d{3})+(?!\\d))", "g");

  function written(value) {
    if (typeof value === "string") { return value; }
    var count = typeof value === "number" ? value : value[0];
    var digits = String(Math.abs(count)).replace(grouped, indonesian ? "." : ",");
    var said = typeof value === "number" ? digits : book.units[value[1] - 1][count === 1 ? 0 : 1].replace("#", digits);
    return (count < 0 ? "-" : "") + said;
  }

  function found(owner, kind) {
    var list = book.figures[owner];
    for (var i = 0; i < list.length; i += 3) {
      if (list[i] === kind) {
        var how = book.kinds[kind];
        return {
          key: book.owners[owner] + "." + how[0], owner: owner, label: book.texts[how[1]],
          number: written(list[i + 1]), formula: how[2], terms: list[i + 2] || []
        };
      }
    }
    return null;
  }

  function figureOf(key) {
    var point = key.lastIndexOf(".");
    var owner = places[key.slice(0, point)];
    if (owner === undefined) { return null; }
    var list = book.figures[owner];
    for (var i = 0; i < list.length; i += 3) {
      if (book.kinds[list[i]][0] === key.slice(point + 1)) { return found(owner, list[i]); }
    }
    return null;
  }

  // A term: label, number, and the key it opens or the ground it rests on.
  function termOf(term, owner) {
    if (typeof term === "number") {
      var near = found(owner, term);
      return { label: near.label, number: near.number, opens: near.key };
    }
    if (term.length === 2) {
      var far = found(term[0], term[1]);
      return { label: book.texts[book.names[term[0]]], number: far.number, opens: far.key };
    }
    return { label: book.texts[term[0]], number: written(term[1]), origin: book.origins[term[2]] };
  }

  function joined(figure, terms) {
    var sign = { 1: " + ", 2: " \u2212 ", 3: " : ", 4: " \u00d7 ", 5: " \u2212 " }[figure.formula];
    if (!sign || !terms.length) { return ""; }
    var numbers = terms.slice(0, MANY).map(function (term) { return term.number; });
    if (terms.length > MANY) { numbers.push(words.more_terms.replace("#", terms.length - MANY)); }
    return numbers.join(sign) + " = " + figure.number;
  }

  function ground(origin, parent) {
    var places = book.grounds[origin[1]].concat([origin[0]]);
    var parts = places.map(function (place) { return book.texts[place]; }).filter(Boolean);
    made("small", parts.join(" \u00b7 "), parent);
  }

  function listed(term, list) {
    var item = made("li", "", list);
    if (term.opens) {
      var inner = made("button", term.number, item);
      inner.type = "button";
      inner.dataset.opens = term.opens;
    } else {
      made("b", term.number, item);
    }
    item.appendChild(document.createTextNode(" " + term.label));
    if (term.origin) { ground(term.origin, item); }
  }

  function show(figure) {
    var terms = figure.terms.map(function (term) { return termOf(term, figure.owner); });
    dialog.textContent = "";
    var bar = made("div", "", dialog);
    bar.className = "bar";
    if (trail.length > 1) {
      var back = made("button", words.back, bar);
      back.type = "button";
      back.dataset.back = "1";
    }
    var close = made("button", words.close, bar);
    close.type = "button";
    close.dataset.close = "1";
    made("h2", figure.label, dialog).id = "chain-title";
    made("p", figure.number, dialog).className = "value";
    made("p", book.formulas[figure.formula], dialog);
    var line = joined(figure, terms);
    if (line) { made("p", line, dialog).className = "strong"; }
    if (terms.length) {
      made("h3", words.inputs, dialog);
      var list = made("ul", "", dialog);
      terms.forEach(function (term) { listed(term, list); });
    }
    made("small", figure.key, dialog);
    if (!dialog.open) { dialog.showModal(); }
    close.focus();
  }

  function open(data) {
    var figure = figureOf(data.getAttribute("data-figure"));
    if (!figure) { return; }
    opener = data;
    trail = [figure];
    show(figure);
  }

  dialog.addEventListener("click", function (event) {
    var hit = event.target;
    if (hit === dialog || hit.dataset.close) { dialog.close(); }
    else if (hit.dataset.opens) { trail.push(figureOf(hit.dataset.opens)); show(trail[trail.length - 1]); }
    else if (hit.dataset.back) { trail.pop(); show(trail[trail.length - 1]); }
  });
  dialog.addEventListener("close", function () { if (opener) { opener.focus(); } });

  // --- tables: figures open, columns sort, rows are found ---
  function figuresOf(row) { return Array.prototype.slice.call(row.querySelectorAll("td data[data-figure]")); }

  function stop(table) {
    // One stop of the tab key for each table; arrows go on from there.
    var every = table.querySelectorAll("td data[data-figure]");
    for (var i = 0; i < every.length; i++) { every[i].tabIndex = -1; }
    var rows = shown(table);
    for (var j = 0; j < rows.length; j++) {
      var first = figuresOf(rows[j])[0];
      if (first) { first.tabIndex = 0; return; }
    }
  }

  function shown(table) {
    return Array.prototype.filter.call(table.querySelectorAll("tbody tr, tfoot tr"), function (row) {
      return !row.hidden;
    });
  }

  function move(data, key) {
    var row = data.closest("tr");
    var table = data.closest("table");
    var place = figuresOf(row).indexOf(data);
    var rows = shown(table).filter(function (one) { return figuresOf(one).length; });
    var at = rows.indexOf(row);
    var down = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[key] || 0;
    var across = { ArrowRight: 1, ArrowLeft: -1 }[key] || 0;
    var next = rows[Math.min(Math.max(at + down, 0), rows.length - 1)];
    var cells = figuresOf(next);
    var to = key === "Home" ? 0 : key === "End" ? cells.length - 1 : place + across;
    var target = cells[Math.min(Math.max(to, 0), cells.length - 1)];
    data.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  }

  var MOVES = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "PageUp", "Home", "End"];
  document.addEventListener("keydown", function (event) {
    var data = event.target;
    if (!data.matches || !data.matches("td data[data-figure]")) { return; }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(data); }
    else if (MOVES.indexOf(event.key) >= 0) { event.preventDefault(); move(data, event.key); }
  });
  document.addEventListener("click", function (event) {
    var data = event.target.closest ? event.target.closest("td data[data-figure]") : null;
    if (data) { open(data); }
  });

  function counted(text) {
    var plain = indonesian ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
    var found = plain.replace(/\u2212/g, "-").match(/-?\d+(\.\d+)?/);
    return found ? parseFloat(found[0]) : NaN;
  }

  function valueOf(cell, numeric) {
    var data = cell.querySelector("data[value]");
    if (data) {
      var parts = data.getAttribute("value").split("/");
      return parts.length > 1 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
    }
    return numeric ? counted(cell.textContent) : cell.textContent.trim();
  }

  function sort(table, place, down) {
    var body = table.tBodies[0];
    // sums of rows that stood together mean nothing in another order
    Array.prototype.slice.call(body.querySelectorAll("tr.sums")).forEach(function (row) { row.remove(); });
    var numeric = table.tHead.rows[0].cells[place].classList.contains("n");
    var rows = Array.prototype.map.call(body.rows, function (row, at) {
      return { row: row, at: at, value: valueOf(row.cells[place], numeric) };
    });
    rows.sort(function (a, b) {
      var order;
      if (typeof a.value === "string") { order = a.value.localeCompare(b.value, indonesian ? "id" : "en"); }
      else if (isNaN(a.value) || isNaN(b.value)) { return isNaN(a.value) - isNaN(b.value) || a.at - b.at; }
      else { order = a.value - b.value; }
      return (down ? -order : order) || a.at - b.at;
    });
    var fragment = document.createDocumentFragment();
    rows.forEach(function (one) { fragment.appendChild(one.row); });
    body.appendChild(fragment);
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, at) {
      if (at === place) { head.setAttribute("aria-sort", down ? "descending" : "ascending"); }
      else { head.removeAttribute("aria-sort"); }
    });
    stop(table);
  }

  function sortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, place) {
      var title = head.textContent;
      head.textContent = "";
      var button = made("button", title, head);
      button.type = "button";
      button.title = words.sort;
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        var numeric = head.classList.contains("n");
        sort(table, place, now ? now === "ascending" : numeric);
      });
    });
  }

  function findable(table) {
    var rows = table.tBodies[0].rows;
    var line = document.createElement("div");
    line.className = "find";
    var label = made("label", words.search + " ", line);
    var input = made("input", "", label);
    input.type = "search";
    var count = made("span", "", line);
    count.setAttribute("aria-live", "polite");
    var texts = new Map();
    Array.prototype.forEach.call(rows, function (row) { 
      var cells = Array.prototype.map.call(row.cells, function (cell) { return cell.textContent; });
      texts.set(row, cells.join(" | ").toLowerCase());
    });
    var every = Array.prototype.filter.call(rows, function (row) { return !row.classList.contains("sums"); }).length;
    function find() {
      var asked = input.value.trim().toLowerCase();
      var found = 0;
      Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
        var sums = row.classList.contains("sums");
        row.hidden = asked !== "" && (sums || texts.get(row).indexOf(asked) < 0);
        if (!row.hidden && !sums) { found += 1; }
      });
      count.textContent = words.rows_of.replace("#", found).replace("#", every);
      stop(table);
    }
    input.addEventListener("input", find);
    find();
    table.parentNode.parentNode.insertBefore(line, table.parentNode);
  }

  Array.prototype.forEach.call(document.querySelectorAll("table"), function (table) {
    Array.prototype.forEach.call(table.querySelectorAll("td data[data-figure]"), function (data) {
      data.setAttribute("role", "button");
      data.setAttribute("aria-haspopup", "dialog");
    });
    stop(table);
    if (table.classList.contains("sorts")) { sortable(table); }
    if (table.classList.contains("sorts") && table.tBodies[0].rows.length > 15) { findable(table); }
  });
})();
