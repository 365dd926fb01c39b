// The five guarantees on a phone: a need, an illness, a loss of work and a doubt each begin a clock; the doubt is answered and read by
// nobody else; what is not done in time is told upwards, level by level; what is done late stays late.
import { arranged, raised } from './need.mjs';
import { start, t } from './phone.mjs';
import { TODAY } from './county.mjs';

/** The working days after the festival (7 February 2027 and its week) by which the county has heard of an illness. */
const LATER = '2027-03-08';
const DOUBT = '儿子在外头不回来，夜里想起来睡不着，不知道跟谁说';
const COUNSEL = '周五上午我到您家坐坐，一起给孩子打个电话';

export default async function guarantees(county) {
  await county.reckoned();
  const contact = await county.phone('zhibu');
  const cards = contact.page.locator('article.call').getByRole('heading');
  const [ill, jobless] = [await cards.nth(0).innerText(), await cards.nth(1).innerText()].map((name) => name.trim());
  const need = await begun(contact, ill, jobless);
  await answered(county, contact);
  await county.on(LATER);
  await county.reckoned();
  await told(county, ill);
  await caughtUp(county, ill, jobless);
  await helpedAtLast(county, ill, need);
  await atWork(county, jobless);
}

/** Entered by the contact: each is a clock at once, with its last day. The page of the need. */
async function begun(contact, ill, jobless) {
  await contact.person(ill);
  await raised(contact, '想请人陪着去县医院看一次');
  const need = contact.page.url();
  await happened(contact, ill, 'web-occasion-hospitalised', true);
  await contact.see(t('web-occasion-hospitalised'));
  await contact.look('ill');
  await happened(contact, jobless, 'web-occasion-work-lost', false);
  await contact.see(t('web-occasion-work-lost'));
  await contact.look('jobless');
  return need;
}

async function happened(contact, name, occasion, isFirst, on = TODAY) {
  await contact.person(name);
  await contact.follow(t('web-person-five-open'));
  await contact.follow(t('web-happened-enter'));
  await contact.pick('web-field-event', occasion);
  if (isFirst) {
    await contact.fill('web-field-happened_on', '2027-12-31');
    await contact.press('web-check-answers');
    await contact.look('not-yet');
  }
  await contact.fill('web-field-happened_on', on);
  await contact.press('web-check-answers');
  await contact.press('web-happened-send');
}

/** A member's doubt: taken by the contact, read by nobody else, answered in words. */
async function answered(county, contact) {
  const member = await county.phone('dangyuan');
  await member.goTo('web-menu-me');
  await member.follow(t('web-questions-own'));
  await member.look('no-doubt');
  await member.follow(t('web-question-ask'));
  await member.fill('web-field-doubt', DOUBT);
  await member.choose('web-question-post-branch');
  await member.look('doubt');
  await member.press('web-question-ask-send');
  await member.see(DOUBT);
  await member.look('asked');

  const township = await county.phone('xiangzhen');
  await township.goTo('web-menu-questions');
  await township.seesNo(DOUBT.slice(0, 8));
  await contact.goTo('web-menu-questions');
  await contact.seesNo(DOUBT.slice(0, 8));
  await contact.look('waiting-doubt');
  await contact.page.getByRole('button', { name: new RegExp(`^${t('web-question-take')}`) }).first().click();
  await contact.settled();
  await contact.see(DOUBT);
  const address = contact.page.url();
  await township.cannotOpen(address);
  await contact.fill('web-field-counsel', COUNSEL);
  await contact.look('counsel');
  await contact.press('web-check-answers');
  await contact.press('web-question-send');
  await contact.look('answered');
  await member.page.reload();
  await member.see(COUNSEL);
  await member.look('read');
  await member.goTo('web-menu-me');
  await member.page.goto(`${county.base}/me/guarantees`);
  await member.look('own-five');
}

/** Six weeks later nothing was done: the branch, the township and the county have heard of it. */
async function told(county, ill) {
  for (const account of ['zhibu', 'xiangzhen', 'xianji']) {
    const phone = await county.phone(account);
    await phone.page.goto(`${county.base}/guarantees/told`);
    await phone.see(t('web-standing-late'));
    await phone.look(`told-${account}`);
    await phone.page.goto(`${county.base}/guarantees`);
    await phone.look(`board-${account}`);
  }
  const contact = county.phones[0];
  await contact.page.goto(`${county.base}/guarantees/told`);
  await contact.see(ill);
}

/** Done at last: kept, and late for good; the work is looked into and goes on. */
async function caughtUp(county, ill, jobless) {
  const contact = county.phones[0];
  await contact.person(ill);
  await contact.follow(t('web-visit-send'));
  await contact.choose('web-visit-act-visit');
  await contact.choose('web-visit-manner-in-person');
  // Whoever was never visited has nothing chosen beforehand.
  await contact.page.getByRole('group', { name: t('web-field-occasion') }).getByRole('checkbox').first().check();
  await contact.fill('web-field-found', '人已经出院，走路还慢');
  await contact.look('visit');
  await contact.press('web-visit-send');
  await contact.see(start('web-done-visit'));
  await county.reckoned();
  await contact.person(ill);
  await contact.follow(t('web-person-five-open'));
  const earlier = contact.main.locator('summary').filter({ hasText: start('web-five-ended') });
  for (let at = 0; at < await earlier.count(); at += 1) await earlier.nth(at).click();
  await contact.see(t('web-standing-kept-late'));
  await contact.look('kept-late');
  await contact.person(jobless);
  await contact.follow(t('web-person-five-open'));
  await contact.look('jobless-late');
}

/** What somebody's file says of one of the five, with what is over unfolded. */
async function ofTheFive(contact, name, guarantee) {
  await contact.person(name);
  await contact.follow(t('web-person-five-open'));
  const one = contact.main.getByRole('region', { name: guarantee, exact: true });
  const earlier = one.locator('summary').filter({ hasText: start('web-five-ended') });
  if (await earlier.count()) await earlier.first().click();
  return one;
}

/** The help ends with somebody who helps: late for good, and nothing more runs. */
async function helpedAtLast(county, ill, need) {
  const contact = county.phones[0];
  await contact.page.goto(need);
  await arranged(contact);
  await county.reckoned();
  const help = await ofTheFive(contact, ill, '难时有人帮');
  await help.getByText(t('web-standing-kept-late'), { exact: true }).first().waitFor();
  await contact.look('helped-late');
}

/** The work is looked into, which goes on; it ends when there is work again. */
async function atWork(county, jobless) {
  const contact = county.phones[0];
  await happened(contact, jobless, 'web-occasion-work-followed-up', false, LATER);
  await county.reckoned();
  let work = await ofTheFive(contact, jobless, '工作有保障');
  await work.getByText(t('web-standing-kept-late'), { exact: true }).first().waitFor();
  await work.getByText(start('web-five-due'), { exact: false }).first().waitFor();
  await contact.look('work-followed-up');
  await happened(contact, jobless, 'web-occasion-work-found', false, LATER);
  await county.reckoned();
  work = await ofTheFive(contact, jobless, '工作有保障');
  await work.getByText(t('web-five-nothing'), { exact: true }).waitFor();
  await contact.look('at-work');
}
