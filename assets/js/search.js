// Search on the reader's device. The index of the language is fetched when the reader first types, or when the address holds a question after
// its #, which no host sees. Nothing is kept on the device or sent. All words come from the page.

const SHOWN = 10; // pages at a time
const HEADINGS = 3; // of one page
const PAUSE_MS = 200; // after a keystroke
const WEIGHTS = { title: 8, words: 5, headings: 3, summary: 3, text: 1 };
const KINDS = { article: 1.3, "help-now": 1.3, worksheet: 1.1, province: 1.1, clinic: 0.9, near: 1.2, facet: 0.7, section: 0.5, sources: 0.4, glossary: 0.4, data: 0.4 };
const TYPOS = 0.25; // of the letters of a word
const LIKE = 0.7; // another word of the group, against the word itself
const MORE = 0.2; // each further way of saying it that a page has, against the best

// The words of a text as they are compared: without accents, case and signs; the digits of a phone number stay together.
export function wordsOf(text, lang) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
  const joined = plain.replace(/\(?(\d{3})\)?[ .-](\d{3})[ .-](\d{4})/g, "$1$2$3").replace(/(\d)-(?=\d)/g, "$1");
  return (lang === "en" ? joined.replace(/['’]/g, "") : joined).match(/[\p{L}\p{N}]+/gu) ?? [];
}

// A word without the endings that change in the plural or the feminine.
export function stem(word, lang) {
  if (word.length < 4 || /\d/.test(word)) return word;
  if (lang === "en") return word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/([^su])s$/, "$1");
  return word.replace(/aux$/, "al").replace(/[sx]$/, "").replace(/e{1,2}$/, "");
}

// A searcher over an index: it takes a question and gives pages, the best first, each with the stems that were found in it.
export function searcher(MiniSearch, { groups, ignored, danger, pages }, lang) {
  const stems = (text) => wordsOf(text, lang).map((word) => stem(word, lang));
  const dull = new Set(ignored.flatMap((word) => wordsOf(word, lang))), dullStems = new Set([...dull].map((word) => stem(word, lang)));
  const documents = pages.map(([address, kind, title, summary, words, sections], id) => ({
    id, address, kind, title, summary, words, sections,
    headings: sections.map(([, heading]) => heading).join(" "),
    text: sections.map(([, , lead, rare]) => `${lead} ${rare}`).join(" "),
  }));
  const engine = new MiniSearch({
    fields: Object.keys(WEIGHTS), tokenize: (text) => wordsOf(text, lang), processTerm: (word) => stem(word, lang),
    searchOptions: { boost: WEIGHTS, boostDocument: (id) => KINDS[documents[id].kind] ?? 1, tokenize: (text) => text.split(" "), processTerm: (word) => word, combineWith: "AND" },
  });
  engine.addAll(documents);
  const known = new Map(); // from a phrase, in stems, to the other phrases of its group
  for (const group of groups) {
    const phrases = group.map((phrase) => stems(phrase).join(" "));
    for (const phrase of phrases) known.set(phrase, phrases.filter((other) => other !== phrase));
  }
  const grave = new Set(danger.map((phrase) => stems(phrase).join(" "))); // with these stands help first
  const longest = Math.max(1, ...[...known.keys()].map((phrase) => phrase.split(" ").length));
  const spelling = new MiniSearch({ fields: ["id"], tokenize: (word) => [word], searchOptions: { fuzzy: TYPOS } });
  spelling.addAll([...known.keys()].filter((phrase) => phrase.length > 4 && !phrase.includes(" ")).map((id) => ({ id })));

  // What is asked for: phrases of the groups, the longest first, and the other words that say something.
  function ideas(question) {
    const words = wordsOf(question, lang), own = words.map((word) => stem(word, lang)), found = [];
    for (let at = 0; at < words.length; ) {
      let length = Math.min(longest, words.length - at);
      while (length > 1 && !known.has(own.slice(at, at + length).join(" "))) length--;
      const phrase = own.slice(at, at + length).join(" ");
      if (length > 1 || known.has(phrase) || !dull.has(words[at])) found.push({ phrase, like: known.get(phrase) ?? [], last: at + length === words.length });
      at += length;
    }
    return found.length ? found : own.map((phrase, at) => ({ phrase, like: [], last: at + 1 === own.length }));
  }

  // The pages that hold a phrase or another of its group, each with its score and the stems found there.
  function look({ phrase, like, last }, typos) {
    const found = new Map();
    const add = (results, weight) => {
      for (const { id, score, terms } of results) {
        const entry = found.get(id) ?? { score: 0, terms: new Set() }, own = score * weight;
        entry.score = Math.max(entry.score, own) + MORE * Math.min(entry.score, own);
        for (const term of terms) entry.terms.add(term);
        found.set(id, entry);
      }
    };
    const telling = (words) => words.split(" ").filter((word) => !dullStems.has(word)).join(" ") || words;
    add(engine.search(telling(phrase), { prefix: (word) => typos || word.length > (last ? 2 : 3), fuzzy: typos && TYPOS }), 1);
    for (const other of like) add(engine.search(telling(other)), LIKE);
    return found;
  }

  // The same, and failing that for a word of the groups that is written like it, or else for any word like it.
  function lookAgain(idea) {
    const found = look(idea);
    if (found.size || idea.phrase.length < 4) return { idea, found };
    const [meant] = spelling.search(idea.phrase);
    const other = meant && { phrase: meant.id, like: known.get(meant.id) }, better = other && look(other);
    return better?.size ? { idea: other, found: better } : { idea, found: look(idea, true) };
  }

  return (question) => {
    const asked = ideas(question), pages = new Map();
    const page = (id) => {
      if (!pages.has(id)) pages.set(id, { ...documents[id], score: 0, met: 0, terms: new Set() });
      return pages.get(id);
    };
    let inDanger = false;
    for (const each of asked) {
      const { idea, found } = lookAgain(each);
      inDanger ||= [idea.phrase, ...idea.like].some((phrase) => grave.has(phrase));
      for (const [id, { score, terms }] of found) {
        const entry = page(id);
        entry.score += score;
        entry.met += 1;
        for (const term of terms) entry.terms.add(term);
      }
    }
    if (inDanger) for (const { id, kind } of documents) if (kind === "help-now") page(id).score = Infinity;
    const worth = ({ score, met }) => score * (met / asked.length || 1) ** 2; // a page that has all that is asked for comes before others
    return [...pages.values()].sort((one, other) => worth(other) - worth(one) || one.id - other.id);
  };
}

function make(tag, className, ...parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...parts);
  return made;
}

