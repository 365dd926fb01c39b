// Care on a phone, 360 wide, in Chinese, following visible labels alone: a contact's day, a visit "as before", the board; a need
// from the raising over the call-back to its closing; a round of visits from the list over the approval, groups and paper to the
// entry of one sheet. Each account has a browser of its own. The county is drawn, the clock stands in the days before a festival.
import { chromium } from 'playwright-core';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { scratch, serve } from './site.mjs';
import { signIn } from './demo.mjs';
import { texts } from './texts.mjs';
import { Looker } from './look.mjs';

const TODAY = '2027-01-25';
const NOW = `${Date.parse(`${TODAY}T09:00:00+08:00`)}000`;
/** One need in five is drawn for a call-back: so many raised without one would be one chance in seven thousand. */
const MOST_NEEDS = 40;

const t = texts('zh-CN');
/** What stands before the first value of a text. */
const start = (key) => t(key).split('{')[0].replace(/[，,：:（]+$/, '');
const pictures = process.env.PICTURES ?? path.join(scratch, 'care');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const site = await serve(['--now', NOW, 'demo', '--members', '1500', '--out', scratch]);
const looker = new Looker(pictures);
let failed = 0;
const walks = { visit: aVisitAsBefore, need: aNeedToItsEnd, round: aRound };
for (const [name, walk] of Object.entries(walks)) {
  try {
    await walk();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
  }
}
await browser.close();
await site.stop();
for (const finding of new Set(looker.findings)) console.log(`found ${finding}`);
console.log(`pictures of ${looker.pages} pages in ${pictures}`);
const faults = failed + looker.findings.length;
console.log(`${Object.keys(walks).length - failed} passed, ${faults} failed`);
process.exit(faults ? 1 : 0);

/** Somebody with a phone, and what their fingers do. */
async function phone(account) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', bypassCSP: true, reducedMotion: 'reduce' });
  const page = await signIn(context, site.base, account);
  looker.watch(page);
  const settled = () => page.waitForLoadState();
  return {
    page,
    close: () => context.close(),
    look: (name) => looker.look(page, name),
    press: async (key) => { await page.getByRole('main').getByRole('button', { name: t(key), exact: true }).first().click(); await settled(); },
    follow: async (name) => { await page.getByRole('main').getByRole('link', { name, exact: true }).first().click(); await settled(); },
    fill: (key, value) => page.getByLabel(t(key)).first().fill(value),
    pick: (key, value) => page.getByLabel(t(key), { exact: true }).selectOption({ label: t(value) }),
    choose: (key) => page.getByRole('radio', { name: t(key), exact: true }).check(),
    see: (words) => page.getByText(words).first().waitFor(),
    sees: async (words) => (await page.getByText(words).count()) > 0,
    goTo: async (key) => {
      const link = page.getByRole('navigation').getByRole('link', { name: t(key), exact: true }).locator('visible=true');
      if (await link.count() === 0) await page.getByRole('link', { name: t('web-menu-more'), exact: true }).locator('visible=true').first().click();
      await page.getByRole('link', { name: t(key), exact: true }).locator('visible=true').first().click();
      await settled();
    },
  };
}

async function aVisitAsBefore() {
  const contact = await phone('zhibu');
  await contact.look('visit-1-day');
  const cards = await contact.page.locator('article.call').count();
  if (!cards) throw new Error('nobody is to be seen these days');
  const again = contact.page.getByRole('button', { name: new RegExp(`^${start('web-visit-again-send')}，`) });
  let name;
  for (let at = 0; at < cards && !name; at += 1) {
    const card = contact.page.locator('article.call').nth(at);
    const whose = (await card.getByRole('heading').innerText()).trim();
    await card.getByRole('link', { name: new RegExp(`^${t('web-day-record')}`) }).click();
    await contact.page.waitForLoadState();
    if (await again.count()) name = whose;
    else await contact.goTo('web-menu-home');
  }
  if (!name) throw new Error('nobody of these days was visited before');
  await contact.look('visit-2-record');
  await again.click();
  await contact.see(start('web-done-visit'));
  await contact.look('visit-3-recorded');
  await contact.goTo('web-menu-visits');
  await contact.see(name);
  await contact.goTo('web-menu-guarantees');
  await contact.page.getByRole('heading', { name: t('web-menu-guarantees') }).waitFor();
  await contact.look('visit-4-board');
  await contact.close();
}

