// A photograph of a visit: nobody is photographed without having been asked, what the phone wrote into the picture is gone when it is
// opened, the county opens none, and when the person takes their word back the picture is gone.
import fs from 'node:fs';
import path from 'node:path';
import { t } from './phone.mjs';

const TAKEN = path.resolve(import.meta.dirname, '../../../crates/exchange/tests/pictures/turned.jpg');
const SAID = ['GPS-DAY', 'PHONE-MAKER', 'SAID-WHERE', 'APPENDED'];
/** What the pack calls it. */
const KIND = '走访时拍照留存';
const FOUND = '在家，院子里晒着玉米';

export default async function photo(county) {
  const person = await county.phone('dangyuan');
  const name = await person.ownName();
  const contact = await county.phone('zhibu');
  const visit = await visited(contact, name);
  await contact.follow(t('web-photos-open'));
  await contact.see(t('web-photo-door-unasked'));
  await contact.look('not-asked');
  await answered(person, 'web-consent-give');
  const photos = `${visit}/photos`;
  await contact.page.goto(photos);
  await contact.press('web-photo-keep');
  await contact.see(t('web-error-no-file'));
  await contact.page.getByLabel(t('web-field-photo_file'), { exact: true }).setInputFiles(TAKEN);
  await contact.press('web-photo-keep');
  await contact.look('kept');
  const opened = await downloaded(contact);
  const taken = fs.readFileSync(TAKEN, 'latin1');
  for (const word of SAID) {
    if (!taken.includes(word)) throw new Error(`the picture never said ${word}`);
    if (opened.includes(word)) throw new Error(`the picture still says ${word}`);
  }
  const officer = await county.phone('xianji');
  await officer.cannotOpen(photos);
  await officer.page.goto(visit);
  await officer.seesNo(t('web-photos-open'));
  await answered(person, 'web-consent-refuse');
  await contact.page.goto(photos);
  await contact.see(t('web-photo-door-refused'));
  await contact.see(t('web-photo-ended-consent-withdrawn', { count: 1 }));
  await contact.hasNo('web-photo-open');
  await contact.look('gone');
}

/** A visit to somebody whose answer is their own to give; its page is open. */
async function visited(contact, name) {
  await contact.person(name);
  await contact.main.getByRole('link', { name: t('web-visit-record') }).or(contact.main.locator('a[href$="/visits/new"]')).first().click();
  await contact.settled();
  await contact.choose('web-visit-act-visit');
  await contact.choose('web-visit-manner-in-person');
  await contact.page.getByRole('group', { name: t('web-field-occasion') }).getByRole('checkbox').first().check();
  await contact.fill('web-field-found', FOUND);
  await contact.button(t('web-visit-send')).first().click();
  await contact.settled();
  await contact.goTo('web-menu-visits');
  await contact.follow(name);
  await contact.see(FOUND);
  return contact.page.url();
}

/** What the person says to photographs, on their own page. */
async function answered(person, key) {
  await person.goTo('web-menu-me');
  await person.follow(`${t(key)}：${KIND}`);
  await person.press(key);
}

async function downloaded(contact) {
  const [file] = await Promise.all([
    contact.page.waitForEvent('download'),
    contact.main.getByRole('link', { name: new RegExp(`^${t('web-photo-open')}`) }).first().click(),
  ]);
  return fs.readFileSync(await file.path(), 'latin1');
}
