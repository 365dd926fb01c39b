// A transfer inside the county: the letter is recorded, and until the other branch records its receipt the old one answers; from
// the receipt on the new branch's contact finds the person and the old one no longer.
import { start, t } from './phone.mjs';
import { TODAY } from './county.mjs';

const OLD = '龙屏街道光园社区第二党支部';
const NEW = '龙屏街道光园社区第一党支部';
const LETTER = '龙组介字2027第3号';
const USUAL = '平时联系';
const TOLD = '说下周搬过去，那边有人接';
const RECEIVED = '2027-01-28';

export default async function transfer(county) {
  await county.reckoned();
  const contact = await county.phone('zhibu');
  const card = contact.page.locator('article.call').first();
  const name = (await card.getByRole('heading').innerText()).trim();
  await contact.person(name);
  const address = contact.page.url();
  await lettered(contact, name);
  const receiver = await county.newcomer('yizhibu', '李文静', 'branch-contact', NEW);
  await waits(county, contact, receiver, name, address);

  await county.on(RECEIVED);
  await received(county, name, address);
}

/** The letter: what will follow is listed, and that nothing changes before the receipt. */
async function lettered(contact, name) {
  await contact.follow(t('web-life-open'));
  await contact.follow(t('web-life-kind-transfer'));
  await contact.fill('web-field-happened_on', TODAY);
  await contact.fill('web-field-life_letter', LETTER);
  await contact.fill('web-field-life_destination', OLD);
  await contact.look('letter');
  await contact.press('web-life-foresee');
  await contact.see(start('web-refused-life-same-place'));
  await contact.look('same-place');
  await contact.fill('web-field-life_destination', NEW);
  await contact.press('web-life-foresee');
  await contact.see(t('web-life-waits').split('。')[0]);
  await contact.see(t('web-life-within'));
  await contact.see(start('web-life-outcome-belonging-begins') + NEW);
  await contact.look('what-will-follow');
  await contact.press('web-life-send-letter');
  await contact.see(t('web-done-life-letter'));
  await contact.see(t('web-life-state-awaiting-receipt'));
  // Receiving is the other branch's.
  await contact.hasNo('web-life-foresee');
  await contact.look('awaiting-receipt');
}

/** Until the receipt the old branch answers, as before, and the new one does not yet know the person. */
async function waits(county, contact, receiver, name, address) {
  if (await receiver.lookFor(name)) throw new Error(`the new branch finds ${name} before the receipt`);
  await receiver.cannotOpen(address);
  await contact.goTo('web-menu-home');
  await contact.page.locator('article.call').filter({ hasText: name }).first().waitFor();
  await contact.person(name);
  await contact.look('file-awaiting');
  await contact.follow(t('web-visit-send'));
  await contact.choose('web-visit-act-visit');
  await contact.choose('web-visit-manner-phone');
  // What is due preselects why; whoever is not due any longer is asked.
  await contact.page.getByLabel(USUAL, { exact: true }).check();
  await contact.fill('web-field-found', TOLD);
  await contact.press('web-visit-send');
  await contact.see(start('web-done-visit'));
  const township = await county.phone('xiangzhen');
  await township.goTo('web-menu-events');
  await township.look('list');
}

/** The receipt, three days later, by the new branch. */
async function received(county, name, address) {
  await county.reckoned();
  const receiver = await county.phone('yizhibu');
  await receiver.look('receiver-home');
  await receiver.goTo('web-menu-events');
  await receiver.look('receiver-list');
  await receiver.follow(new RegExp(`^${t('web-life-kind-transfer')}.*${t('web-life-receive')}.*${name}`));
  await receiver.fill('web-field-received_on', '2027-01-24');
  await receiver.look('receive');
  await receiver.press('web-life-foresee');
  await receiver.look('too-early');
  await receiver.fill('web-field-received_on', RECEIVED);
  await receiver.press('web-life-foresee');
  await receiver.look('receive-check');
  await receiver.press('web-life-receive-send');
  await receiver.see(t('web-done-life-received'));
  await receiver.look('received');
  await receiver.person(name);
  await receiver.look('file');
  // The call that the old branch made stands in the file.
  await receiver.follow(new RegExp(`^${t('web-visit-act-visit')}(?!${t('web-visit-act-visit-with-gift').slice(2)})`));
  await receiver.see(TOLD);
  await receiver.goTo('web-menu-home');
  await receiver.look('receiver-day');

  const contact = await county.phone('zhibu');
  await contact.seesNo(name);
  if (await contact.lookFor(name)) throw new Error(`the old branch still finds ${name}`);
  await contact.look('old-branch');
  await contact.cannotOpen(address);
  await contact.goTo('web-menu-events');
  await contact.see(name);
  await contact.look('old-branch-events');
}