async function aNeedToItsEnd() {
  const contact = await phone('zhibu');
  const approver = await phone('shenpi');
  let need;
  for (let at = 0; at < MOST_NEEDS && !need; at += 1) {
    const page = await helped(contact, at);
    if (await contact.sees(t('web-need-call-back-drawn'))) need = page;
  }
  if (!need) throw new Error(`none of ${MOST_NEEDS} needs was drawn for a call-back`);
  await contact.look('need-6-drawn');
  if (await contact.page.getByRole('main').getByRole('link', { name: t('web-move-close'), exact: true }).count()) {
    throw new Error('whoever handled it could close it before the call-back');
  }
  // Somebody who had no part in it asks the person.
  await approver.page.goto(need);
  await approver.follow(t('web-move-call-back'));
  await approver.choose('web-agrees-yes');
  await approver.fill('web-field-answer', '本人说书送到了');
  await approver.look('need-7-call-back');
  await approver.press('web-check-answers');
  await approver.press('web-move-send');
  await approver.see(start('web-done-moved'));
  await contact.page.goto(need);
  await contact.follow(t('web-move-close'));
  await contact.choose('web-outcome-met');
  await contact.choose('web-confirmation-person');
  await contact.fill('web-field-answer', '书用得上，谢谢');
  await contact.look('need-8-close');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.see(t('web-need-closed'));
  await contact.look('need-9-closed');
  await contact.close();
  await approver.close();
}

/** Raises a need, confirms it with the person, names who helps, records the help; the address of its page. */
async function helped(contact, at) {
  const look = (name) => (at === 0 ? contact.look(name) : undefined);
  await contact.goTo('web-menu-home');
  await contact.page.locator('article.call').first().getByRole('heading').getByRole('link').click();
  await contact.page.waitForLoadState();
  await contact.follow(t('web-need-raise'));
  await contact.choose('web-voice-person');
  await contact.fill('web-field-words', `想学养蜂，要几本书（${at + 1}）`);
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ label: t('web-need-unsure') });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await look('need-1-raise');
  await contact.press('web-check-answers');
  await look('need-2-check');
  const readBack = contact.page.getByLabel(t('web-field-read_back'));
  if (await readBack.count()) await readBack.check();
  await contact.press('web-need-send');
  await contact.see(start('web-done-need'));
  const need = contact.page.url();
  await contact.follow(t('web-move-confirm'));
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ index: 1 });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await contact.page.getByLabel(t('web-asked-yes')).or(contact.page.getByLabel(t('web-field-asked'))).first().check();
  await look('need-3-confirm');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.follow(t('web-move-plan'));
  await contact.fill('web-field-by_name', '本支部');
  await look('need-4-plan');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.follow(t('web-move-help'));
  await contact.fill('web-field-help_given', '一月二十五日送去三本养蜂的书');
  await look('need-5-help');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.see(start('web-done-moved'));
  return need;
}

