"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.querySelector("form.filter");

  /* The graph: what a claim rests on and what rests on it is shown while it is pointed at. */
  const edges = all(".edge").map((line) => ({ line, from: line.dataset.from, to: line.dataset.to }));
  const reached = (key, one, other) => {
    const found = new Set([key]);
    for (const at of found) edges.filter((edge) => edge[one] === at).forEach((edge) => found.add(edge[other]));
    return found;
  };
  const light = (key) => {
    const below = key ? reached(key, "to", "from") : new Set();
    const above = key ? reached(key, "from", "to") : new Set();
    const near = (name) => below.has(name) || above.has(name);
    for (const { line, from, to } of edges) {
      const on = (below.has(from) && below.has(to)) || (above.has(from) && above.has(to));
      line.classList.toggle("lit", on);
    }
    for (const svg of all("svg.graph")) {
      const nodes = [...svg.querySelectorAll(".node")];
      const here = key && nodes.some((node) => node.dataset.key === key);
      nodes.forEach((node) => node.classList.toggle("far", Boolean(here) && !near(node.dataset.key)));
    }
  };
  for (const node of all(".node")) {
    node.addEventListener("pointerenter", () => light(node.dataset.key));
    node.addEventListener("pointerleave", () => light(""));
    node.addEventListener("focus", () => light(node.dataset.key));
    node.addEventListener("blur", () => light(""));
  }

  /* On paper everything is unfolded. */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));

  if (!form) return;
  const fields = ["search", "paper", "verdict", "fact"].map((name) => document.getElementById(name));
  const claims = all("li.claim").map((item) => ({
    item,
    text: `${item.dataset.key} ${item.textContent}`.toLowerCase(),
    facts: item.dataset.facts.split("|"),
  }));
  const known = new Set(claims.map(({ item }) => item.dataset.key));
  const value = (name) => document.getElementById(name).value;

  const fits = ({ item, text, facts }) =>
    value("search").toLowerCase().split(/\s+/).every((word) => text.includes(word)) &&
    (!value("paper") || item.dataset.paper === value("paper")) &&
    (!value("verdict") || item.dataset.verdict === value("verdict")) &&
    (!value("fact") || facts.includes(value("fact")));

  const filter = () => {
    const shown = new Set();
    for (const claim of claims) {
      const on = fits(claim);
      claim.item.hidden = !on;
      if (on) shown.add(claim.item.dataset.key);
    }
    all("section.paper").forEach((part) => { part.hidden = !part.querySelector("li.claim:not([hidden])"); });
    all(".panels .node").forEach((node) => {
      node.classList.toggle("out", known.has(node.dataset.key) && !shown.has(node.dataset.key));
    });
    document.getElementById("count").textContent = `${shown.size} of ${claims.length} claims`;
    document.getElementById("none").hidden = shown.size > 0;
    remember();
  };

  /* What is asked for stands in the address, so that it can be passed on and is still there after going back. */
  const remember = () => {
    const asked = new URLSearchParams(fields.filter((field) => field.value).map((field) => [field.id, field.value]));
    const place = asked.size ? `#?${asked}` : location.hash.startsWith("#?") ? "#" : location.hash;
    if (place !== location.hash) history.replaceState(null, "", place || "#");
  };
  const recall = () => {
    const asked = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    fields.forEach((field) => { field.value = asked.get(field.id) || ""; });
  };

  form.hidden = false;
  recall();
  filter();
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.querySelector(".show-all").addEventListener("click", () => form.reset());
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      document.getElementById("search").focus();
    }
  });
})();
