// What is looked at on every page: axe without findings, nothing wider than the screen, targets of 44 px on a phone, no
// error in the console, and a picture for people. A page that is built like one seen before (the same elements with the same
// classes, however often each row comes) is measured, and neither given to axe nor pictured again: see `once`.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export class Looker {
  constructor(folder) {
    this.folder = folder;
    this.findings = [];
    this.pages = 0;
    this.seen = new Set();
    fs.mkdirSync(folder, { recursive: true });
  }

  watch(page) {
    // A form that says what is missing answers 422, one that says what stands against it 409: the browser writes both into
    // its console as if they were errors.
    page.on('console', (message) => message.type() === 'error' && !/status of (422|409)/.test(message.text())
      && this.findings.push(`console: ${message.text()} at ${page.url()}`));
    page.on('pageerror', (error) => this.findings.push(`script: ${error} at ${page.url()}`));
  }

  /** What the browser says of a network that a walk took away itself is no finding. */
  forgiveTheNetwork() {
    this.findings = this.findings.filter((one) => !/^console: .*net::ERR_(INTERNET_DISCONNECTED|CONNECTION_RESET)/.test(one));
  }

  /** Looks at the page as it is; `name` names the picture. */
  async look(page, name) {
    this.pages += 1;
    await this.measure(page, name);
    await this.inspect(page, name);
  }

  /** As `look`, with axe and a picture only for a page unlike those seen in this view. */
  async once(page, name, view) {
    this.pages += 1;
    await this.measure(page, name);
    const built = `${view} ${await page.evaluate(structure)}`;
    if (this.seen.has(built)) return;
    this.seen.add(built);
    await this.inspect(page, name);
  }

  async inspect(page, name) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
    for (const v of violations) this.findings.push(`${name}: ${v.impact} ${v.id} ×${v.nodes.length}: ${v.help} (${v.nodes[0]?.target})`);
    await page.screenshot({ path: path.join(this.folder, `${name}.png`), fullPage: true });
  }

  async measure(page, name) {
    const width = page.viewportSize().width;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) this.findings.push(`${name}: ${wide} px wider than the screen`);
    if (width <= 480) {
      const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, a.btn')]
        .filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.height < 43.5 && !['checkbox', 'radio'].includes(e.type); })
        .map((e) => e.outerHTML.slice(0, 80)));
      if (small.length) this.findings.push(`${name}: targets under 44 px: ${small.slice(0, 3).join(' ')}`);
    }
  }
}

/** How a page is built: elements, classes and kinds of field, neighbours that are built alike told once. */
function structure() {
  const told = (element) => {
    const within = [...element.children].map(told).filter((one, at, all) => one !== all[at - 1]);
    const kind = ['role', 'type', 'aria-current', 'aria-invalid'].map((name) => element.getAttribute(name) ?? '').join(' ');
    return `${element.tagName}.${element.getAttribute('class') ?? ''}[${kind}](${within.join(',')})`;
  };
  return told(document.body);
}
