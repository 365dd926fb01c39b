// node pages.mjs BASE OUT [role…]: every page of each role at 1280 and 360 wide, light and dark, Chinese and English, and
// once in large letters: axe-core on each, a picture of each, no console error, nothing wider than the screen, nothing
// smaller than a finger. Needs playwright-core, axe-core (where NODE_PATH or the working folder has them) and a Chromium
// (CHROMIUM=/usr/bin/chromium). Exit 1 on any finding. BASE is the sample site of examples/sample_site.rs.
import fs from 'fs';
import path from 'path';
import { createRequire } from 'module';

const require = createRequire(path.join(process.cwd(), 'x.js'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [base, out, ...only] = process.argv.slice(2);
fs.mkdirSync(out, { recursive: true });

const PERSON = '01KC0PERS0N000000000000001', BRANCH = '01KC0BRANCH000000000000001', NEED = '01KC0NEED00000000000000001';
const OFFER = '01KC00FFER0000000000000001', IMPORT = '01KC01MP0RT000000000000001', MEASURE = 'party-seniority-allowance';
const PAGES = {
  visitor: ['/signin', '/signin/help'],
  'county-officer': ['/', '/more', '/people', `/people/${PERSON}`, `/people/${PERSON}/why/${MEASURE}`, `/people/${PERSON}/readers`,
    `/people/${PERSON}/unmask`, `/people/${PERSON}/needs/new`, '/organizations', '/needs', `/needs/${NEED}`, '/resources', '/resources/new',
    `/resources/${OFFER}`, '/plan', `/plan/${BRANCH}`, `/plan/${BRANCH}/print`, '/imports', '/imports/running', '/imports/failed',
    `/imports/${IMPORT}`, `/imports/${IMPORT}?show=refused`, `/imports/${IMPORT}?show=warned`, `/imports/${IMPORT}?show=changed`,
    `/imports/${IMPORT}?show=absent`, `/imports/${IMPORT}/publish`, '/standards', `/standards/${MEASURE}`, '/signin/password', '/nowhere'],
  'branch-contact': ['/', `/people/${PERSON}`],
  member: ['/', '/me', `/me/why/${MEASURE}`, '/me/ask'],
  auditor: ['/audit', '/people'],
  administrator: ['/'],
};
// page, the button pressed with nothing filled in
const FAULTS = [['visitor', '/signin', 'form.sheet .btn'], ['county-officer', `/people/${PERSON}/needs/new`, 'form.sheet .btn'],
  ['county-officer', '/resources/new', 'form.sheet .btn'], ['county-officer', '/imports', 'form.sheet .btn']];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'] });
let findings = 0, seen = 0;
const views = [];
for (const language of ['zh', 'en']) for (const width of [1280, 360]) for (const theme of ['light', 'dark']) views.push({ language, width, theme, size: 'plain' });
views.push({ language: 'zh', width: 360, theme: 'light', size: 'big' }, { language: 'en', width: 360, theme: 'light', size: 'big' }, { language: 'zh', width: 1280, theme: 'light', size: 'big' });

async function judge(page, name, view, wanted) {
  const errors = page.errors;
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const small = view.width === 360 ? await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, a.btn, summary')]
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && r.height < 43.5 && !['checkbox', 'radio'].includes(e.type); })
    .map(e => e.outerHTML.slice(0, 60))) : [];
  await page.screenshot({ path: `${out}/${name}-${view.language}-${view.width}-${view.theme}${view.size === 'big' ? '-big' : ''}.png`, fullPage: true });
  const bad = violations.length + (overflow > 0) + errors.length + small.length; findings += bad; seen += 1;
  if (bad) console.log(name, JSON.stringify(view), `overflow ${overflow}`, ...small.map(s => `\n    small ${s}`), ...errors.map(e => `\n    ${e}`),
    ...violations.map(v => `\n    ${v.impact} ${v.id} ×${v.nodes.length}: ${v.help} ${v.nodes[0]?.target}`));
}

for (const view of views) for (const [role, paths] of Object.entries(PAGES)) {
  if (only.length && !only.includes(role)) continue;
  const context = await browser.newContext({ viewport: { width: view.width, height: view.width === 360 ? 740 : 800 }, bypassCSP: true, reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'guanai_look', value: `${view.language}.${view.size}.${view.theme}`, url: base },
    ...(role === 'visitor' ? [] : [{ name: 'guanai_session', value: `sample-session-${role}`, url: base }])]);
  for (const at of paths) {
    const page = await context.newPage();
    page.errors = [];
    page.on('console', m => m.type() === 'error' && !/status of 404/.test(m.text()) && page.errors.push(m.text()));
    page.on('pageerror', e => page.errors.push(String(e)));
    await page.goto(base + at, { waitUntil: 'load' });
    await judge(page, `${role}${at.replace(/[^a-z0-9]+/gi, '_').replace(/01KC[A-Z0-9]+/g, 'X')}`, view);
    await page.close();
  }
  for (const [who, at, button] of FAULTS) if (who === role && view.theme === 'light') {
    const page = await context.newPage();
    page.errors = [];
    await page.goto(base + at, { waitUntil: 'load' });
    await page.click(button);
    await page.waitForSelector('.errsum');
    await judge(page, `${role}${at.replace(/[^a-z0-9]+/gi, '_').replace(/01KC[A-Z0-9]+/g, 'X')}_faults`, view);
    await page.close();
  }
  await context.close();
}
await browser.close();
console.log(`${seen} views: ${findings} findings`);
process.exit(findings ? 1 : 0);
