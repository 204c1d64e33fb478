// The page follows a stream of pictures and counts down by itself: nothing is sent while only time passes.
"use strict";
const at = (id) => document.getElementById(id);
const SILENT = 12000;  // milliseconds without a sign of life after which the stream is opened anew
const WHY = {
  not_understood: "That means nothing to the coach here.", not_now: "That makes no sense right now.",
  no_such_session: "There is no such session.", too_fast: "Too much at once; wait a moment.",
  nobody: "The coach is not there.", busy: "The coach is busy; try again.", silent: "Not now; ask again in the rest.",
  failed: "That cannot be read now.", looks: "This screen only looks.", malformed: "That cannot be sent.",
  wrong: "That is not the number.", unpaired: "This screen is not paired.",
  another_program: "Another program is followed; “coach program stop” on the box ends it.",
  no_such_program: "There is no such program.", needs_date: "It leads to a race: give the day of the race.",
  past_date: "That day has passed.",
};

const WITHIN = 5000;   // milliseconds a server may take to say who this device is: one that hangs is asked anew

let now = null, came = 0, tries = 0, stream = null, sign = 0, paired = false, film = null, lock = null;

// ------------------------------------------------------------------------------------------------ the stream

function open() {
  if (stream) stream.close();
  sign = Date.now();
  const mine = stream = new EventSource("events");
  const alive = () => { sign = Date.now(); };
  mine.addEventListener("open", alive);
  mine.addEventListener("beat", alive);
  mine.addEventListener("message", (event) => { alive(); take(JSON.parse(event.data)); });
  mine.addEventListener("error", () => { if (stream === mine) lost(); });
}

// Older browsers wait as long as it takes.
const me = () => fetch("me", AbortSignal.timeout ? { signal: AbortSignal.timeout(WITHIN) } : {});

async function lost() {
  stream.close();
  stream = null;
  state("Connecting again");
  document.body.classList.add("away");
  tries += 1;
  try {
    const answer = await me();
    if (answer.status === 401) { unpaired(); return; }
  } catch { /* the server is gone; it is tried again below */ }
  setTimeout(() => { if (!stream && paired) open(); }, 1000);
}

setInterval(() => { if (stream && Date.now() - sign > SILENT) lost(); }, 1000);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !paired) return;
  if (!stream || Date.now() - sign > 6000) open();
  if (lock || film) keepAwake();
});

function take(message) {
  if (message.is === "away") {
    now = null;
    state("The coach is not running");
    document.body.classList.add("away");
    at("controls").hidden = at("sessions").hidden = true;
    draw();
    return;
  }
  if (message.is === "picture") now = {};
  if (!now) return;
  Object.assign(now, message);
  came = performance.now();
  document.body.classList.remove("away");
  state("");
  draw();
}

// ------------------------------------------------------------------------------------------------ the picture

const clock = () => now.at + (performance.now() - came) / 1000;
const put = (id, text) => { const place = at(id); if (place.textContent !== text) place.textContent = text; };
const state = (text) => put("state", text);

