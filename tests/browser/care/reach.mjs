// Whom we have not reached: the branch sees them by name with the next step, a visit takes somebody off the list; the township and the
// county see how many, and no name; what the year gave is a bar and a list of those still to be seen.
import { start, t } from './phone.mjs';

const FOUND = '身体还好，菜地种着';

/** Long enough for terms to be over. */
const LATER = '2027-11-01';

export default async function reach(county) {
  await county.on(LATER);
  const contact = await county.phone('zhibu');
  await county.reckoned();
  await contact.goTo('web-menu-reach');
  await contact.look('branch');
  const names = await visitedOff(contact);
  await contact.goTo('web-menu-reach');
  await contact.follow(t('web-given-open'));
  await contact.look('given');
  for (const account of ['xiangzhen', 'xianji']) {
    const office = await county.phone(account);
    await office.goTo('web-menu-reach');
    await office.look(account);
    await office.main.getByRole('link', { name: new RegExp(`^${t('web-reach-title-no-contact')}$`) }).click();
    await office.settled();
    if (account === 'xianji') for (const name of names) await office.seesNo(name);
    await office.look(`${account}-no-contact`);
  }
}

/** Everybody who stands on the list of the unreached; the first is visited, and stands there no more. */
async function visitedOff(contact) {
  const open = async () => {
    await contact.goTo('web-menu-reach');
    await contact.main.getByRole('link', { name: new RegExp(`^${t('web-reach-title-no-contact')}$`) }).click();
    await contact.settled();
    return contact.page.locator('article.call').getByRole('heading').allInnerTexts();
  };
  const names = (await open()).map((name) => name.trim());
  await contact.look('no-contact');
  if (names.length === 0) throw new Error('nobody is unreached after so long');
  const card = contact.page.locator('article.call').first();
  const visit = card.getByRole('link', { name: new RegExp(`^(${t('web-reach-do-visit')}|${t('web-reach-do-contact')})`) });
  await visit.first().click();
  await contact.settled();
  await contact.choose('web-visit-act-visit');
  await contact.choose('web-visit-manner-in-person');
  await contact.page.getByRole('group', { name: t('web-field-occasion') }).getByRole('checkbox').first().check();
  await contact.fill('web-field-found', FOUND);
  await contact.button(t('web-visit-send')).first().click();
  await contact.see(start('web-done-visit'));
  // Clocks follow what was recorded within seconds.
  await contact.county.reckoned();
  const left = (await open()).map((name) => name.trim());
  if (left.length !== names.length - 1 || left.includes(names[0])) throw new Error('a visit takes nobody off the list');
  return names;
}
