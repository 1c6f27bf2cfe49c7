// The console's page: it shows what /console/view says, and sends what people do to /console/act.

const UNREACHABLE = "Headway cannot be reached. Is it still running? What you typed is still here.";
const NOT_SENT = "Not sent. ";
const TOO_LARGE = "That file is larger than 1 MB, which is the most Headway takes.";
const FILL_IN = "Please fill this in.";
const LOOK_AGAIN = "Please look at this again. Nothing was saved.";
const NOBODY = "Choose who you are first.";
const RECONNECTING = "Reconnecting…";
const READING = "Reading the file. A large one takes a few seconds …";
const LARGEST_FILE = 1024 * 1024;
const MOST_SUGGESTIONS = 8;
const NEAR_BOTTOM = 80;
const PATIENCE = 300;

const find = (id) => document.getElementById(id);
const log = find("log");
const box = find("messages");
const words = find("words");
const dialog = find("dialog");
const side = find("side");
const completions = find("completions");

const LAST = "headway-last";
const store = (() => {
  try {
    return window.localStorage;
  } catch {
    return null; // The browser keeps nothing: then nothing is remembered as read.
  }
})();

const here = new URL(location.href).searchParams;
const state = {
  as: here.get("as") ?? store?.getItem(LAST) ?? "",
  in: here.get("in") ?? "",
  first: null,
  wantsEarlier: false,
};
let token = document.querySelector('meta[name="page-token"]').content;

// ---- talking to the server ------------------------------------------------------------------

class Failure extends Error {}

function about() {
  return {
    as: state.as,
    in: state.in,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? "",
    locale: navigator.language ?? "",
  };
}

async function reach(path, options) {
  try {
    return await fetch(path, { ...options, headers: { ...options.headers, "X-Page-Token": token } });
  } catch {
    throw new Failure(UNREACHABLE);
  }
}

// After a restart the token of this page is stale: take the new one, so that nothing typed is lost.
async function renewToken() {
  const page = await reach("/console", {});
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const found = fresh.querySelector('meta[name="page-token"]')?.content;
  if (!page.ok || !found || found === token) return false;
  token = found;
  return true;
}

async function call(path, options = {}) {
  let response = await reach(path, options);
  if (response.status === 403 && (await renewToken())) response = await reach(path, options);
  const text = await response.text();
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Failure(response.ok || response.status >= 500 ? UNREACHABLE : text.trim());
  }
  if (!response.ok) throw new Failure(body.error ?? UNREACHABLE);
  return body;
}

function post(path, body) {
  return call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
}

// The key of an act that has no answer yet: trying the same again is then the same act.
const keys = new Map();

function keyOf(where, act) {
  const same = JSON.stringify([where.as, where.in, act]);
  if (!keys.has(same)) keys.set(same, crypto.randomUUID());
  return [keys.get(same), () => keys.delete(same)];
}

async function act(what, { same = what, where = about() } = {}) {
  if (!where.as) throw new Failure(NOBODY);
  const [key, forget] = keyOf(where, same);
  const answer = await post("/console/act", { ...where, key, act: what });
  forget();
  return answer;
}

// ---- what is shown --------------------------------------------------------------------------

let isLooking = false;
let looksAgain = false;
let shownPlace = "";
const shownHtml = new Map();

async function look() {
  if (isLooking) {
    looksAgain = true;
    return;
  }
  isLooking = true;
  try {
    do {
      looksAgain = false;
      const query = new URLSearchParams(about());
      if (state.first !== null) query.set("first", state.first);
      if (state.wantsEarlier) query.set("earlier", "1");
      const asked = `${state.as} ${state.in}`;
      const seen = await call(`/console/view?${query}`);
      if (asked === `${state.as} ${state.in}`) show(seen);
      else looksAgain = true;
    } while (looksAgain);
    find("link").textContent = "";
  } catch (failure) {
    find("link").textContent = RECONNECTING;
    if (!(failure instanceof Failure)) throw failure;
  } finally {
    isLooking = false;
  }
}

