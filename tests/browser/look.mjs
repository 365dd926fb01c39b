// What is looked at on every page: axe without findings, nothing wider than the screen, targets of 44 px on a phone, no
// error in the console, and a picture for people.
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
    fs.mkdirSync(folder, { recursive: true });
  }

  watch(page) {
    // A form that says what is missing answers 422, one that says what stands against it 409: the browser writes both into
    // its console as if they were errors.
    page.on('console', (message) => message.type() === 'error' && !/status of (422|409)/.test(message.text())
      && this.findings.push(`console: ${message.text()} at ${page.url()}`));
    page.on('pageerror', (error) => this.findings.push(`script: ${error} at ${page.url()}`));
  }

  /** Looks at the page as it is; `name` names the picture. */
  async look(page, name) {
    this.pages += 1;
    await page.evaluate(axe);
    const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
    for (const v of violations) this.findings.push(`${name}: ${v.impact} ${v.id} ×${v.nodes.length}: ${v.help} (${v.nodes[0]?.target})`);
    const width = page.viewportSize().width;
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) this.findings.push(`${name}: ${wide} px wider than the screen`);
    if (width <= 480) {
      const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, a.btn')]
        .filter((e) => { const r = e.getBoundingClientRect(); return r.width && r.height < 43.5 && !['checkbox', 'radio'].includes(e.type); })
        .map((e) => e.outerHTML.slice(0, 80)));
      if (small.length) this.findings.push(`${name}: targets under 44 px: ${small.slice(0, 3).join(' ')}`);
    }
    await page.screenshot({ path: path.join(this.folder, `${name}.png`), fullPage: true });
  }
}
