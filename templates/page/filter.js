// The filter of the publications. Without it the page is complete, only longer.
(() => {
  "use strict";
  const section = document.getElementById("publications");
  const parts = [...section.querySelector(".list").children];
  const works = parts.filter((part) => !part.matches("h3"));
  const form = section.querySelector("form.filter");
  const tally = form.querySelector("output");
  const clear = form.querySelector("button");
  const { q, year, type } = form.elements;
  const fields = [q, year, type];
  if (works.length < 2) return;

  // "zurich" finds "Zürich", and a plain hyphen or apostrophe whatever is printed in its place.
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\p{Pd}/gu, "-").replace(/[‘’]/g, "'").toLowerCase();
  const text = (work) => {
    const copy = work.cloneNode(true);
    copy.querySelector(".links")?.remove();
    return fold(copy.textContent);
  };
  const texts = new Map(works.map((work) => [work, text(work)]));

  const offer = (select, options) => {
    for (const [value, label] of options) select.add(new Option(label, value));
    select.closest("label").hidden = options.length < 2;
  };
  const years = new Set(works.map((work) => work.dataset.year).filter(Boolean));
  offer(year, [...years].sort().reverse().map((value) => [value, value]));
  const types = new Map();
  for (const { dataset } of works.filter((work) => work.dataset.type)) {
    const count = (types.get(dataset.type)?.count ?? 0) + 1;
    types.set(dataset.type, { label: dataset.typeLabel, count });
  }
  const commonestFirst = [...types].sort(([, one], [, other]) => other.count - one.count);
  offer(type, commonestFirst.map(([value, { label, count }]) => [value, `${label} (${count})`]));

  const wanted = (work, words) =>
    (!year.value || work.dataset.year === year.value) &&
    (!type.value || work.dataset.type === type.value) &&
    words.every((word) => texts.get(work).includes(word));

  // From the end, so that each heading knows whether a work follows it.
  const hideBareHeadings = () => {
    let followed = false;
    for (const part of [...parts].reverse()) {
      const heading = part.matches("h3");
      if (heading) part.hidden = !followed;
      followed = !heading && (followed || !part.hidden);
    }
  };

  const show = () => {
    const words = fold(q.value).split(/\s+/);
    for (const work of works) work.hidden = !wanted(work, words);
    hideBareHeadings();
    const active = fields.some((field) => field.value.trim());
    const shown = works.filter((work) => !work.hidden).length;
    const { all, some, none } = tally.dataset;
    const sentence = active ? (shown ? some : none) : all;
    tally.value = sentence.replace("{shown}", shown).replace("{total}", works.length);
    clear.hidden = !active;
  };

  const remember = () => {
    const state = new URLSearchParams();
    for (const field of fields) if (field.value.trim()) state.set(field.name, field.value.trim());
    const hash = `${state}` && `#${state}`;
    history.replaceState(null, "", location.pathname + location.search + hash);
  };

  const restore = (state) => {
    for (const field of fields) {
      const value = state.get(field.name) ?? "";
      const possible = field === q || [...field.options].some((option) => option.value === value);
      field.value = possible ? value : "";
    }
    show();
  };

  // The address ends in a filter (#year=2021&q=attention), or in the id of an entry or a section.
  const follow = () => {
    const end = location.hash.slice(1);
    const state = new URLSearchParams(end);
    if (!end || fields.some((field) => state.has(field.name))) return restore(state);
    const target = works.find((work) => work.id === end);
    if (!target?.hidden) return undefined;
    restore(new URLSearchParams());
    return target.scrollIntoView();
  };

  const change = () => {
    show();
    remember();
  };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    restore(new URLSearchParams());
    remember();
    q.focus();
  });
  q.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    q.value = "";
    change();
  });
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  restore(new URLSearchParams());
  follow();
})();
