// The listings nearest to a town, a postal area or a position, worked out on the reader's device. Nothing is fetched before the first use.
// What is typed or measured stays here: a host sees only which provinces' lists are fetched. All words come from the page.

// This and the two formulas are those of sitegen/plan/near.py; a test compares them.
const NEAREST = 8;
const EARTH_KM = 6371.0088;
const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
const CHOICES = 8;

const radians = (degrees) => (degrees * Math.PI) / 180;

export function distanceKm(one, other) {
  const north = radians(one.lat), otherNorth = radians(other.lat), east = radians(other.lon - one.lon);
  const chord = Math.sin((otherNorth - north) / 2) ** 2 + Math.cos(north) * Math.cos(otherNorth) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
}

export function direction(one, other) {
  const north = radians(one.lat), otherNorth = radians(other.lat), east = radians(other.lon - one.lon);
  const bearing = Math.atan2(
    Math.sin(east) * Math.cos(otherNorth),
    Math.cos(north) * Math.sin(otherNorth) - Math.sin(north) * Math.cos(otherNorth) * Math.cos(east),
  );
  return WINDS[(Math.round((bearing * 4) / Math.PI) + 8) % 8];
}

// A name as it is compared: without accents, case, signs and spaces.
export function plain(name) {
  const letters = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’.]/g, "");
  return letters.replace(/\bst\b/g, "saint").replace(/\bste\b/g, "sainte").replace(/[^a-z0-9]/g, "");
}

// The area that a postal code begins with, or ""; a letter O in place of the zero is forgiven.
export function areaOf(typed) {
  const code = typed.toUpperCase().replace(/[\s-]/g, "").replace(/^([A-Z])O(?=[A-Z](\d|$))/, "$10");
  return /^[A-Z]\d[A-Z](\d([A-Z]\d?)?)?$/.test(code) ? code.slice(0, 3) : "";
}

