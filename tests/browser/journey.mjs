// One office's morning, following visible labels alone: sign in with a slip, import the county's books with a dry run, settle
// a conflict, mend and re-import refused rows, find a person by pinyin initials, read why an allowance is what it is, print
// a branch's plan, sign out. At 1280 and 360 wide, in Chinese and English.
//
//   node journey.mjs [fast]     fast: a phone in Chinese alone
import { chromium } from 'playwright-core';
import ExcelJS from 'exceljs';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { run, scratch, serve } from './site.mjs';
import { texts } from './texts.mjs';
import { Looker } from './look.mjs';

const books = path.resolve(import.meta.dirname, '../../ledgers/qingxi');
const pictures = process.env.PICTURES ?? path.join(scratch, 'pictures');
const fast = process.argv[2] === 'fast';
const walks = fast ? [['zh-CN', 360]] : [['zh-CN', 1280], ['zh-CN', 360], ['en', 1280], ['en', 360]];
const PASSWORD = '十步杀一人千里不留行';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const looker = new Looker(pictures);
let failed = 0;
for (const [language, width] of walks) {
  try {
    await walk(language, width);
    console.log(`ok   ${language} ${width}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${language} ${width}: ${error.stack}`);
  }
}
await browser.close();
for (const finding of new Set(looker.findings)) console.log(`found ${finding}`);
console.log(`pictures of ${looker.pages} pages in ${pictures}`);
const faults = failed + looker.findings.length;
console.log(`${walks.length - failed} passed, ${faults} failed`);
process.exit(faults ? 1 : 0);

/** The last letter of an identity number (GB 11643), for whoever mends one. */
function checkLetter(first17) {
  const sum = [...first17].reduce((sum, figure, at) => sum + Number(figure) * (2 ** (17 - at) % 11), 0);
  return '10X98765432'[sum % 11];
}

async function walk(language, width) {
  const t = texts(language);
  const db = `sqlite:${path.join(scratch, `${language}-${width}.sqlite`)}`;
  const slip = JSON.parse(run('--lang', language, 'account', 'open', '--db', db, '--sign-in', 'wenjing', '--name', '李文静', '--role', 'county-officer', '--json'));
  const site = await serve(['--lang', language, 'serve', '--db', db]);
  const context = await browser.newContext({ viewport: { width, height: width === 360 ? 740 : 800 }, locale: language, bypassCSP: true, reducedMotion: 'reduce', acceptDownloads: true });
  const page = await context.newPage();
  looker.watch(page);
  const look = (name) => looker.look(page, `${language}-${width}-${name}`);
  const press = async (key) => { await page.getByRole('button', { name: t(key), exact: true }).first().click(); await page.waitForLoadState(); };
  const follow = async (key, values) => { await page.getByRole('link', { name: t(key, values) }).first().click(); await page.waitForLoadState(); };
  const goTo = async (key) => {
    const link = page.getByRole('navigation').getByRole('link', { name: t(key), exact: true }).locator('visible=true');
    if (await link.count() === 0) await page.getByRole('link', { name: t('web-menu-more'), exact: true }).locator('visible=true').first().click();
    await page.getByRole('link', { name: t(key), exact: true }).locator('visible=true').first().click();
    await page.waitForLoadState();
  };
  const see = async (words) => page.getByText(words.split('{')[0].split(/，$|, $/)[0]).first().waitFor();
  try {
    // The slip's code once, then a password of one's own.
    await page.goto(`${site.base}/`);
    await look('01-signin');
    await page.getByLabel(t('web-field-account'), { exact: true }).fill(slip.sign_in_name);
    await page.getByLabel(t('web-field-secret'), { exact: true }).fill(slip.code);
    await press('web-sign-in');
    await look('02-password');
    await page.getByLabel(t('web-field-secret'), { exact: true }).fill(slip.code);
    await page.getByLabel(t('web-field-secret_new'), { exact: true }).fill(PASSWORD);
    await page.getByLabel(t('web-field-secret_again'), { exact: true }).fill(PASSWORD);
    await press('web-password-save');
    await see(t('web-done-password'));
    await look('03-home-empty');

    // The county's books, rehearsed.
    await goTo('web-menu-imports');
    await look('04-imports-empty');
    const files = fs.readdirSync(books).filter((name) => /\.(xlsx|csv)$/.test(name)).map((name) => path.join(books, name));
    await page.getByLabel(t('web-field-books'), { exact: true }).setInputFiles(files);
    await press('web-upload-now');
    await page.getByRole('heading', { name: t('web-import-title-ready') }).waitFor({ timeout: 120_000 });
    await look('05-import-ready');
    const tabs = page.getByRole('navigation', { name: t('web-import-parts') });
    await tabs.getByRole('link', { name: t('web-import-tab-conflicts') }).click();
    await look('06-import-conflicts');
    const verdict = page.getByRole('combobox').first();
    await verdict.selectOption({ label: t('web-verdict-keep') });
    await press('web-verdict-save');
    await see(t('web-done-settled'));
    for (const tab of ['refused', 'warned', 'changed', 'absent']) {
      await tabs.getByRole('link', { name: t(`web-import-tab-${tab}`) }).click();
      await page.waitForLoadState();
      await look(`07-import-${tab}`);
    }
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: t('web-refused-get') }).click();
    const refused = path.join(scratch, `${language}-${width}-refused.xlsx`);
    await (await coming).saveAs(refused);
    await follow('web-import-to-publish');
    await look('08-publish');
    await press('web-publish-now');
    await page.getByRole('heading', { name: t('web-import-title-published'), exact: true }).waitFor({ timeout: 120_000 });
    await look('09-published');

    // The refused rows, mended in a table program and brought in again.
    const mended = await mend(refused);
    await goTo('web-menu-imports');
    await page.getByLabel(t('web-field-books'), { exact: true }).setInputFiles(mended.file);
    await press('web-upload-now');
    await page.getByRole('heading', { name: t('web-import-title-ready') }).waitFor({ timeout: 120_000 });
    await look('10-mended-ready');
    await follow('web-import-to-publish');
    await press('web-publish-now');
    await page.getByRole('heading', { name: t('web-import-title-published'), exact: true }).waitFor({ timeout: 120_000 });
    await goTo('web-menu-imports');
    await look('11-imports');

    // Somebody, by the initials of their name: first whoever was mended, then somebody with an allowance.
    await goTo('web-menu-people');
    await look('12-people');
    await page.getByLabel(t('web-search-label'), { exact: true }).fill(mended.name);
    await press('web-search');
    await see(mended.name);
    await page.getByLabel(t('web-search-label'), { exact: true }).fill('zh');
    await press('web-search');
    await look('13-people-found');
    await page.getByRole('link', { name: t('web-search-all') }).click();
    await page.getByLabel(t('web-filter-class'), { exact: true }).selectOption({ index: 1 });
    await press('web-filter');
    await look('14-people-class');
    await page.locator('table').getByRole('link').first().click();
    await page.waitForLoadState();
    await look('15-person');

    // Why an allowance is what it is.
    await page.locator('section', { hasText: t('web-person-entitlements') }).getByRole('link').first().click();
    await page.waitForLoadState();
    await see(t('web-why-facts'));
    await look('16-why');

    // The plan of a branch, on paper.
    await goTo('web-menu-plan');
    await look('17-plans');
    for (let depth = 0; depth < 6 && !/\/plan\/[0-9A-Z]{26}$/.test(page.url()); depth += 1) {
      await page.locator('table').getByRole('link').first().click();
      await page.waitForLoadState();
    }
    await look('18-plan');
    await follow('web-plan-print');
    await look('19-plan-print');
    await printed(page, `${language}-${width}`);
    await follow('web-print-back');

    await goTo('web-menu-standards');
    await look('20-standards');
    await page.locator('table').getByRole('link').first().click();
    await page.waitForLoadState();
    await look('21-standard');
    await goTo('web-menu-organizations');
    await look('22-organization');
    await goTo('web-menu-home');
    await look('23-home');
    await signOut(page, t);
    await see(t('web-done-signout'));
    const log = site.said();
    if (/99\d{15}[\dX]/.test(log)) throw new Error('an identity number stands in the log');
    for (const url of context.pages().map((p) => p.url())) if (/[\u4e00-\u9fff]|%E[4-9]/.test(url)) throw new Error(`a name in an address: ${url}`);
  } finally {
    await context.close();
    await site.stop();
  }
}

