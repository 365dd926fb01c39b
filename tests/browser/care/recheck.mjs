// The yearly recheck: drawn up by one, approved by another; a contact says of one person "seen, unchanged" with one tap and of
// another that nobody was found; the county sees how far it is, and nobody's name.
import { start, t } from './phone.mjs';
import { TODAY } from './county.mjs';

const UNTIL = '2027-03-31';
const TRIED = '去了两次，门锁着，邻居说去女儿家了';

export default async function recheck(county) {
  await county.reckoned();
  await drawnUp(county);
  const [seen, sought] = await answered(county);
  await counted(county, [seen, sought]);
}

async function drawnUp(county) {
  const officer = await county.phone('xianji');
  await toRechecks(officer);
  await officer.look('none');
  await officer.follow(t('web-recheck-new'));
  await officer.fill('web-field-recheck_from', TODAY);
  await officer.fill('web-field-recheck_until', '2027-12-31');
  await officer.press('web-recheck-draft-send');
  await officer.see(start('web-error-recheck-days'));
  await officer.look('too-long');
  await officer.fill('web-field-recheck_until', UNTIL);
  await officer.press('web-recheck-draft-send');
  await officer.see(t('web-recheck-state-drafted'));
  // Whoever drew it up does not approve it.
  await officer.hasNo('web-recheck-move-approve');
  await officer.look('drafted');

  const approver = await county.phone('shenpi');
  await approver.follow(new RegExp(`^${t('web-home-recheck-approve', { year: 2027 })}`));
  await approver.follow(t('web-recheck-move-approve'));
  await approver.look('approve');
  await approver.press('web-recheck-move-approve');
  await approver.see(t('web-recheck-state-open'));
  await approver.look('open');
}

async function toRechecks(phone) {
  await phone.goTo('web-menu-reach');
  await phone.follow(t('web-rechecks'));
}

/** The contact's own people, by name: one seen, one not. */
async function answered(county) {
  const contact = await county.phone('zhibu');
  await contact.look('contact-home');
  await toRechecks(contact);
  await contact.follow(t('web-recheck-of', { year: 2027 }));
  await contact.look('people');
  const waiting = (at) => contact.main.locator('article.call').filter({ has: contact.page.getByRole('button', { name: t('web-recheck-unchanged'), exact: true }) }).nth(at);
  const named = async (at) => (await waiting(at).getByRole('heading').innerText()).trim();
  const [seen, sought] = [await named(0), await named(1)];
  await waiting(0).getByRole('button', { name: t('web-recheck-unchanged') }).click();
  await contact.settled();
  await contact.look('unchanged');
  await contact.main.locator('article.call').filter({ hasText: sought }).getByRole('link', { name: new RegExp(`^${t('web-recheck-otherwise')}`) }).click();
  await contact.settled();
  await contact.look('person');
  await contact.unfold('web-recheck-not-seen');
  await contact.choose('web-recheck-item-move-say-not-found');
  await contact.press('web-recheck-say-other');
  await contact.look('without-words');
  await contact.fill('web-field-recheck_words', TRIED);
  await contact.press('web-recheck-say-other');
  await contact.see(t('web-recheck-as-not-found'));
  await contact.look('not-found');
  // What was a visit stands in the person's file as one.
  await contact.person(seen);
  await contact.follow(new RegExp(`^${t('web-visit-act-home-check')}`));
  await contact.look('visit');
  await toRechecks(contact);
  await contact.follow(t('web-recheck-of', { year: 2027 }));
  await contact.follow(t('web-recheck-print'));
  await contact.look('print');
  return [seen, sought];
}

/** The county sees counts. */
async function counted(county, names) {
  const officer = await county.phone('xianji');
  await toRechecks(officer);
  await officer.look('list');
  await officer.follow(t('web-recheck-of', { year: 2027 }));
  await officer.see(start('web-reach-county-note'));
  for (const name of names) await officer.seesNo(name);
  await officer.look('county');
}