async function aRound() {
  const officer = await phone('xiangzhen');
  const approver = await phone('shenpi');
  await officer.goTo('web-menu-rounds');
  await officer.look('round-1-none');
  await officer.follow(t('web-round-new'));
  await officer.press('web-round-draft');
  await officer.look('round-2-wrong');
  await officer.fill('web-field-budget', '200000');
  await officer.fill('web-field-round_goods', '米、油各一');
  await officer.fill('web-field-goods_worth', '120');
  await officer.press('web-round-draft');
  await officer.see(t('web-done-round').split('，')[0]);
  await officer.look('round-3-drafted');
  await officer.follow(t('web-round-tab-on'));
  await officer.look('round-4-list');
  await officer.page.goBack();
  await officer.follow(t('web-round-move-submit'));
  await officer.press('web-round-move-submit');
  await officer.see(t('web-done-round-submit'));
  if (await officer.page.getByRole('link', { name: t('web-round-move-approve'), exact: true }).count()) {
    throw new Error('whoever drew it up could approve it');
  }

  // Another account finds it on its first page.
  await approver.goTo('web-menu-home');
  await approver.page.getByRole('link', { name: new RegExp(`^${start('web-home-round-approve')}：`) }).click();
  await approver.page.waitForLoadState();
  await approver.look('round-5-to-approve');
  await approver.follow(t('web-round-move-approve'));
  await approver.look('round-6-approve');
  await approver.press('web-round-move-approve');
  await approver.see(t('web-done-round-approve').split('，')[0]);

  await officer.goTo('web-menu-home');
  await officer.page.getByRole('link', { name: new RegExp(`^${start('web-home-round-divide')}：`) }).click();
  await officer.follow(t('web-round-divide'));
  await officer.fill('web-field-leaders', '副书记王德顺；赵小军、镇卫生院周医生\n副镇长李玉梅');
  await officer.look('round-7-groups');
  await officer.press('web-round-divide-send');
  await officer.see(t('web-done-round-divided').split('，')[0]);
  await officer.look('round-8-divided');

  await officer.follow(t('web-sheet-print-group'));
  await officer.look('round-9-paper');
  const code = await printed(officer.page);
  await officer.follow(t('web-back'));

  // The paper comes back: from its code to its page, and all were reached but one.
  await officer.goTo('web-menu-rounds');
  await officer.fill('web-field-sheet_code', code);
  await officer.press('web-sheet-find');
  await officer.see(code);
  await officer.page.getByRole('checkbox', { name: new RegExp(`^${t('web-sheet-not-reached')}`) }).first().check();
  await officer.look('round-10-sheet');
  await officer.press('web-sheet-enter');
  await officer.pick('web-field-missed', 'web-unreachable-hospital');
  await officer.fill('web-field-told', '邻居说去县医院了');
  const back = await officer.page.locator('dt', { hasText: t('web-sheet-to-return') }).locator('+ dd').innerText();
  await officer.fill('web-field-returned', '0.01');
  await officer.press('web-sheet-send');
  await officer.look('round-11-does-not-add-up');
  await officer.fill('web-field-returned', back.trim());
  await officer.press('web-sheet-send');
  await officer.see(t('web-done-sheet').split('，')[0]);
  await officer.look('round-12-entered');
  await officer.follow(t('web-round-tab-unreached'));
  await officer.see(t('web-unreachable-hospital'));
  await officer.look('round-13-unreached');
  for (const url of [officer.page.url(), approver.page.url()]) if (/[\u4e00-\u9fff]|%E[4-9]/.test(url)) throw new Error(`a name in an address: ${url}`);
  await officer.close();
  await approver.close();
}

/** The group's sheets on paper: A4, tagged, their heads and codes on every page; the first sheet's code. */
async function printed(page) {
  const file = path.join(scratch, 'sheets.pdf');
  fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  for (const found of [/Tagged:\s+yes/, /Page size:.*A4/]) if (!found.test(info)) throw new Error(`not ${found}: ${info}`);
  const pages = Number(/Pages:\s+(\d+)/.exec(info)[1]);
  let code;
  for (let n = 1; n <= pages; n += 1) {
    const text = execFileSync('pdftotext', ['-f', String(n), '-l', String(n), '-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    const its = /单号：([0-9A-Z]{7})/.exec(text)?.[1];
    if (!its || !text.includes('证件尾号')) throw new Error(`page ${n} of ${pages} does not say which sheet it is`);
    code ??= its;
    if (/99\d{15}[\dX]|1[3-9]\d{9}/.test(text)) throw new Error(`page ${n}: a number that does not belong on paper`);
  }
  return code;
}
