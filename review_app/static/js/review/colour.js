// A colour of the theme, for what is drawn and not styled.

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