function show(seen) {
  const hasMoved = state.as !== seen.as || state.in !== seen.in;
  Object.assign(state, { as: seen.as, in: seen.in, first: seen.first });
  store?.setItem(LAST, seen.as);
  if (hasMoved) {
    history.replaceState(null, "", addressOf(state));
    listen();
  }
  fill(find("person"), seen.people);
  fill(find("lists"), seen.lists);
  markUnread();
  find("title").textContent = seen.title;
  document.title = `${seen.title} – Headway`;
  words.placeholder = seen.placeholder;
  find("earlier").hidden = !seen.has_earlier;
  showMessages(seen.messages);
  state.wantsEarlier = false;
}

function fill(element, html) {
  if (shownHtml.get(element.id) === html) return;
  shownHtml.set(element.id, html);
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.in : null;
  element.innerHTML = html;
  if (focused) element.querySelector(`[data-in="${CSS.escape(focused)}"]`)?.focus();
}

function showMessages(html) {
  const place = `${state.as} ${state.in}`;
  const isNew = place !== shownPlace;
  const wasAtBottom = isAtBottom();
  const [height, newest] = [log.scrollHeight, newestId()];
  if (isNew) {
    log.setAttribute("aria-live", "off");
    box.replaceChildren();
    shownPlace = place;
  }
  reconcile(html);
  foldLess();
  if (isNew) toBottom();
  else if (wasAtBottom) toNews(newest);
  else if (state.wantsEarlier) log.scrollTop += log.scrollHeight - height;
  else if (newestId() > newest) find("down").hidden = false;
  if (isNew) setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
}

// Only what is new or different is touched, so that reading, focus and unfolded texts stay as they are.
function reconcile(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const old = new Map([...box.children].map((child) => [child.dataset.key, child]));
  let at = box.firstElementChild;
  for (const fresh of [...made.content.children]) {
    const { key } = fresh.dataset;
    const known = old.get(key);
    const isSame = known && shownHtml.get(known) === fresh.outerHTML;
    const node = isSame ? known : fresh;
    if (!isSame) shownHtml.set(fresh, fresh.outerHTML);
    if (known && !isSame) {
      if (at === known) at = fresh;
      swap(known, fresh);
    }
    if (node === at) at = at.nextElementSibling;
    else box.insertBefore(node, at);
    old.delete(key);
  }
  for (const gone of old.values()) drop(gone);
}

function swap(known, fresh) {
  const hadFocus = known.contains(document.activeElement);
  shownHtml.delete(known);
  known.replaceWith(fresh);
  if (hadFocus) (fresh.querySelector("button:not([disabled])") ?? words).focus();
}

function drop(gone) {
  shownHtml.delete(gone);
  gone.remove();
}

function foldLess() {
  for (const fold of box.querySelectorAll(".fold:not([data-checked])")) {
    fold.dataset.checked = "";
    const button = fold.nextElementSibling;
    button.addEventListener("click", () => {
      const isOpen = fold.classList.toggle("open");
      button.setAttribute("aria-expanded", String(isOpen));
      button.textContent = isOpen ? "Show less" : "Show all";
    });
  }
}

// To the bottom, but never past the beginning of what was not there before.
function toNews(newest) {
  toBottom();
  const first = [...box.querySelectorAll("[data-id]")].find(({ dataset }) => Number(dataset.id) > newest);
  if (first) log.scrollTop = Math.min(log.scrollTop, first.offsetTop - log.offsetTop - 8);
}

function newestId() {
  return Number(box.lastElementChild?.dataset.id ?? 0);
}

function isAtBottom() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_BOTTOM;
}

function toBottom() {
  log.scrollTop = log.scrollHeight;
  find("down").hidden = true;
}

// ---- what was read --------------------------------------------------------------------------