async function signOut(page, t) {
  const button = page.getByRole('button', { name: t('web-account-sign-out'), exact: true });
  if (!(await button.first().isVisible())) await page.locator('summary').first().click();
  await button.first().click();
  await page.waitForLoadState();
}

/** Mends the identity numbers with a wrong last letter in a workbook of refused rows; keeps those rows alone. */
async function mend(file) {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  let name = '';
  for (const sheet of workbook.worksheets) {
    const texts = (row) => row.values.map((value) => String(value?.text ?? value ?? ''));
    let heads;
    sheet.eachRow((row) => {
      const cells = texts(row);
      if (!heads && cells.some((cell) => /身份|证件/.test(cell))) { heads = cells; return; }
      if (!heads) return;
      const at = heads.findIndex((head) => /身份|证件/.test(head));
      const number = cells[at]?.trim() ?? '';
      if (!/^99\d{15}[\dX]$/i.test(number) || checkLetter(number.slice(0, 17)) === number[17].toUpperCase()) return;
      row.getCell(at).value = number.slice(0, 17) + checkLetter(number.slice(0, 17));
      name ||= cells[heads.findIndex((head) => /姓名/.test(head))];
    });
  }
  if (!name) throw new Error('the workbook of refused rows holds no number that could be mended');
  const mended = file.replace('refused', 'mended');
  await workbook.xlsx.writeFile(mended);
  return { file: mended, name };
}

/** The page on paper: A4, tagged, its heads on every page. */
async function printed(page, name) {
  const file = path.join(scratch, `${name}-plan.pdf`);
  fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  if (!/Tagged:\s+yes/.test(info)) throw new Error(`the plan is not tagged: ${info}`);
  if (!/Page size:.*A4/.test(info)) throw new Error(`the plan is not A4: ${info}`);
  const pages = Number(/Pages:\s+(\d+)/.exec(info)[1]);
  const head = (n) => execFileSync('pdftotext', ['-f', String(n), '-l', String(n), '-layout', file, '-'], { encoding: 'utf8' });
  const heads = await page.locator('thead th').allInnerTexts();
  const [maker, sheet] = await Promise.all([page.locator('.sign p').first().innerText(), page.locator('.paper .line.q span').first().innerText()]);
  const first = heads.map((h) => h.trim()).sort((a, b) => b.length - a.length)[0];
  for (let n = 1; n <= pages; n += 1) {
    // A head may be broken over lines between its words, with other columns' words in between.
    const shown = head(n).replace(/\s+/g, '');
    if (first.split(/\s+/).every((word) => shown.includes(word))) continue;
    // The signatures may come to stand on a page without rows: it names its sheet.
    const signed = [maker, sheet].every((words) => shown.includes(words.replace(/\s+/g, '')));
    if (n !== pages || n === 1 || !signed) throw new Error(`page ${n} of ${pages} has no head ${first}`);
  }
}