function start(section) {
  const form = section.querySelector("form"), field = form.querySelector("input"), here = form.querySelector("[type=button]");
  const status = section.querySelector("[role=status]"), results = section.querySelector(".near-results");
  const lang = document.documentElement.lang, numbers = new Intl.NumberFormat(lang), plurals = new Intl.PluralRules(lang);
  const words = new Map([...section.querySelector("template").content.children].map((word) => [word.dataset.word, word]));
  const say = (key, values = {}) => words.get(key).textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const files = new Map();
  let known;
  // An answer that comes after a newer question is dropped.
  let turn = 0;

  function read(address) {
    if (!files.has(address)) {
      const file = fetch(address).then((sent) => (sent.ok ? sent.json() : Promise.reject(new Error(sent.status))));
      file.catch(() => files.delete(address));
      files.set(address, file);
    }
    return files.get(address);
  }

  // The pages of towns, which the lists below name, by province and name.
  function readPages() {
    const pages = new Map();
    for (const page of document.querySelectorAll("section[data-code] li a")) pages.set(page.closest("section").dataset.code + page.textContent, page.href);
    return pages;
  }

  async function readPlaces() {
    const { places, areas } = await read(form.dataset.places);
    if (!known) {
      const pages = readPages();
      const towns = places.map(([en, fr, province, lat, lon, count]) => {
        const name = (lang.startsWith("fr") && fr) || en;
        return { key: en, name, names: [en, fr || en].map(plain), province, lat, lon, count, page: pages.get(province + name) };
      });
      known = { areas, towns };
    }
    return known;
  }

  function make(tag, className, ...parts) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...parts);
    return made;
  }

  function link(address, text) {
    const made = make("a", "", text);
    made.href = address;
    return made;
  }

  function answer(text, ...parts) {
    results.replaceChildren(...parts);
    status.textContent = text;
  }

  const provinceOf = (code) => words.get(code)?.textContent ?? code;

  async function closest(point, towns) {
    const ranked = towns.filter((town) => town.count).map((town) => ({ town, km: Math.round(distanceKm(point, town)) })).sort((a, b) => a.km - b.km);
    const close = [];
    let count = 0;
    for (const entry of ranked) {
      if (count >= NEAREST && entry.km > close.at(-1).km) break;
      close.push(entry);
      count += entry.town.count;
    }
    const codes = [...new Set(close.map(({ town }) => town.province))];
    const lists = new Map(await Promise.all(codes.map(async (code) => [code, await read(`${form.dataset.listings}${code.toLowerCase()}.json`)])));
    const found = close.flatMap(({ town, km }) =>
      lists.get(town.province)[town.key].map(([id, name, kind, state]) => {
        const far = town === point ? say("same") : km ? say("far", { km: numbers.format(km), wind: say(direction(point, town)) }) : say("close");
        return { id, name, kind, state, town, km, far };
      }),
    );
    const rank = (item) => (item.kind === "public-programme" ? 0 : 1);
    return found.sort((a, b) => a.km - b.km || rank(a) - rank(b) || (a.id < b.id ? -1 : 1)).filter((item, rank) => rank < NEAREST || item.town === point);
  }

  function listing({ id, name, kind, state, town, far }) {
    const facts = make("p", "listing-facts", make("b", "listing-distance", far), " ", words.get(state).firstElementChild.cloneNode(true), " ");
    facts.append(make("span", "", say(kind)), " ", make("span", "", `${town.name}, ${provinceOf(town.province)}`));
    return make("li", "listing", make("p", "listing-name", link(`${words.get(town.province).dataset.page}${id}/`, name)), facts);
  }

  async function show(point, label, note, asked) {
    const { towns } = await readPlaces();
    const listings = await closest(point, towns);
    if (asked !== turn) return;
    if (!listings.length) return answer(say("none"));
    const [page] = towns.filter((town) => town.page).map((town) => ({ town, km: distanceKm(point, town) })).sort((a, b) => a.km - b.km);
    const heading = make("h3", "", say("heading", { place: label }));
    heading.tabIndex = -1;
    const parts = [heading, make("p", "near-hint", note, " ", say("line")), make("ul", "listings", ...listings.map(listing))];
    if (page) parts.push(make("p", "", link(page.town.page, say("more", { place: page.town.name }))));
    answer(say(`found-${plurals.select(listings.length)}`, { n: listings.length, name: listings[0].name, far: listings[0].far }), ...parts);
  }

  function choose(text, towns) {
    const items = towns.map((town) => {
      const label = `${town.name}, ${provinceOf(town.province)}`, button = make("button", "button-plain", label);
      button.type = "button";
      button.addEventListener("click", async () => {
        await tried((asked) => show(town, label, "", asked));
        results.querySelector("h3")?.focus();
      });
      return make("li", "", button);
    });
    answer(text, make("ul", "near-choices", ...items));
  }

  async function lookUp(typed, asked) {
    const code = areaOf(typed), wanted = plain(typed.split(/[,(]/)[0]);
    if (!wanted) return answer(say("empty"));
    const { towns, areas } = await readPlaces();
    if (asked !== turn) return;
    const province = code && Object.keys(areas).find((each) => code in areas[each]);
    if (province) {
      const point = areas[province][code];
      if (point) return show({ lat: point[0], lon: point[1] }, code, point[2] ? say("wide", { code }) : "", asked);
      return choose(say("territory", { code, province: provinceOf(province) }), towns.filter((town) => town.page && town.province === province));
    }
    let found = towns.filter((town) => town.names.includes(wanted));
    if (!found.length && wanted.length > 2) found = towns.filter((town) => town.names.some((name) => name.startsWith(wanted)));
    if (!found.length) return answer(say(code ? "unknown-code" : "unknown"));
    if (found.length === 1) return show(found[0], found[0].name, "", asked);
    choose(say("which"), found.slice(0, CHOICES));
  }

  async function tried(work) {
    const asked = ++turn;
    try {
      await work(asked);
    } catch {
      if (asked === turn) answer(say("failed"));
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tried((asked) => lookUp(field.value, asked));
  });
  here.hidden = !navigator.geolocation;
  here.addEventListener("click", () => {
    const asked = ++turn;
    answer(say("asking"));
    const told = ({ coords }) => asked === turn && tried((again) => show({ lat: coords.latitude, lon: coords.longitude }, say("here"), "", again));
    const refused = ({ code }) => asked === turn && answer(say(code === 1 ? "denied" : "lost"));
    navigator.geolocation.getCurrentPosition(told, refused, { maximumAge: 600000, timeout: 20000 });
  });
  section.hidden = false;
}

const section = document.querySelector(".near-you");
if (section) start(section);
