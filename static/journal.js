// What a script can make a little easier. Every page works without it.

// The form of an error leads the eye: focus the summary, so that it is read out and seen.
document.querySelector("[data-focus]")?.focus();

// The browser knows where it is: suggest its zone at sign-up, to be changed by whoever knows better.
const zone = document.querySelector("[data-zone]");
if (zone && !zone.value) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (document.querySelector(`#zones option[value="${CSS.escape(here)}"]`)) zone.value = here;
}

// Gone back to a form and sent it once more: the page came anew with a new id, so it takes the id it was sent with, and
// the server counts it once. After ten minutes it is another entry: the next dose is not the last one again.
// So is one that was undone in between.
const SAME_FOR = 10 * 60 * 1000;
const undone = new URLSearchParams(location.search).get("deleted");
if (undone) sessionStorage.setItem("undone", undone);
// Forms beside each other that go to the same address are told apart by their own id.
const sentBefore = (form, field) => {
  const sent = history.state?.sent;
  const to = `${form.action}#${form.getAttribute("id") ?? ""}`;
  const recent = sent?.to === to && Date.now() - sent.at < SAME_FOR;
  const same = recent && sessionStorage.getItem("undone") !== sent.id;
  if (same) field.value = sent.id;
  else history.replaceState({ sent: { id: field.value, to, at: Date.now() } }, "");
};

// A link can be copied by one press, where the browser lets a page do that.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

// A password can be looked at while it is typed. It is hidden again before it is sent: browsers keep what was typed as
// text. Pressed by hand, the button leaves the field its focus, and the place in it.
const hide = (field) => {
  field.type = "password";
  field.nextElementSibling.setAttribute("aria-pressed", "false");
};
const secrets = document.querySelectorAll("input[data-show]");
for (const field of secrets) {
  const button = document.createElement("button");
  const frame = document.createElement("div");
  button.type = "button";
  button.className = "show-typed";
  button.textContent = field.dataset.show;
  button.setAttribute("aria-label", field.dataset.showWhat);
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  frame.className = "typed-secret";
  field.replaceWith(frame);
  frame.append(field, button);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const { selectionStart, selectionEnd, type } = field;
    if (type === "text") hide(field);
    else {
      Object.assign(field, { type: "text", spellcheck: false, autocapitalize: "none" });
      button.setAttribute("aria-pressed", "true");
    }
    field.setSelectionRange(selectionStart, selectionEnd);
  });
}
addEventListener("submit", () => secrets.forEach(hide), true);
addEventListener("pagehide", () => secrets.forEach(hide));

// A double tap sends one form. The server counts it once anyway; this spares the second wait. The button that was pressed
// looks busy until the next page is there, or, where a file is what comes, for as long as a second press does nothing.
const rest = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
};
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    const id = form.elements.namedItem("id");
    if (id && !event.defaultPrevented) sentBefore(form, id);
    setTimeout(rest, 4000, form);
  });
}
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach(rest);
});

// Fields that only matter for one answer show when it is chosen: data-shown-by="name=value".
const parts = document.querySelectorAll("[data-shown-by], [data-shown-unless]");
const answer = (form, name) => {
  const field = form.elements.namedItem(name);
  return field ? field.value : "";
};
const show = () => {
  for (const part of parts) {
    const form = part.closest("form");
    const [name, values] = (part.dataset.shownBy ?? part.dataset.shownUnless).split("=");
    const among = values.split("|").includes(answer(form, name));
    part.hidden = part.dataset.shownBy ? !among : among;
    // What cannot be seen must not be sent.
    const unseen = part.closest("[hidden]") !== null;
    for (const field of part.querySelectorAll("input, select")) field.disabled = unseen;
  }
};
if (parts.length) {
  show();
  document.addEventListener("change", show);
}

// A list is searched by any name while somebody types, accents and capitals aside; what is chosen stays in sight.
for (const field of document.querySelectorAll("[data-finds]")) {
  const list = field.closest("fieldset");
  const none = list.querySelector("[data-finds-none]");
  field.parentElement.hidden = false;
  field.addEventListener("input", () => {
    const plain = field.value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
    const all = [...list.querySelectorAll("[data-found-by]")];
    const found = all.filter((one) => words.every((word) => one.dataset.foundBy.includes(word)));
    for (const one of all) one.hidden = !found.includes(one) && !one.querySelector("input").checked;
    none.hidden = found.length > 0;
  });
  // Enter finds nothing more, and must not send the form.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
}

// A fold that says what is chosen inside it goes on saying so: data-said="name" has the words of the chosen label.
document.addEventListener("change", ({ target }) => {
  const said = target.form?.querySelector(`[data-said="${CSS.escape(target.name)}"]`);
  const words = target.closest("label")?.dataset.says;
  if (!said || !words) return;
  said.textContent = words;
  said.dataset.kept = "yes";
});

// On a desk there is room: the calendar beside the list is open from the start, and the rest of a check-in where all of
// it stands on the screen. Save stays in sight.
if (matchMedia("(min-width: 62em)").matches) {
  for (const folded of document.querySelectorAll(".calendar")) folded.open = true;
  for (const folded of document.querySelectorAll(".open-on-desk:not([open])")) {
    folded.open = true;
    folded.open = document.documentElement.scrollHeight <= innerHeight;
  }
}

// A table with columns to the side says so.
const wide = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const hint = document.querySelector(`[data-shown-when-wide="${target.id}"]`);
    hint.hidden = target.scrollWidth <= target.clientWidth;
  }
});
for (const table of document.querySelectorAll(".table-scroll")) wide.observe(table);

// Pictures that were not scrolled to are fetched when somebody prints.
addEventListener("beforeprint", () => {
  for (const picture of document.querySelectorAll("img.on-paper")) picture.loading = "eager";
});

// "Just now" is what most entries are; filling in a time says it was earlier.
for (const field of document.querySelectorAll('.when-fields input[name="at"]')) {
  field.addEventListener("input", () => {
    const earlier = field.form.querySelector('input[name="when"][value="earlier"]');
    if (earlier) earlier.checked = true;
  });
}