function markUnread() {
  const name = `headway-seen ${state.as}`;
  const seen = JSON.parse(store?.getItem(name) ?? "{}");
  for (const link of find("lists").querySelectorAll("a[data-in]")) {
    const newest = Number(link.dataset.newest);
    if (link.dataset.in === state.in) seen[state.in] = Math.max(seen[state.in] ?? 0, newest);
    const isUnread = newest > (seen[link.dataset.in] ?? 0);
    link.classList.toggle("has-unread", isUnread);
    link.querySelector(".unread").hidden = !isUnread;
  }
  store?.setItem(name, JSON.stringify(seen));
}

// ---- going elsewhere ------------------------------------------------------------------------

const drafts = new Map();

function addressOf({ as, in: where }) {
  return `/console?${new URLSearchParams({ as, in: where })}`;
}

function goTo(place, { isNewStep = true } = {}) {
  drafts.set(`${state.as} ${state.in}`, words.value);
  Object.assign(state, { first: null, wantsEarlier: false }, place);
  if (state.in.startsWith("dm:")) state.in = `dm:${state.as}`;
  if (isNewStep) history.pushState(null, "", addressOf(state));
  words.value = drafts.get(`${state.as} ${state.in}`) ?? "";
  grow();
  closeCompletions();
  clearNotices();
  listen();
  return look();
}

window.addEventListener("popstate", () => {
  const then = new URL(location.href).searchParams;
  goTo({ as: then.get("as") ?? "", in: then.get("in") ?? "" }, { isNewStep: false });
});

find("person").addEventListener("change", (event) => goTo({ as: event.target.value }));

find("lists").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in]");
  if (!link) return;
  event.preventDefault();
  closeSide();
  goTo({ in: link.dataset.in });
});

// ---- live updates ---------------------------------------------------------------------------

let events = null;

function listen() {
  events?.close();
  events = new EventSource(`/console/events?${new URLSearchParams({ as: state.as, token })}`);
  events.addEventListener("changed", look);
  events.addEventListener("error", () => {
    find("link").textContent = RECONNECTING;
    if (events.readyState !== EventSource.CLOSED) return;
    const closed = events;
    setTimeout(async () => {
      await look();
      if (events === closed) listen();
    }, 2000);
  });
}

// ---- notices --------------------------------------------------------------------------------

function notify(html, { isError = false } = {}) {
  const notice = document.createElement("div");
  notice.className = isError ? "notice wrong" : "notice";
  notice.setAttribute("role", isError ? "alert" : "status");
  const inside = document.createElement("div");
  if (isError) inside.textContent = html;
  else inside.innerHTML = html;
  const close = document.createElement("button");
  Object.assign(close, { type: "button", className: "quiet", textContent: "✕" });
  close.setAttribute("aria-label", "Dismiss");
  close.addEventListener("click", () => {
    notice.remove();
    words.focus();
  });
  const wasAtBottom = isAtBottom();
  find("notices").append(notice);
  notice.append(inside, close);
  if (wasAtBottom) toBottom();
}

function clearNotices() {
  find("notices").replaceChildren();
}

function complain(failure) {
  if (!(failure instanceof Failure)) throw failure;
  clearNotices();
  notify(NOT_SENT + failure.message, { isError: true });
}

async function take(answer) {
  clearNotices();
  if (answer.notice) notify(answer.notice);
  if (answer.form) openDialog(answer.form, "act");
  await look();
}

// ---- saying and clicking --------------------------------------------------------------------

let sending = Promise.resolve();

// One after the other, in the order and to the place in which they were said.
function say(text) {
  const where = about();
  sending = sending.then(() => deliverWords(text, where));
  return sending;
}

async function deliverWords(text, where) {
  try {
    const answer = await act({ kind: "say", text }, { where });
    toBottom();
    await take(answer);
  } catch (failure) {
    giveBack(text, where);
    complain(failure);
  }
}