function figures(seconds) {
  const left = Math.max(0, Math.ceil(seconds - 0.05));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

function tick() {
  if (!now) { put("timer", ""); put("reps", ""); put("dots", ""); return; }
  const time = clock();
  const done = now.rep + now.rep_ends.filter((end) => end <= time).length;
  put("timer", now.ends ? figures(now.ends.session - time) : "");
  put("reps", now.reps ? `${done} / ${now.reps}` : "");
  put("dots", now.reps && now.reps <= 20 ? "●".repeat(done) + "○".repeat(Math.max(0, now.reps - done)) : "");
}
setInterval(tick, 100);

function draw() {
  at("now").hidden = false;
  document.body.dataset.mood = now ? now.situation.replace(" ", "-") : "away";
  put("title", now ? now.title : "");
  put("situation", now && now.situation !== now.what.toLowerCase() ? now.situation : "");
  put("what", now ? now.what : "");
  put("detail", now ? now.detail : "");
  put("load", now ? [now.load, now.plates].filter(Boolean).join("  ·  ") : "");
  put("next", now && now.next ? `Next: ${now.next}` : "");
  put("said", now && now.said ? `“${now.said}”` : "");
  put("heard", now ? heard(now.heard) : "");
  put("trouble", now && now.trouble ? now.trouble.text : "");
  list(at("summary"), now ? now.summary : [], (line) => line);
  tick();
  if (!now) return;
  at("controls").hidden = false;
  for (const button of document.querySelectorAll("[data-press]")) {
    const fits = now.buttons.includes(button.dataset.press);
    button.setAttribute("aria-disabled", String(!fits));
    button.classList.toggle("now", fits);
  }
  list(at("answers"), now.asked ? now.asked.answers : [], (answer) => key(answer, () => wish({ say: answer })));
  at("sessions").hidden = !now.sessions.length;
  put("today", now.today.length ? `Today: ${now.today.join(", ")}. “Ready” begins it.` : "");
  list(at("sessions").querySelector("ul"), now.sessions.map((each) => JSON.stringify(each)), (text) => {
    const each = JSON.parse(text);
    return key(each.title, () => wish({ start: each.name }));
  });
}

function heard(what) {
  if (!what) return "";
  const meant = what.meant.replaceAll("_", " ");
  if (meant === what.text) return `Heard: ${what.text}`;
  return `Heard: ${what.text} (${what.sure ? meant : `perhaps ${meant}`})`;
}

function list(place, items, make) {
  const mark = JSON.stringify(items);
  if (place.dataset.mark === mark) return;  // what is unchanged keeps its focus
  place.dataset.mark = mark;
  place.replaceChildren(...items.map((item) => {
    const made = make(item);
    if (place.tagName !== "UL") return made;
    const entry = document.createElement("li");
    entry.append(made);
    return entry;
  }));
}

function key(text, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", press);
  return button;
}

// ------------------------------------------------------------------------------------------------ wishes

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    if (answer.status === 401) unpaired();
    return await answer.json();
  } catch {
    return { done: false, why: "nobody" };
  }
}

async function wish(what) {
  put("answer", "");
  const answer = await post("wish", what);
  const meant = (answer.meant || "").replaceAll("_", " ");
  const near = answer.nearest ? ` Perhaps “${answer.nearest}”.` : "";
  put("answer", answer.done ? (answer.sure === false ? `The coach asks: ${meant}?` : `Taken for: ${meant}`)
    : (WHY[answer.why] || "That did not work.") + near);
}

for (const button of document.querySelectorAll("[data-press]")) {
  button.addEventListener("click", () => wish({ press: button.dataset.press }));
}
at("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  const sentence = at("sentence").value.trim();
  if (sentence) wish({ say: sentence });
  at("sentence").value = "";
});

async function lookedUp(path, show) {
  const place = at(path);
  if (!place.hidden) { place.hidden = true; return; }
  place.hidden = false;
  await fill(path, show);
}

async function fill(path, show) {
  const place = at(path);
  place.textContent = "One moment …";
  let found = { done: false, why: "nobody" };
  try { found = await (await fetch(path)).json(); } catch { /* told below */ }
  if (!found.done) { place.textContent = WHY[found.why] || "That did not work."; return; }
  if (!found[path].length) { place.textContent = "Nothing yet."; return; }
  place.replaceChildren(show(found[path]));
}

function made(tag, text, ...within) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...within);
  return element;
}

function table(names, rows) {
  const lines = [made("tr", "", ...names.map((name) => made("th", name)))];
  for (const each of rows) lines.push(made("tr", "", ...names.map((name) => made("td", each[name]))));
  const scroll = made("div", "", made("table", "", ...lines));
  scroll.className = "scroll";
  return scroll;
}

function cards(rows, card) {
  const list = made("ul", "", ...rows.map((row) => made("li", "", ...card(row).filter(Boolean))));
  list.className = "cards";
  return list;
}

const PAST = ["day", "title", "minutes", "sets", "volume", "ended"];
at("past").addEventListener("click", () => lookedUp("history", (rows) => table(PAST, rows)));

function person(row) {
  const trouble = [row.red_flag, row.complaints].filter(Boolean).join(", ");
  return [
    made("h3", row.lifter), made("p", `${row.ago}, ${row.title}, ${row.where}`),
    made("p", [`${row.sets} sets this week`, row.trend].filter(Boolean).join(", ")),
    trouble && Object.assign(made("p", trouble), { className: row.red_flag ? "flag" : "trouble" }),
  ];
}
at("people").addEventListener("click", () => lookedUp("everybody", (rows) => cards(rows, person)));

