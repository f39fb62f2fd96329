"use strict";

/** An element with attributes and children; children that are strings become text, never markup. */
function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "dataset") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

const byId = (id) => document.getElementById(id);
const nameOf = (label) => label.replaceAll("_", " ");
const inField = (event) => event.target.closest("input, select, textarea, dialog[open]") !== null;
const withModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** A button that goes round between the system's theme, light and dark. */
function themeButton(button) {
  const themes = ["auto", "light", "dark"];
  let at = 0;
  const turn = () => {
    at = (at + 1) % themes.length;
    if (themes[at] === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = themes[at];
    button.textContent = `Theme: ${themes[at]}`;
  };
  button.addEventListener("click", turn);
  return turn;
}

/** Page headings keep their weight, so that the page can be recognised. */
const isHeading = (block) => /^h[1-6]$/.test(block.tag);
