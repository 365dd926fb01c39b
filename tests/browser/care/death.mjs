// A death entered by the branch: all that follows is listed first, then carried out at once; nobody is asked to congratulate or to
// visit the dead; another account takes it back, and every page says again what it said before.
import { raised } from './need.mjs';
import { start, t } from './phone.mjs';

/** Three days before a birthday in the branch. */
const DAY = '2027-02-12';
const AHEAD = '2027-02-13';
const DIED = '2027-01-18';
/** How often, and how many times, pages are read again until what is reckoned in the background is done. */
const LOOK_EVERY_MS = 3_000;
const PATIENCE = 20;
const WORDS = '想请人来教教怎样视频';

export default async function death(county) {
  await county.on(DAY);
  await county.reckoned();
  const contact = await county.phone('zhibu');
  await contact.look('day');
  const birthday = contact.page.locator('article.call').filter({ hasText: '生日' }).first();
  const name = (await birthday.getByRole('heading').innerText()).trim();
  // Something is open that the death will drop.
  await contact.person(name);
  await raised(contact, WORDS);
  const before = await settled(contact, name);
  const event = await entered(county, contact, name);
  await gone(contact, name);
  await undone(county, contact, name, event);
  await asBefore(contact, name, before);
  await contact.look('back');
  await contact.goTo('web-menu-home');
  await contact.look('day-back');
}

/** Needs are matched, clocks reckoned some seconds after they changed: the pages, once they stay as they are. */
async function settled(contact, name) {
  let last = await said(contact, name);
  for (let at = 0; at < PATIENCE; at += 1) {
    const now = await said(contact, name);
    if (!Object.values(now).join().includes(t('web-need-not-yet-matched')) && !differing(last, now)) return now;
    last = now;
    await contact.page.waitForTimeout(LOOK_EVERY_MS);
  }
  throw new Error('the pages do not come to rest');
}

/** Every page says again, some seconds later at most, what it said before. */
async function asBefore(contact, name, before) {
  let differs;
  for (let at = 0; at < PATIENCE; at += 1) {
    differs = differing(before, await said(contact, name));
    if (!differs) return;
    await contact.page.waitForTimeout(LOOK_EVERY_MS);
  }
  throw new Error(`not what it was: ${differs}`);
}

/** What the contact reads on the pages that a death touches. */
async function said(contact, name) {
  const pages = {};
  const main = async () => (await contact.main.innerText()).trim();
  for (const key of ['web-menu-home', 'web-menu-needs', 'web-menu-guarantees', 'web-menu-plan']) {
    await contact.goTo(key);
    pages[t(key)] = await main();
  }
  await contact.person(name);
  pages[name] = await main();
  return pages;
}

/** The lines that went and came, page by page; nothing where all is the same. */
function differing(before, after) {
  const lines = (words) => words.split('\n').filter(Boolean);
  const differs = Object.keys(before).filter((page) => before[page] !== after[page]).map((page) => {
    const [was, is] = [lines(before[page]), lines(after[page])];
    return { page, gone: was.filter((line) => !is.includes(line)), come: is.filter((line) => !was.includes(line)) };
  });
  return differs.length ? JSON.stringify(differs) : undefined;
}

/** Entered: first the list of all that follows, while nothing has changed yet; then done. */
async function entered(county, contact, name) {
  await contact.person(name);
  await contact.follow(t('web-life-open'));
  await contact.look('what-happened');
  await contact.follow(t('web-life-kind-death'));
  await contact.fill('web-field-happened_on', AHEAD);
  await contact.press('web-life-foresee');
  await contact.see(t('web-error-date-late', { value: DAY }));
  await contact.look('day-ahead');
  await contact.fill('web-field-happened_on', DIED);
  await contact.press('web-life-foresee');
  for (const group of ['register', 'standards', 'terms', 'care', 'tasks']) {
    await contact.page.getByRole('heading', { name: t(`web-life-group-${group}`), exact: true }).waitFor();
  }
  for (const key of ['web-life-outcome-cards-end', 'web-life-outcome-condolence', 'web-life-outcome-funeral-allowance']) await contact.see(t(key));
  await contact.see(start('web-life-outcome-need-dropped'));
  await contact.look('all-that-follows');
  const township = await county.phone('xiangzhen');
  await township.person(name);
  await township.seesNo('去世，档案保留');
  await contact.press('web-life-send');
  await contact.see(t('web-done-life'));
  await contact.look('carried-out');
  // Whoever entered it does not take it back.
  await contact.hasNo('web-life-undo');
  await contact.seesNo(t('web-life-undo-open'));
  return contact.page.url();
}

/** No card, no list names the dead; the file stays, and says so. */
async function gone(contact, name) {
  await contact.follow(name);
  await contact.see(t('web-person-died', { day: '2027年1月18日' }));
  for (const key of ['web-need-raise', 'web-apply-for-them', 'web-plan-draw-up', 'web-person-ask-for']) await contact.hasNo(key);
  await contact.look('file');
  await contact.goTo('web-menu-home');
  await contact.seesNo(name);
  await contact.look('day-without');
  if (await contact.lookFor(name)) throw new Error(`the list of people names ${name}`);
  await contact.goTo('web-menu-events');
  await contact.see(name);
}

/** Another account takes it back, with a reason. */
async function undone(county, contact, name, event) {
  const township = await county.phone('xiangzhen');
  await township.goTo('web-menu-events');
  await township.look('list');
  await township.follow(new RegExp(`^${t('web-life-kind-death')}.*${name}`));
  await township.unfold('web-life-undo-open');
  await township.press('web-life-undo');
  await township.look('why');
  await township.fill('web-field-undo_why', '录错了人，同名');
  await township.press('web-life-undo');
  await township.see(t('web-done-life-undone'));
  await township.look('undone');
  await contact.page.goto(event);
  await contact.see(t('web-life-state-undone'));
}
