// What every page gets. Each component is its own module and finds its own elements; nothing here is needed to act.
import "./clip.js";
import "./contest.js";
import "./deadline.js";
import "./menu.js";
import "./print.js";
import "./unsaved.js";
