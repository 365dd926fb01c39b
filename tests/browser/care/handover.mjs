// A change of secretaries: the level above appoints, another confirms, the old one's post ends; from midnight on the new one
// answers, takes over item by item and sends one back, and what the old one writes down late waits for the new one's word.
import { start, t } from './phone.mjs';
import { TODAY } from './county.mjs';

const BRANCH = '龙屏街道光园社区第二党支部';
const ABOVE = '中共龙屏街道光园社区委员会';
const TITLE = '党支部书记';
const LAST = '2027-01-31';
const FIRST = '2027-02-01';
const KEYS = '党员活动室钥匙三把';
const UNCLEAR = '上次说到哪一步，请写明';
const MENDED = '已经约好2月3日再去一趟';
const CALLED = '打过电话，老人说膝盖好些了';

export default async function handover(county) {
  await county.reckoned();
  const old = await county.phone('zhibu');
  // Somebody of the day who is neither of the two; and whoever is to follow.
  const cards = old.page.locator('article.call').getByRole('heading');
  const [seen, next] = [await cards.nth(0).innerText(), await cards.nth(1).innerText()].map((name) => name.trim());
  await old.person(next);
  const nextId = new URL(old.page.url()).pathname.split('/').pop();
  const leaver = await appointed(county, next);
  await left(county, old, leaver);
  await county.on(FIRST);
  await takenOver(county, { next, nextId, leaver, seen });
}

/** Recorded by the street, confirmed by the county. */
async function appointed(county, next) {
  const township = await county.phone('xiangzhen');
  await branch(township);
  const leaver = await township.beside('web-organization-secretary');
  await township.follow(t('web-posts'));
  await township.look('posts');
  await township.follow(t('web-post-new'));
  await township.fill('web-field-post_name', next);
  await township.page.getByLabel(t('web-field-post_code'), { exact: true }).selectOption({ label: TITLE });
  await township.fill('web-field-post_title', TITLE);
  await township.choose('web-manner-full');
  await township.choose('web-powers-contact');
  await township.fill('web-field-post_since', FIRST);
  await township.fill('web-field-post_resolution', '龙街组〔2027〕2号');
  await township.look('record');
  await township.press('web-check-answers');
  await township.look('check');
  await township.press('web-post-send');
  await township.see(t('web-done-post-recorded'));
  await township.look('recorded');
  // Whoever recorded it does not confirm it.
  await township.follow(t('web-post-decide'));
  await township.hasNo('web-appointment-move-confirm');
  await township.look('own-record');

  const officer = await county.phone('xianji');
  await officer.follow(new RegExp(`^${t('web-home-posts-confirm', { count: 1 })}`));
  await officer.look('waiting');
  await officer.follow(new RegExp(`^${next}`));
  await officer.follow(t('web-post-decide'));
  await officer.look('decide');
  await officer.press('web-appointment-move-confirm');
  await officer.see(t('web-done-post-confirmed'));
  return leaver;
}

async function branch(phone) {
  await phone.goTo('web-menu-organizations');
  await phone.follow(ABOVE);
  await phone.follow(BRANCH);
}

/** The old secretary's post ends: the list is there at once, and they write down what no record knows. */
async function left(county, old, leaver) {
  const township = await county.phone('xiangzhen');
  await branch(township);
  await township.follow(t('web-posts'));
  await township.page.locator('tr, li').filter({ hasText: leaver }).filter({ hasText: TITLE }).getByRole('link', { name: t('web-appointment-move-end') }).first().click();
  await township.settled();
  await township.fill('web-field-post_last', LAST);
  await township.fill('web-field-post_why', '换届');
  await township.look('end');
  await township.press('web-post-end-send');
  await township.see(t('web-done-post-ended'));
  await township.look('ended');

  await old.goTo('web-menu-handovers');
  await old.look('handovers');
  await old.follow(`${leaver} ${TITLE}`);
  await old.see(start('web-handover-confidential'));
  await old.unfold('web-item-add');
  await old.choose('web-item-kind-thing');
  await old.fill('web-field-item_words', KEYS);
  await old.press('web-item-add');
  await old.see(t('web-done-item-added'));
  await old.look('list');
  // Nobody takes over from themselves.
  await old.hasNo('web-item-move-accept');
}

