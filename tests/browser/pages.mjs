// Every page that a role can reach by following links from its first page, one of each address in the route table's shape
// and each form once sent empty, in both languages, at 1280 and 360 wide, light, dark and in large letters: what `Looker`
// looks for, html-validate, the size as sent, and that no link leads to a page that is refused.
//
//   node pages.mjs [fast]     fast: each page once, as a phone in Chinese
//
// `VIEWS=en-360-dark,…` and `ROLES=zhibu,…` leave out the others.
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { scratch, serve } from './site.mjs';
import { Looker } from './look.mjs';
import { signIn } from './demo.mjs';

const fast = process.argv[2] === 'fast';
const pictures = process.env.PICTURES ?? path.join(scratch, 'pages');
const MOST_BYTES = 60 * 1024;
const ROLES = (process.env.ROLES ?? 'zhibu,xiangzhen,xianji,shenpi,kuaiji,chuna,shenji,dangyuan,guanli').split(',');
const every = ['zh-CN', 'en'].flatMap((language) => [1280, 360].flatMap((width) => [
  { language, width, scheme: 'light', size: 'normal' },
  { language, width, scheme: 'dark', size: 'normal' },
  { language, width, scheme: 'light', size: 'large' },
]));
const called = (view) => `${view.language}-${view.width}-${view.size === 'large' ? 'large' : view.scheme}`;
const wanted = fast ? ['zh-CN-360-light'] : process.env.VIEWS?.split(',');
const views = every.filter((view) => !wanted || wanted.includes(called(view)));

// Ticks of one name are how a plain form sends several answers.
const shared = ['radio', 'button', 'reset', 'submit', 'checkbox'];
const rules = {
  'form-dup-name': ['error', { shared }],
  // A button that calls says whom; its words are no number that must stay in one line.
  'tel-non-breaking': ['error', { ignoreClasses: ['btn'] }],
};
const validator = new HtmlValidate({ root: true, extends: ['html-validate:recommended'], rules });
const looker = new Looker(pictures);
const note = (finding) => looker.findings.push(finding);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const site = await serve(['demo', '--members', '1500', '--out', scratch]);
const shapes = new Map();
try {
  for (const role of ROLES) await walk(role);
} finally {
  await browser.close();
  await site.stop();
}
for (const finding of new Set(looker.findings)) console.log(`found ${finding}`);
console.log([...shapes].map(([role, found]) => `${role}: ${found.length} pages`).join(', '));
console.log(`${looker.pages} views, pictures in ${pictures}: ${new Set(looker.findings).size} findings`);
process.exit(looker.findings.length ? 1 : 0);

/** An address without what makes it one record's: ids, codes of measures and books, and the values of a query. */
function shape(url) {
  const parts = url.pathname.split('/').map((part, at, all) => {
    if (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(part)) return '{id}';
    return ['why', 'standards', 'templates'].includes(all[at - 1]) ? '{code}' : part;
  });
  return `${parts.join('/')}${[...url.searchParams.keys()].sort().map((key) => `?${key}`).join('')}`;
}

async function walk(role) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN', bypassCSP: true });
  await signIn(context, site.base, role);
  const found = new Map();
  const waiting = ['/', '/more'];
  while (waiting.length) {
    const address = waiting.shift();
    const url = new URL(address, site.base);
    const its = shape(url);
    if (found.has(its)) continue;
    const reply = await context.request.get(url.href, { maxRedirects: 0 });
    if (reply.status() === 303) { found.set(its, undefined); waiting.push(reply.headers().location); continue; }
    if (reply.status() >= 400) note(`${role} ${its}: a link leads to an answer ${reply.status()}`);
    const kind = reply.headers()['content-type'] ?? '';
    if (!kind.startsWith('text/html')) { found.set(its, undefined); continue; }
    found.set(its, address);
    for (const [, link] of (await reply.text()).matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)) {
      const to = new URL(link.replace(/&(amp|#38);/g, '&'), url);
      if (to.origin === site.base && !to.pathname.startsWith('/assets/')) waiting.push(to.pathname + to.search);
    }
  }
  await context.close();
  shapes.set(role, [...found].filter(([, address]) => address));
  for (const view of views) await lookAtAll(role, view);
}

async function lookAtAll(role, view) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.width === 360 ? 740 : 800 }, locale: view.language, colorScheme: view.scheme,
    bypassCSP: true, reducedMotion: 'reduce',
  });
  const page = await signIn(context, site.base, role);
  looker.watch(page);
  if (view.size === 'large') {
    const language = view.language === 'en' ? 'en' : 'zh';
    await context.addCookies([{ name: 'look', value: `${language}.big.device`, url: site.base }]);
  }
  for (const [its, address] of shapes.get(role)) {
    const name = `${role}-${its.replace(/\W+/g, '_') || 'home'}-${called(view)}`;
    const reply = await page.goto(`${site.base}${address}`, { waitUntil: 'load' });
    await check(name, await reply.text());
    await looker.once(page, name, called(view));
    if (view.size === 'large' || view.scheme === 'dark') continue;
    // A form to fill in, sent empty: the page that says what is missing.
    const form = page.locator('main form[data-keep]').first();
    if (await form.count() === 0) continue;
    const coming = page.waitForNavigation();
    await form.evaluate((it) => {
      for (const field of it.querySelectorAll('input:not([type=hidden]), textarea')) {
        if (['checkbox', 'radio'].includes(field.type)) field.checked = false; else field.value = '';
      }
      it.noValidate = true;
      // What a script would send without leaving the page is sent as by a browser without one.
      if ('unsent' in it.dataset) it.submit(); else it.querySelector('button[type=submit]').click();
    });
    const sent = await coming;
    if (sent.status() >= 500) note(`${name}: sent empty, it answers ${sent.status()}`);
    await check(`${name}-empty`, await sent.text());
    await looker.once(page, `${name}-empty`, called(view));
  }
  await context.close();
}

/** The page as sent: valid, small. */
async function check(name, html) {
  const bytes = gzipSync(html).length;
  if (bytes > MOST_BYTES) note(`${name}: ${bytes} bytes as sent`);
  const report = await validator.validateString(html, `${name}.html`);
  for (const result of report.results) {
    for (const message of result.messages) {
      note(`html ${message.ruleId}: ${message.message} (${name.split('-').slice(0, 2).join(' ')}, ${message.selector ?? message.line})`);
    }
  }
  if (report.errorCount) fs.writeFileSync(path.join(pictures, `${name}.html`), html);
}