// A program is begun by two presses, the second of which says what it does.
function program(row, followed) {
  const parts = [made("h3", row.title), made("p", `${row.weeks} weeks, for ${row.for}`), row.next && made("p", row.next)];
  if (followed || document.documentElement.classList.contains("looks")) return parts;
  const form = made("form", "");
  const day = made("input", "");
  day.type = "date";
  day.required = Boolean(row.to_a_date);
  form.append(made("label", row.to_a_date ? "The day of the race" : "From this day on; today when left empty", day));
  form.append(made("button", `Begin ${row.title}`));
  form.hidden = true;
  form.addEventListener("submit", (event) => { event.preventDefault(); begun(row.name, day.value); });
  return [...parts, key("Follow it", () => { form.hidden = !form.hidden; }), form];
}

async function begun(name, day) {
  const answer = await post("wish", day ? { start_program: name, on: day } : { start_program: name });
  await fill("programs", programs);
  const told = answer.done ? `Started: ${answer.started}` : WHY[answer.why] || "That did not work.";
  at("programs").prepend(Object.assign(made("p", told), { id: "begun" }));
}

const programs = (rows) => cards(rows, (row) => program(row, rows.some((each) => each.next)));
at("program").addEventListener("click", () => lookedUp("programs", programs));

// ------------------------------------------------------------------------------------------------ staying awake

async function keepAwake() {
  // A page that comes over plain http may not ask for the screen to stay on; a film that runs does it in most browsers.
  // It is muted, as only that may begin by itself when the page is seen again, and loops, as the screen stays on no
  // longer than it runs.
  if (navigator.wakeLock) {
    try {
      lock = await navigator.wakeLock.request("screen");
      put("awakeness", "The screen stays on while this page is seen.");
      return;
    } catch { /* refused: then the film */ }
  }
  if (!film) {
    film = document.createElement("video");
    film.muted = film.loop = film.playsInline = true;
    film.setAttribute("aria-hidden", "true");
    film.src = "awake.mp4";
    document.body.append(film);
  }
  try {
    await film.play();
    put("awakeness", "A tiny silent film runs so that the screen stays on. If it goes dark all the same: the display settings.");
  } catch {
    put("awakeness", "This browser does not let the page keep the screen on: see the display settings.");
  }
}
at("awake").addEventListener("click", keepAwake);

// ------------------------------------------------------------------------------------------------ pairing

function unpaired() {
  paired = false;
  now = null;
  if (stream) { stream.close(); stream = null; }
  for (const id of ["now", "controls", "sessions", "more", "history", "programs", "everybody"]) at(id).hidden = true;
  at("pairing").hidden = false;
  state("Not paired");
}

async function begin() {
  let answer;
  try {
    answer = await me();
  } catch {
    state("Connecting again");
    setTimeout(begin, 1000);
    return;
  }
  if (answer.status === 401) { unpaired(); return; }
  const device = await answer.json();
  paired = true;
  document.documentElement.classList.toggle("looks", device.looks);
  at("pairing").hidden = true;
  at("more").hidden = false;
  state("");
  open();
}

const pairstate = (text) => put("pairstate", text);

function refused(answer) {
  pairstate(answer.why === "wait" ? `Wait ${answer.seconds} seconds.` : WHY[answer.why] || "That did not work.");
}

at("speak").addEventListener("click", async () => {
  pairstate("");
  const answer = await post("pin", {});
  if (answer.done) { pairstate("The coach says the number now."); at("number").focus(); } else refused(answer);
});
at("pin").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await post("pair", {
    pin: at("number").value.replaceAll(" ", ""), name: at("name").value, looks: at("looks").checked,
  });
  if (answer.done) { at("number").value = ""; pairstate(""); begin(); } else refused(answer);
});
at("leave").addEventListener("click", async () => { await post("leave", {}); unpaired(); });

(async () => {
  const code = location.hash.slice(1);  // what stands behind the # is never sent by itself, so no log has it
  if (code) {
    history.replaceState(null, "", location.pathname);
    await post("pair", { code, name: "screen" });
  }
  begin();
})();
