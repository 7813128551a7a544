// Opens a page in a real browser and says, as JSON, what it did and what axe-core makes of it.
//
//   node look.mjs BROWSER PAGE.html FOLDER
//
// Pictures (light, dark, narrow) and a PDF for A4 and one for Letter go into the folder.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [browserPath, page, folder] = process.argv.slice(2);
const address = pathToFileURL(page).href;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({
  executablePath: browserPath,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

// Drawing without a graphics card takes its time; a page of any length is shown from its top.
const PATIENCE = 120_000;
const HEIGHT = 2400;

const seen = { console: [], requests: [], titles: [], violations: {}, incomplete: {}, tabs: [], overflow: {} };

async function look(name, scheme, viewport) {
  const context = await browser.newContext({ colorScheme: scheme, viewport });
  const tab = await context.newPage();
  tab.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => seen.console.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    if (request.url() !== address) seen.requests.push(request.url());
  });
  await tab.goto(address, { waitUntil: "load" });
  await tab.screenshot({ path: join(folder, `${name}.png`), timeout: PATIENCE });
  seen.overflow[name] = await tab.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  seen.titles.push(await tab.title());
  await check(tab, name);
  return tab;
}

// The page's own policy forbids every script; axe runs beside it, in the browser's isolated world.
async function check(tab, name) {
  const session = await tab.context().newCDPSession(tab);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
  });
  const run = "axe.run(document).then((found) => JSON.stringify(found))";
  for (const expression of [axe, run]) {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    if (expression !== run) continue;
    const found = JSON.parse(result.value);
    seen.violations[name] = found.violations.map(short);
    seen.incomplete[name] = found.incomplete.map(short);
    seen.checks = found.passes.length;
  }
}

function short(rule) {
  return { id: rule.id, nodes: rule.nodes.slice(0, 3).map((node) => node.html) };
}

const tab = await look("light", "light", { width: 1100, height: HEIGHT });
for (let press = 0; press < 3; press += 1) {
  await tab.keyboard.press("Tab");
  seen.tabs.push(await tab.evaluate(() => document.activeElement.textContent));
}
await tab.keyboard.press("Shift+Tab");
await tab.keyboard.press("Shift+Tab");
await tab.keyboard.press("Enter");
seen.skipped = await tab.evaluate(() => location.hash);
for (const format of ["A4", "Letter"]) {
  await tab.pdf({ path: join(folder, `${format}.pdf`), format, preferCSSPageSize: true });
}
await look("dark", "dark", { width: 1100, height: HEIGHT });
await look("narrow", "light", { width: 360, height: HEIGHT });
await browser.close();
process.stdout.write(JSON.stringify(seen));
