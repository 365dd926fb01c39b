// Lighthouse on the door and four pages behind it: 100 for accessibility and for best practices, at phone width.
//
//   node lighthouse.mjs       needs the npm package lighthouse 12 (see `run`)
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { scratch, serve } from './site.mjs';
import { signIn } from './demo.mjs';
import { chromium } from 'playwright-core';

const chromePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const site = await serve(['demo', '--members', '1500', '--out', scratch]);
const browser = await chromium.launch({ executablePath: chromePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
let failed = 0;
let passed = 0;
try {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await signIn(context, site.base, 'xianji');
  await page.goto(`${site.base}/people`);
  const person = await page.locator('main table a[href^="/people/"]').first().getAttribute('href');
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = path.join(scratch, 'headers.json');
  fs.writeFileSync(headers, JSON.stringify({ Cookie: cookie }));
  for (const address of ['/signin', '/', '/people', person, '/standards', '/imports', '/visits', '/guarantees', '/asks', '/needs']) {
    const out = path.join(scratch, `lighthouse-${passed + failed}.json`);
    const signedIn = address === '/signin' ? [] : ['--extra-headers', headers];
    execFileSync('npx', ['--yes', 'lighthouse@12.8.2', `${site.base}${address}`, '--quiet', '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage',
      '--only-categories=accessibility,best-practices', '--output=json', `--output-path=${out}`, '--locale=zh', '--disable-full-page-screenshot', ...signedIn],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHROME_PATH: chromePath } });
    const { categories, audits, finalDisplayedUrl } = JSON.parse(fs.readFileSync(out, 'utf8'));
    const scores = Object.values(categories).map((category) => Math.round(category.score * 100));
    const where = new URL(finalDisplayedUrl).pathname;
    const meant = where === address && scores.every((score) => score === 100);
    if (meant) passed += 1; else failed += 1;
    console.log(`${meant ? 'ok  ' : 'FAIL'} ${address.replace(/[0-9A-Z]{26}/, '{id}')}: accessibility ${scores[0]}, best practices ${scores[1]}${where === address ? '' : `, shown ${where}`}`);
    if (!meant) for (const audit of Object.values(audits)) if (audit.score !== null && audit.score < 1 && audit.scoreDisplayMode === 'binary') console.log(`     ${audit.id}: ${audit.title}`);
  }
} finally {
  await browser.close();
  await site.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
