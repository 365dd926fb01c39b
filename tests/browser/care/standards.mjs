// An allowance is raised by twenty yuan from next year: the county officer types the amounts, sees who gains and what it costs,
// submits; the approver releases; both undo it. Found by labels alone.
import { t } from './phone.mjs';

const FROM = '2028-01-01';
const TITLE = '提高党龄补助标准';
const EACH = 20;

export default async function standards(county) {
  const officer = await county.phone('xianji');
  await toRevisions(officer);
  await officer.look('none');
  await officer.follow(t('web-revision-new'));
  await officer.page.getByLabel(t('web-revision-which'), { exact: true }).selectOption({ label: '党龄补助' });
  await officer.press('web-revision-choose');
  await officer.look('form');
  await officer.press('web-revision-save');
  await officer.see(t('web-error-revision-empty'));
  await officer.look('empty-refused');
  for (const [label, yuan] of [['党龄补助第一档（40—49年，每月）', '120'], ['党龄补助第二档（50—54年，每月）', '140'], ['党龄补助第三档（55年以上，每月）', '170']]) {
    await officer.page.getByLabel(label, { exact: true }).fill(yuan);
  }
  await officer.fill('web-field-revision_from', FROM);
  await officer.fill('web-field-revision_title', TITLE);
  await officer.fill('web-field-revision_document', '县委组织部〔2027〕18号');
  await officer.fill('web-field-revision_place', '第三条');
  await officer.fill('web-field-revision_reason', '物价上涨，三年未调整。');
  await officer.press('web-revision-save');
  await officer.see(t('web-done-revision-drafted'));
  await officer.look('drafted');
  await officer.press('web-revision-reckon');
  await officer.see(t('web-done-revision-reckoned'));
  await officer.see(t('web-revision-whole-year', { year: '2028' }));
  await officer.look('reckoned');
  const cost = await costOf(officer, '2028');
  const reckoned = officer.page.url();
  await officer.follow(t('web-revision-people'));
  await officer.see(t('web-revision-change-gains'));
  await officer.look('people');
  const gained = await gainsIn(officer, 2028);
  if (gained === 0 || cost.more !== gained || cost.after - cost.before !== cost.more) {
    throw new Error(`2028 costs ${cost.before} and then ${cost.after}, ${cost.more} more by its row, ${gained} by those listed`);
  }
  await officer.page.goto(reckoned);
  await officer.follow(t('web-revision-move-submit'));
  await officer.look('submit');
  await officer.press('web-revision-move-submit');
  await officer.see(t('web-revision-waits-submitted'));
  // Whoever drew it up does not release it.
  await officer.hasNo('web-revision-move-release');

  const approver = await county.phone('shenpi');
  await approver.follow(t('web-home-revision', { title: TITLE }));
  await approver.look('to-release');
  await approver.follow(t('web-revision-move-release'));
  await approver.look('release');
  await approver.press('web-revision-move-release');
  await approver.see(t('web-done-revision-release'));
  await approver.look('released');

  // Anybody sees it coming; the amount of today stays.
  const member = await county.phone('dangyuan');
  await member.goTo('web-menu-standards');
  await member.hasNo('web-revisions');
  await member.follow('党龄补助');
  await member.see(t('web-standard-coming'));
  await member.look('coming');

  await toRevisions(officer);
  await officer.follow(TITLE);
  await officer.follow(t('web-revision-move-ask-undo'));
  await officer.press('web-revision-move-ask-undo');
  await officer.look('why-undo');
  await officer.fill('web-field-revision_words', '上级另有规定');
  await officer.press('web-revision-move-ask-undo');
  await officer.see(t('web-revision-state-undoing'));
  await officer.hasNo('web-revision-move-undo');
  await approver.goTo('web-menu-standards');
  await approver.follow(t('web-revisions'));
  await approver.follow(TITLE);
  await approver.follow(t('web-revision-move-undo'));
  await approver.look('undo');
  await approver.press('web-revision-move-undo');
  await approver.see(t('web-revision-state-undone'));
  await approver.look('undone');
  await member.goTo('web-menu-standards');
  await member.follow('党龄补助');
  await member.seesNo(t('web-standard-coming'));
}

/** What a row says a whole year costs, in yuan. */
async function costOf(phone, year) {
  const row = phone.main.locator('tr').filter({ hasText: t('web-revision-whole-year', { year }) }).first();
  const [before, after, more] = (await row.locator('td').allTextContents()).map(yuan);
  return { before, after, more };
}

/** What everybody listed is given more in a year, in yuan: twenty a month from the month that stands beside their name. */
async function gainsIn(phone, year) {
  let [gained, listed] = [0, 0];
  for (;;) {
    for (const row of await phone.main.locator('tbody tr').all()) {
      const [, change, before, after, since] = (await row.locator('td').allTextContents()).map((text) => text.trim());
      if (change !== t('web-revision-change-gains') || yuan(after) - yuan(before) !== EACH) throw new Error(`${change}: ${before}, then ${after}`);
      const [from, month] = since.match(/\d+/g).map(Number);
      if (from <= year) gained += EACH * (from < year ? 12 : 13 - month);
      listed += 1;
    }
    const next = phone.link(t('web-pager-after'));
    if (await next.count() === 0) break;
    await next.first().click();
    await phone.settled();
  }
  await phone.see(t('web-revision-people-total', { count: String(listed) }));
  return gained;
}

const yuan = (text) => Number(text.replace(/[^\d.-]/g, ''));

async function toRevisions(phone) {
  await phone.goTo('web-menu-standards');
  await phone.follow(t('web-revisions'));
}