function giveBack(text, where) {
  const place = `${where.as} ${where.in}`;
  const isHere = place === `${state.as} ${state.in}`;
  const typed = isHere ? words.value : (drafts.get(place) ?? "");
  const both = typed && typed !== text ? `${text}\n${typed}` : text;
  drafts.set(place, both);
  if (!isHere) return;
  words.value = both;
  grow();
}

async function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await take(await act({ kind: "click", button: button.dataset.click }));
  } catch (failure) {
    complain(failure);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { click, say: text, open } = button.dataset;
  if (click) press(button);
  else if (text) say(text).then(() => dialog.open || words.focus());
  else if (open) openDialog(document.querySelector(`template[data-form="${open}"]`).innerHTML, open);
});

find("earlier").addEventListener("click", () => {
  state.wantsEarlier = true;
  look();
});
find("down").addEventListener("click", () => {
  toBottom();
  words.focus();
});
log.addEventListener("scroll", () => {
  if (isAtBottom()) find("down").hidden = true;
});

// ---- the composer ---------------------------------------------------------------------------

function grow() {
  const wasAtBottom = isAtBottom();
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight}px`;
  if (wasAtBottom) toBottom();
}

find("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  closeCompletions();
  const text = words.value;
  words.focus();
  if (!text.trim()) return;
  words.value = "";
  grow();
  say(text);
});

words.addEventListener("input", () => {
  grow();
  complete();
});
words.addEventListener("blur", () => setTimeout(closeCompletions, 150));
words.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (!completions.hidden && steer(event)) {
    event.preventDefault();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    find("composer").requestSubmit();
  }
});

// ---- completion -----------------------------------------------------------------------------

const commands = [...completions.children].map((item) => ({
  name: item.dataset.take,
  usage: item.querySelector(".usage").textContent,
  summary: item.querySelector(".summary").textContent,
}));
let suggestions = [];
let active = -1;

function complete() {
  const before = words.value.slice(0, words.selectionStart);
  suggestions = (mentions(before) ?? matching(before)).slice(0, MOST_SUGGESTIONS);
  active = -1;
  completions.replaceChildren(...suggestions.map(suggestionItem));
  completions.hidden = suggestions.length === 0;
  find("found").textContent = suggestions.length ? `${suggestions.length} suggestions. Tab takes the first.` : "";
  highlight(-1);
}

function matching(before) {
  const found = /^\s*(?:@headway[ ,:]+)?(\/?)(?:headway +)?([^\n]*)$/i.exec(before);
  if (!found || words.value.length > before.length) return [];
  const typed = found[2].toLowerCase();
  if (!typed && !found[1]) return [];
  const start = before.length - found[2].length;
  const fits = commands.filter(({ name }) => name.startsWith(typed) && name !== typed.trimEnd());
  const near = commands.filter(({ name }) => typed && !name.startsWith(typed) && name.includes(` ${typed}`));
  return [...fits, ...near].map((one) => ({ ...one, start, insert: `${one.name} ` }));
}

function mentions(before) {
  const found = /(?:^|\s)@([\p{L}\p{N}_]{0,30})$/u.exec(before);
  if (!found) return null;
  const typed = found[1].toLowerCase();
  const start = before.length - found[1].length - 1;
  const people = [...find("person").options].filter((option) => option.value);
  const all = [
    { usage: "@Headway", summary: "ask Headway", insert: "@Headway " },
    ...people.map(({ text }) => ({ usage: `@${text}`, summary: "", insert: `@${text} ` })),
  ];
  const fits = (name) => ` ${name.toLowerCase().slice(1)}`.includes(` ${typed}`);
  return all.filter(({ usage }) => fits(usage)).map((one) => ({ ...one, start }));
}

function suggestionItem(one, index) {
  const item = document.createElement("li");
  item.id = `c${index}`;
  item.setAttribute("role", "option");
  for (const part of ["usage", "summary"]) {
    const span = document.createElement("span");
    span.className = part;
    span.textContent = one[part];
    item.append(span, " ");
  }
  item.addEventListener("mousedown", (event) => event.preventDefault());
  item.addEventListener("click", () => accept(index));
  return item;
}

function highlight(index) {
  active = index;
  for (const [at, item] of [...completions.children].entries()) {
    item.setAttribute("aria-selected", String(at === index));
    if (at === index) item.scrollIntoView({ block: "nearest" });
  }
  if (index < 0) words.removeAttribute("aria-activedescendant");
  else words.setAttribute("aria-activedescendant", `c${index}`);
}

// Whether the key was for the list. Enter takes only what was chosen: otherwise it sends what is typed.
function steer({ key, shiftKey }) {
  const count = suggestions.length;
  if (key === "ArrowDown") highlight((active + 1) % count);
  else if (key === "ArrowUp") highlight((active <= 0 ? count : active) - 1);
  else if (key === "Tab" && !shiftKey) accept(Math.max(active, 0));
  else if (key === "Enter" && active >= 0) accept(active);
  else if (key === "Escape") closeCompletions();
  else return false;
  return true;
}

function accept(index) {
  const { start, insert } = suggestions[index];
  words.setRangeText(insert, start, words.selectionStart, "end");
  grow();
  complete();
  words.focus();
}

function closeCompletions() {
  completions.hidden = true;
  suggestions = [];
  find("found").textContent = "";
  highlight(-1);
}

// ---- forms ----------------------------------------------------------------------------------

let opener = null;

function openDialog(html, target) {
  if (!dialog.open) opener = document.activeElement;
  dialog.dataset.target = target;
  dialog.innerHTML = html;
  if (!dialog.open) dialog.showModal();
  for (const filter of dialog.querySelectorAll("[data-filter]")) filterPicks(filter);
  const summary = dialog.querySelector(".summary");
  const first = dialog.querySelector(".form-body input, .form-body select, .form-body textarea");
  (summary.hidden ? (first ?? dialog.querySelector("[type=submit]")) : summary).focus();
}

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  const offer = opener?.dataset?.click;
  const back = opener?.isConnected ? opener : offer && document.querySelector(`[data-click="${CSS.escape(offer)}"]`);
  (back && back !== document.body ? back : words).focus();
  opener = null;
});

dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) dialog.close();
  const link = event.target.closest(".summary a");
  if (!link) return;
  event.preventDefault();
  const field = dialog.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
  (field?.querySelector("input") ?? field)?.focus();
});

// What was wrong is being mended: the field no longer says so. Whether it is right is seen when it is sent.
function forgive(field) {
  const error = field?.querySelector(".error");
  if (!error || error.hidden) return;
  error.hidden = true;
  for (const control of field.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

dialog.addEventListener("input", (event) => {
  forgive(event.target.closest(".field"));
  if (event.target.matches("[data-filter]")) filterPicks(event.target);
  else if (event.target.type === "checkbox") countPicks(event.target.closest(".field"));
});

dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.target);
});

async function submit(form) {
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  const values = valuesOf(form);
  if (!isFilled(form, values)) return;
  button.disabled = true;
  form.setAttribute("aria-busy", "true");
  try {
    received(await deliver(form, values), dialog.dataset.target);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    summarise(form, failure.message, []);
  } finally {
    button.disabled = false;
    form.removeAttribute("aria-busy");
  }
}

function deliver(form, values) {
  const { target } = dialog.dataset;
  if (target !== "act") return post(`/console/${target}`, { values });
  const { id } = form.dataset;
  // One showing of a form is saved once, whatever was changed between two tries.
  return act({ kind: "submit_form", form: id, values }, { same: { form: id } });
}

function received(answer, target) {
  if (answer.form) {
    openDialog(answer.form, target);
    return;
  }
  dialog.close();
  closeSide();
  if (answer.as) goTo({ as: answer.as });
  else if (answer.in) goTo({ in: answer.in });
  else take(answer);
}

function valuesOf(form) {
  const data = new FormData(form);
  return Object.fromEntries(
    [...form.querySelectorAll("[data-field]")].map(({ dataset }) => [dataset.field, data.getAll(dataset.field)]),
  );
}

function isFilled(form, values) {
  const missing = [];
  for (const field of form.querySelectorAll("[data-field]")) {
    const isMissing = "must" in field.dataset && !values[field.dataset.field].some((value) => value.trim());
    const error = field.querySelector(".error");
    error.hidden = !isMissing;
    error.textContent = isMissing ? FILL_IN : "";
    const control = field.querySelector("[aria-required]");
    if (isMissing) {
      control?.setAttribute("aria-invalid", "true");
      missing.push(field);
    } else control?.removeAttribute("aria-invalid");
  }
  if (missing.length) summarise(form, LOOK_AGAIN, missing);
  return missing.length === 0;
}

function summarise(form, title, fields) {
  const summary = form.querySelector(".summary");
  summary.querySelector("h3").textContent = title;
  const items = fields.map((field) => {
    const link = document.createElement("a");
    link.href = `#f-${field.dataset.field}`;
    link.textContent = `${field.dataset.label}: ${FILL_IN}`;
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  summary.querySelector("ul").replaceChildren(...items);
  summary.hidden = false;
  summary.focus();
}

