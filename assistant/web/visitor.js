// What belongs to the visitor: the buttons of the conversation, the settings, and the conversations that this browser
// keeps. Everything written by people is put in as text; nothing here makes HTML of a string.
(() => {
  const KEPT = "baogao.conversations", MOST = 50;
  const words = () => JSON.parse(document.querySelector("#bg-head header")?.dataset.words || "{}");
  const talk = () => document.querySelector("#bg-talk");
  const box = () => document.querySelector("#bg-box textarea");
  const busy = () => Boolean(document.querySelector("#bg-box .stop-button"));
  const act = (event, data) => { if (!busy() || event === "clear") globalThis.baogaoAct?.(event, data || {}); };

  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ } };
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

  const make = (tag, text, attributes) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  };
  const button = (text, press) => {
    const made = make("button", text, { type: "button" });
    made.addEventListener("click", press);
    return made;
  };

  let told;
  const say = (text) => {
    let live = document.querySelector("#bg-said");
    if (!live) live = document.body.appendChild(make("div", "", { id: "bg-said", role: "status" }));
    live.textContent = text;
    live.classList.add("shown");
    clearTimeout(told);
    told = setTimeout(() => live.classList.remove("shown"), 3500);
  };
  const copy = async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard without https: the old way
      const area = document.body.appendChild(make("textarea", text, { class: "bg-sr" }));
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(done);
  };
  const download = (name, text) => {
    const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // Conversations: [{id, title, at, questions, markdown}], the latest first.
  let current = null; // the id of the conversation that is shown
  let stale = null; // what is still shown of another one, until the server has answered
  const questionsShown = () => [...document.querySelectorAll("#bg-talk .bg-exchange[data-n]")].map((one) => one.dataset.question);
  const change = (id) => { stale = JSON.stringify(questionsShown()); current = id; };
  const conversations = () => {
    try {
      const all = JSON.parse(stored(KEPT) || "[]");
      return Array.isArray(all) ? all.filter((one) => one && Array.isArray(one.questions)) : [];
    } catch { return []; }
  };
  const keep = (all) => store(KEPT, JSON.stringify(all.slice(0, MOST)));
  const remember = () => {
    const questions = questionsShown(), all = conversations();
    if (JSON.stringify(questions) !== stale) stale = null;
    if (!questions.length || busy() || stale) return;
    const shown = [...document.querySelectorAll("#bg-talk .bg-exchange[data-n]")];
    const old = all.find((one) => one.id === current);
    if (old && JSON.stringify(old.questions) === JSON.stringify(questions)) return;
    current = current || crypto.randomUUID?.() || String(Date.now());
    const made = {
      id: current, at: Date.now(), title: old?.title || questions[0].slice(0, 60), questions,
      markdown: shown.map((one) => one.dataset.markdown).join("\n"),
    };
    keep([made, ...all.filter((one) => one.id !== current)]);
  };

  const begin = () => { change(null); notice(null); act("clear"); box()?.focus(); };

  const list = () => {
    document.querySelector("#bg-list")?.remove();
    const said = words();
    const dialog = document.body.appendChild(make("dialog", "", { id: "bg-list", "aria-labelledby": "bg-list-title" }));
    const opener = document.activeElement;
    dialog.addEventListener("close", () => { dialog.remove(); opener?.focus(); });
    const fill = () => {
      dialog.replaceChildren(make("h2", "", { id: "bg-list-title" }));
      dialog.firstChild.textContent = document.querySelector("[data-do=list]").textContent;
      dialog.append(make("p", said.kept, { class: "bg-hint" }));
      const rows = make("ul");
      for (const one of conversations()) rows.append(row(one, fill, dialog, said));
      dialog.append(rows.children.length ? rows : make("p", said.none));
      const foot = make("p", "", { class: "bg-foot" });
      foot.append(button(said.new, () => { dialog.close(); begin(); }), button(said.close, () => dialog.close()));
      dialog.append(foot);
    };
    fill();
    dialog.showModal();
  };

  const row = (one, fill, dialog, said) => {
    const line = make("li");
    const open = button(one.title, () => {
      dialog.close();
      change(one.id);
      act("apply", { questions: one.questions });
    });
    open.className = "bg-open";
    const rename = button(said.rename, () => {
      const name = make("input", "", { "aria-label": said.name, maxlength: "60" });
      name.value = one.title;
      const done = () => {
        const title = name.value.trim() || one.title;
        keep(conversations().map((other) => (other.id === one.id ? { ...other, title } : other)));
        fill();
      };
      name.addEventListener("keydown", (event) => { if (event.key === "Enter") done(); });
      line.replaceChildren(name, button(said.ok, done));
      name.focus();
    });
    const sure = button(said.sure, () => {
      keep(conversations().filter((other) => other.id !== one.id));
      if (current === one.id) begin();
      fill();
    });
    const remove = button(said.delete, () => { remove.replaceWith(sure); sure.focus(); });
    const save = button(said.export, () => download(`${one.title.match(/[\p{L}\p{N}]+/gu)?.join("-") || "baogao"}.md`, `# ${one.title}\n\n${one.markdown || ""}`));
    const when = make("small", new Date(one.at).toLocaleString(document.documentElement.lang));
    line.append(open, when, save, rename, remove);
    return line;
  };

  // A note above the box: a question is being edited, or a reason is asked for.
  const notice = (made) => {
    document.querySelector("#bg-notice")?.remove();
    if (!made) return;
    document.querySelector("#bg-said")?.classList.remove("shown"); // what was said before must not lie over it
    made.id = "bg-notice";
    document.querySelector("#bg-box").before(made);
    document.querySelector("#bg-box").scrollIntoView({ block: "nearest" });
  };
  const edit = (one) => {
    act("edit", { n: one.dataset.n });
    const note = make("p", words().editing.replace("{}", one.dataset.n));
    note.append(button(words().cancel, () => { notice(null); act("edit", { n: "0" }); }));
    notice(note);
    box()?.focus();
  };
  const dislike = (one) => {
    const said = words();
    const form = make("form");
    const why = make("input", "", { "aria-label": said.why, placeholder: said.why, maxlength: "500" });
    const send = make("button", said.send, { type: "submit" });
    form.append(why, send, button(said.cancel, () => notice(null)), make("small", said.private));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      vote(one, false, why.value);
      notice(null);
    });
    notice(form);
    why.focus();
  };
  const vote = (one, useful, reason) => {
    act("like", { n: one.dataset.n, useful, reason });
    say(words().voted);
  };

  const plain = (one) => `${one.dataset.markdown.trim()}\n`;
  const link = (one) => `${location.origin}${location.pathname}#ask=${encodeURIComponent(one.dataset.link)}`;
  const toggle = (name) => {
    const on = document.body.classList.toggle(name);
    store(`baogao.${name}`, on ? "1" : "0");
    settings();
  };
  const deeds = {
    ask: (_, pressed) => act("submit", { question: pressed.dataset.question }),
    copy: (one) => copy(plain(one), words().copied),
    link: (one) => copy(link(one), words().linked),
    retry: () => act("retry"),
    edit, dislike,
    like: (one) => vote(one, true, ""),
    new: begin, list,
    large: () => toggle("large"),
    dark: () => toggle("dark"),
  };
  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest("[data-do]");
    if (pressed) deeds[pressed.dataset.do]?.(pressed.closest(".bg-exchange"), pressed);
  });

  // The server keeps a question in line when many come, and turns it away at once when too many do, one asks too often
  // or it is closed: say so, and leave the question where it is.
  const fetched = globalThis.fetch, SOON = 700;
  globalThis.fetch = async (...given) => {
    const joins = String(given[0]?.url ?? given[0]).includes("/queue/join");
    const line = make("p", words().line, { role: "status" });
    const waiting = joins && setTimeout(() => { if (!document.querySelector("#bg-notice")) notice(line); }, SOON);
    const reply = await fetched(...given).catch((error) => {
      if (!joins) throw error;
      return new Response(JSON.stringify({ code: "lost", detail: words().lost }), { status: 503 }); // gradio goes on after one
    }).finally(() => {
      clearTimeout(waiting);
      if (line.isConnected) notice(null);
    });
    if (joins && [429, 503].includes(reply.status)) {
      const told = await reply.clone().json().catch(() => ({}));
      const said = { rate: words().rate?.replace("{}", told.seconds), maintenance: told.detail, lost: told.detail }[told.code];
      notice(make("p", said || words().busy, { role: "alert" }));
    }
    return reply;
  };

  const settings = () => {
    for (const name of ["large", "dark"]) {
      document.querySelector(`[data-do=${name}]`)?.setAttribute("aria-pressed", String(document.body.classList.contains(name)));
    }
  };
  globalThis.baogaoLanguage = () => stored("baogao.language");
  document.addEventListener("change", (event) => {
    if (event.target.closest?.("#bg-language")) store("baogao.language", event.target.value);
  });
  const restore = () => {
    for (const name of ["large", "dark"]) {
      const chosen = stored(`baogao.${name}`);
      if (chosen !== null) document.body.classList.toggle(name, chosen === "1");
    }
  };
  if (document.body) restore();
  else addEventListener("DOMContentLoaded", restore);

  // A link that reopens one answer: its question is asked once the page can, and again when the page did not hear it.
  let linked = location.hash.startsWith("#ask=") ? location.hash.slice(5) : null, tries = 0, tried = 0, waiting;
  const speaks = () => { // whether the switch stands where the visitor left it: what is asked sooner is in the other language
    const labels = [...document.querySelectorAll("#bg-language label")];
    const chosen = labels.find((one) => one.textContent.trim() === stored("baogao.language"));
    return !chosen || chosen.classList.contains("selected");
  };
  const ask = () => {
    if (linked === null || !globalThis.baogaoAct || !talk()?.textContent || busy() || Date.now() - tried < 1500) return;
    if (!speaks()) {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 100);
      return;
    }
    let question = "";
    try { question = decodeURIComponent(linked); } catch { /* not one of our links */ }
    if (!question || tries === 5 || document.querySelector("#bg-talk .bg-question")) {
      linked = null;
      return;
    }
    history.replaceState(null, "", location.pathname);
    [tries, tried] = [tries + 1, Date.now()];
    act("submit", { question: question.slice(0, 1000) });
    setTimeout(ask, 1600);
  };

  let count = 0, answering = false;
  const settle = () => {
    settings();
    ask();
    remember();
    const shown = document.querySelectorAll("#bg-talk .bg-question").length;
    if (shown !== count) { // a new question, an answer, a new conversation
      count = shown;
      notice(null);
      const last = document.querySelector("#bg-talk .bg-exchange:last-of-type");
      last?.scrollIntoView({ block: "nearest" });
    }
    const log = talk(), now = busy();
    const last = log?.querySelector(".bg-exchange:last-of-type");
    if (log && (now || answering)) log.scrollTop = log.scrollHeight;
    const below = innerWidth < 900 ? count > 1 : last?.offsetHeight > log?.clientHeight; // a long answer is read from its top
    if (answering && !now && below) last?.scrollIntoView();
    answering = now;
  };
  document.addEventListener("baogao-ready", settle);
  new MutationObserver(settle).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-n"] });
})();
