"use strict";
// The filter of the report. Without this script, everything is shown.
// No less-than sign and no ampersand: they mean different things in HTML and in XML.
(function () {
  const form = document.getElementById("filter");
  const status = document.getElementById("status");
  const names = ["filter", "layer", "severity", "rule", "findings"];
  const low = (text) => text.toLocaleLowerCase();
  const articles = Array.from(document.querySelectorAll("article.file"), (element) => ({
    element: element,
    name: low(element.querySelector("h3").textContent),
    count: Number(element.dataset.findings),
    text: null,
    findings: Array.from(element.querySelectorAll("li.finding"), (item) => ({
      element: item,
      text: null
    }))
  }));
  const total = articles.reduce((sum, article) => sum + article.findings.length, 0);

  function has(thing, words) {
    // Text is taken when it is first looked for: that is slow in large reports.
    if (thing.text === null) {
      thing.text = low(thing.element.textContent);
    }
    return words.every((word) => thing.text.includes(word));
  }

  function wanted() {
    const values = {};
    names.forEach((name) => {
      const field = form.elements[name];
      values[name] = field.type === "checkbox" ? (field.checked ? "1" : "") : field.value.trim();
    });
    return values;
  }

  function fits(finding, values) {
    const data = finding.element.dataset;
    return ["layer", "severity", "rule"].every(
      (name) => values[name] === "" || values[name] === data[name]
    );
  }

  function apply() {
    const values = wanted();
    const words = low(values.filter).split(/\s+/).filter((word) => word !== "");
    const narrow = values.layer !== "" || values.severity !== "" || values.rule !== "";
    let files = 0;
    let shown = 0;
    articles.forEach((article) => {
      const named = words.every((word) => article.name.includes(word));
      let here = 0;
      article.findings.forEach((finding) => {
        const stays = fits(finding, values) ? named || has(finding, words) : false;
        finding.element.hidden = !stays;
        here += stays ? 1 : 0;
      });
      // The number and the title of the message stand outside of the findings.
      let stays = here > 0 || (narrow ? false : named || has(article, words));
      if (values.findings !== "") {
        stays = stays ? article.count > 0 : false;
      }
      if (stays ? here === 0 : false) {
        // Found by its head: its findings belong to it.
        article.findings.forEach((finding) => {
          finding.element.hidden = false;
          here += 1;
        });
      }
      article.element.hidden = !stays;
      files += stays ? 1 : 0;
      shown += here;
    });
    const numbers = {
      "files": files,
      "all-files": articles.length,
      "findings": shown,
      "all-findings": total
    };
    status.textContent = status.dataset.text.replace(/\{([a-z-]+)\}/g, (_, name) =>
      numbers[name].toLocaleString(document.documentElement.lang)
    );
  }

  // An address can carry a filter, written as a query: #filter=text or #rule=cvc-elt.1
  function fromAddress() {
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) {
      // A link to a file that the filter hides.
      const target = document.getElementById(fragment);
      if (target ? target.hidden : false) {
        form.reset();
        apply();
        target.scrollIntoView();
      }
      return;
    }
    const given = new URLSearchParams(fragment);
    names.forEach((name) => {
      const field = form.elements[name];
      const value = given.get(name) || "";
      if (field.type === "checkbox") {
        field.checked = value !== "";
      } else {
        field.value = value;
      }
    });
    apply();
    document.getElementById("files").scrollIntoView();
  }

  function fold(open) {
    document.querySelectorAll("article.file details").forEach((details) => {
      details.open = open;
    });
  }

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are empty only after the event.
  form.addEventListener("reset", () => setTimeout(apply, 0));
  document.getElementById("fold").addEventListener("click", () => fold(false));
  document.getElementById("unfold").addEventListener("click", () => fold(true));
  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("beforeprint", () => fold(true));
  document.querySelectorAll("[data-script]").forEach((element) => {
    element.hidden = false;
  });
  apply();
  fromAddress();
})();