function filterPicks(filter) {
  const wanted = filter.value.trim().toLowerCase();
  const field = filter.closest(".field");
  for (const group of field.querySelectorAll(".group")) {
    const groupFits = (group.getAttribute("aria-label") ?? "").toLowerCase().includes(wanted);
    let shown = 0;
    for (const pick of group.querySelectorAll(".pick")) {
      pick.hidden = !groupFits && !pick.textContent.toLowerCase().includes(wanted);
      shown += pick.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
  }
  countPicks(field);
}

function countPicks(field) {
  const count = field.querySelector(".count");
  if (count) count.textContent = `${field.querySelectorAll("input:checked").length} chosen`;
}

// ---- files ----------------------------------------------------------------------------------

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const main = find("main");

for (const name of ["dragenter", "dragover"]) {
  main.addEventListener(name, (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    main.classList.add("dropping");
  });
}
main.addEventListener("dragleave", (event) => {
  if (!main.contains(event.relatedTarget)) main.classList.remove("dropping");
});
main.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  main.classList.remove("dropping");
  upload(event.dataTransfer.files[0]);
});
find("attach").addEventListener("click", () => find("file").click());
find("file").addEventListener("change", (event) => {
  upload(event.target.files[0]);
  event.target.value = "";
});

async function upload(file) {
  if (!file) return;
  const wait = setTimeout(() => notify(READING), PATIENCE);
  try {
    if (!state.as) throw new Failure(NOBODY);
    if (file.size > LARGEST_FILE) throw new Failure(TOO_LARGE);
    const where = about();
    const [key, forget] = keyOf(where, { file: file.name, size: file.size, changed: file.lastModified });
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...where, key })) form.set(name, value);
    form.set("file", file);
    const answer = await call("/console/upload", { method: "POST", body: form });
    forget();
    clearTimeout(wait);
    toBottom();
    await take(answer);
  } catch (failure) {
    complain(failure);
  } finally {
    clearTimeout(wait);
  }
}

// ---- the side bar on narrow screens ---------------------------------------------------------

function openSide() {
  side.classList.add("open");
  main.inert = true;
  find("open-side").setAttribute("aria-expanded", "true");
  find("close-side").focus();
}

function closeSide() {
  if (!side.classList.contains("open")) return;
  side.classList.remove("open");
  main.inert = false;
  find("open-side").setAttribute("aria-expanded", "false");
  find("open-side").focus();
}

find("open-side").addEventListener("click", openSide);
find("close-side").addEventListener("click", closeSide);
find("veil").addEventListener("click", closeSide);
side.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSide();
});
matchMedia("(min-width: 760px)").addEventListener("change", closeSide);

listen();
look().then(() => dialog.open || words.focus());
