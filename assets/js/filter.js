// Narrows the listings by what they say: the links of each group become boxes to tick. The list is fetched at the first choice, or when the
// address holds one. Choices stand in the address, so that a list can be shared; nothing else is kept. All words come from the page.

const SHOWN = 20;

// Whether a listing has one of the values chosen in each group, but for the group that is left out.
export function fits(facets, chosen, leftOut) {
  return [...chosen].every(([field, values]) => field === leftOut || !values.size || facets.some(([each, value]) => each === field && values.has(value)));
}

function make(tag, className, ...parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

function start(section) {
  const bar = section.querySelector(".filter-bar"), status = bar.querySelector("[role=status]"), results = section.querySelector(".filter-results");
  const jump = bar.querySelector("a"), clear = bar.querySelector("button");
  const plurals = new Intl.PluralRules(document.documentElement.lang);
  const words = new Map([...section.querySelector("template").content.children].map((word) => [word.dataset.word, word]));
  const say = (key, n) => words.get(key).textContent.replace("{n}", n);
  const groups = [...section.querySelectorAll("details")].map(groupOf);
  const boxes = groups.flatMap((group) => group.boxes);
  const labels = new Map(boxes.map((box) => [`${box.field}:${box.value}`, box.name]));
  const heading = section.getAttribute("aria-labelledby");
  let listings;

  // A group's links as boxes; the links are kept, should the list not come.
  function groupOf(details) {
    const field = details.dataset.field, links = details.querySelector("ul"), name = details.querySelector("summary").textContent;
    const own = [...links.querySelectorAll("a")].map((link) => {
      const input = make("input"), count = make("span", "filter-count", link.nextSibling.textContent.trim());
      Object.assign(input, { type: "checkbox", autocomplete: "off" });
      const value = link.dataset.value;
      return { field, value, name: link.textContent, input, count, label: make("label", "", input, make("span", "", link.textContent, " ", count)) };
    });
    const ticks = make("div", "filter-boxes", ...own.map((box) => box.label));
    ticks.setAttribute("role", "group");
    ticks.setAttribute("aria-label", name);
    links.replaceWith(ticks);
    return { field, details, links, ticks, boxes: own };
  }

  const chosen = () => new Map(groups.map(({ field, boxes }) => [field, new Set(boxes.filter(({ input }) => input.checked).map(({ value }) => value))]));

  async function read() {
    const sent = await fetch(section.dataset.listings);
    if (!sent.ok) throw new Error(sent.status);
    const { facets, listings } = await sent.json();
    const all = listings.map(([id, name, province, city, own]) => ({ id, name, province, city, facets: own.map((index) => facets[index]) }));
    const isPublic = (listing) => listing.facets.some(([, value]) => value === "public-programme");
    return [...all.filter(isPublic), ...all.filter((listing) => !isPublic(listing))];
  }

  function item({ id, name, province, city, facets }) {
    const of = (field) => facets.filter(([each]) => each === field).map(([, value]) => value);
    const place = words.get(province), link = make("a", "", name);
    link.href = `${place.dataset.page}${id}/`;
    const facts = make("p", "listing-facts", words.get(of("status")[0]).firstElementChild.cloneNode(true), " ");
    facts.append(make("span", "", labels.get(`kind:${of("kind")[0]}`)), " ", make("span", "", city ? `${city}, ${place.textContent}` : place.textContent));
    const more = of("treatments").map((value) => labels.get(`treatments:${value}`)).join(" · ");
    return make("li", "listing", make("p", "listing-name", link), facts, ...(more ? [make("p", "listing-more", more)] : []));
  }

  function showAll(found, list, button) {
    const rest = found.slice(SHOWN).map(item);
    list.append(...rest);
    button.remove();
    rest[0].querySelector("a").focus();
  }

  function show() {
    const now = chosen(), any = boxes.some(({ input }) => input.checked);
    const found = any ? listings.filter(({ facets }) => fits(facets, now)) : [];
    for (const { field, boxes } of groups) {
      const others = listings.filter(({ facets }) => fits(facets, now, field));
      for (const { value, count } of boxes) {
        count.textContent = `(${others.filter(({ facets }) => facets.some(([each, its]) => each === field && its === value)).length})`;
      }
    }
    jump.hidden = !found.length;
    clear.hidden = !any;
    results.hidden = !found.length;
    status.textContent = !any ? "" : found.length ? say(`found-${plurals.select(found.length)}`, found.length) : say("none");
    const list = results.querySelector("ul");
    list.replaceChildren(...found.slice(0, SHOWN).map(item));
    results.querySelector("button")?.remove();
    if (found.length > SHOWN) {
      const button = make("button", "button button-plain", say("all", found.length));
      button.type = "button";
      button.addEventListener("click", () => showAll(found, list, button));
      results.append(button);
    }
  }

  // The choices in the address, which leads to this part of the page, and in that of the twin in the other language.
  function keep() {
    const query = [...chosen()].filter(([, values]) => values.size).map(([field, values]) => `${field}=${[...values].join(",")}`).join("&");
    history.replaceState(null, "", `${location.pathname}${query && `?${query}#${heading}`}`);
    for (const twin of document.querySelectorAll("header a[hreflang]")) twin.search = query;
  }

  async function narrow() {
    keep();
    try {
      listings ??= await read();
      show();
    } catch {
      const open = document.activeElement.closest(".filter details");
      for (const { links, ticks } of groups) ticks.replaceWith(links);
      open?.querySelector("summary").focus();
      status.textContent = say("failed");
    }
  }

  function restore() {
    const asked = new URLSearchParams(location.search);
    for (const { field, details, boxes } of groups) {
      const values = (asked.get(field) ?? "").split(",");
      for (const { value, input } of boxes) input.checked = values.includes(value);
      if (boxes.some(({ input }) => input.checked)) details.open = true;
    }
    if (boxes.some(({ input }) => input.checked)) narrow();
  }

  section.addEventListener("change", narrow);
  clear.addEventListener("click", () => {
    for (const { input } of boxes) input.checked = false;
    narrow();
    boxes[0].label.closest("details").querySelector("summary").focus();
  });
  section.querySelector(".filter-how").hidden = false;
  restore();
}

const section = document.querySelector(".filter");
if (section) start(section);