function start(section) {
  const field = section.querySelector("input"), status = section.querySelector("[role=status]"), found = section.querySelector(".search-found");
  const list = found.querySelector("ol"), more = found.querySelector("button"), share = found.querySelector(".search-link");
  const lang = document.documentElement.lang.slice(0, 2), prefix = new URL(section.dataset.index, location.href).pathname.split("/data/")[0];
  const plurals = new Intl.PluralRules(lang), numbers = new Intl.NumberFormat(document.documentElement.lang);
  const words = new Map([...section.querySelector("template").content.children].map((word) => [word.dataset.word, word.textContent]));
  let ready, timer, results = [];

  async function read() {
    const [{ default: MiniSearch }, sent] = await Promise.all([import(section.dataset.engine), fetch(section.dataset.index)]);
    if (!sent.ok) throw new Error(sent.status);
    return searcher(MiniSearch, await sent.json(), lang);
  }

  const has = (text, terms) => wordsOf(text, lang).filter((word) => terms.has(stem(word, lang)));

  // A text with the words that were found marked.
  function marked(text, terms) {
    return text.split(/([\p{L}\p{M}\p{N}]+(?:['’-](?=\p{N})[\p{N}]+)*)/u).map((part, at) => (at % 2 && has(part, terms).length ? make("mark", "", part) : part));
  }

  function link(address, text, terms) {
    const made = make("a", "", ...marked(text, terms));
    made.href = prefix + address;
    return made;
  }

  // The summary, or the beginning of the section that has more of the words.
  function excerpt({ summary, sections, terms }) {
    const rate = (text) => new Set(has(text, terms)).size;
    return sections.map(([, , lead]) => lead).reduce((best, lead) => (rate(lead) > rate(best) ? lead : best), summary || sections[0]?.[2] || "");
  }

  function headings({ address, sections, terms }) {
    const rated = sections.map(([id, heading, lead, rare], at) => {
      const name = heading || words.get(id) || "";
      return { id, name, at, rate: id && name ? 3 * new Set(has(name, terms)).size + new Set(has(`${lead} ${rare}`, terms)).size : 0 };
    });
    const best = rated.filter(({ rate }) => rate).sort((one, other) => other.rate - one.rate || one.at - other.at).slice(0, HEADINGS);
    return best.sort((one, other) => one.at - other.at).map(({ id, name }) => make("li", "", link(`${address}#${id}`, name, terms)));
  }

  function item(page) {
    const made = make("li", "search-result"), text = excerpt(page), own = headings(page);
    made.append(make("p", "search-title", link(page.address, page.title, page.terms), " ", make("span", "search-kind", words.get(page.kind))));
    if (text) made.append(make("p", "search-text", ...marked(text, page.terms)));
    if (own.length) made.append(make("ul", "search-headings", ...own));
    return made;
  }

  function grow() {
    const items = results.slice(list.childElementCount, list.childElementCount + SHOWN).map(item);
    list.append(...items);
    more.hidden = list.childElementCount >= results.length;
    return items[0];
  }

  function clear(text) {
    results = [];
    list.replaceChildren();
    found.hidden = true;
    status.textContent = text;
  }

  async function search() {
    const question = field.value.trim();
    history.replaceState({ question }, ""); // for the way back from a page; it is in no address and ends with the tab
    if (!wordsOf(question, lang).length) return clear("");
    try {
      ready ??= read();
      const ask = await ready;
      if (question !== field.value.trim()) return;
      clear("");
      results = ask(question);
      share.href = `#q=${encodeURIComponent(question)}`;
      found.hidden = !results.length;
      grow();
      status.textContent = results.length ? words.get(`found-${plurals.select(results.length)}`)?.replace("{n}", numbers.format(results.length)) : words.get("none");
    } catch {
      ready = undefined;
      clear(words.get("failed"));
    }
  }

  function restore() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("q");
    const question = history.state?.question ?? asked;
    if (question) {
      field.value = question.slice(0, field.maxLength);
      search();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MS);
  });
  field.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    clearTimeout(timer);
    await search();
    if (results.length) found.querySelector("h3").focus();
  });
  more.addEventListener("click", () => grow().querySelector("a").focus());
  window.addEventListener("hashchange", restore);
  section.hidden = false;
  restore();
}

const section = document.querySelector(".search");
if (section) start(section);