/** From midnight on: the new one takes over, one item goes back and forth, a late call waits and is confirmed. */
async function takenOver(county, { next, nextId, leaver, seen }) {
  await county.reckoned();
  const successor = await county.newcomer('xinren', next, 'branch-contact', BRANCH, nextId);
  await successor.look('successor-home');
  await successor.goTo('web-menu-handovers');
  await successor.follow(`${leaver} ${TITLE}`);
  const address = successor.page.url();
  await successor.look('successor-list');
  const item = (phone, words) => phone.main.getByRole('listitem').filter({ hasText: words });
  await item(successor, KEYS).getByRole('button', { name: t('web-item-move-accept') }).click();
  await successor.settled();
  await successor.see(t('web-done-item-accepted'));
  // The first of what is still waiting goes back, with what is not clear.
  const waiting = successor.main.getByRole('listitem').filter({ has: successor.page.getByRole('button', { name: t('web-item-move-accept') }) }).first();
  const words = (await waiting.locator('b').first().innerText()).trim();
  await waiting.getByRole('link', { name: t('web-item-move-return') }).click();
  await successor.settled();
  await successor.choose('web-item-move-return');
  await successor.press('web-item-send');
  await successor.look('no-reason');
  await successor.fill('web-field-item_why', UNCLEAR);
  await successor.press('web-item-send');
  await successor.see(t('web-done-item-returned'));

  const old = await county.phone('zhibu');
  await old.see(t('web-home-resting'));
  await old.look('old-home');
  await old.cannotOpen(`${county.base}/people`);
  await old.goTo('web-menu-handovers');
  await old.follow(`${leaver} ${TITLE}`);
  await old.look('returned');
  await old.see(UNCLEAR);
  await item(old, words).filter({ hasText: UNCLEAR }).getByRole('link', { name: t('web-item-open') }).first().click();
  await old.settled();
  await old.fill('web-field-item_why', MENDED);
  await old.press('web-item-send');
  await old.see(t('web-done-item-mended'));
  await late(old, seen);

  await successor.page.goto(address);
  await successor.see(MENDED);
  await item(successor, words).filter({ hasText: MENDED }).getByRole('button', { name: t('web-item-move-accept') }).first().click();
  await successor.settled();
  await successor.see(CALLED);
  await successor.look('late');
  await successor.press('web-late-confirm');
  await successor.see(t('web-done-late-confirmed'));
  await successor.look('confirmed');
  await successor.person(seen);
  await successor.follow(new RegExp(`^${t('web-visit-act-visit')}(?!${t('web-visit-act-visit-with-gift').slice(2)})`));
  await successor.see(CALLED);
  await successor.page.goto(`${address}/print`);
  await successor.look('print');
}

/** What was done in office and is written down after it; a day that is not of the office is refused. */
async function late(old, seen) {
  await old.follow(t('web-late-new'));
  await old.fill('web-field-late_name', seen);
  await old.choose('web-visit-act-visit');
  await old.choose('web-visit-manner-phone');
  await old.page.getByLabel(t('web-field-late_occasion'), { exact: true }).selectOption({ index: 1 });
  await old.fill('web-field-late_found', CALLED);
  await old.fill('web-field-late_day', FIRST);
  await old.press('web-late-send');
  await old.see(start('web-refused-late-day'));
  await old.look('late-too-late');
  await old.fill('web-field-late_day', TODAY);
  await old.press('web-late-send');
  await old.see(t('web-done-late-recorded'));
  await old.look('late-recorded');
}
