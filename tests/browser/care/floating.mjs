// A member who works away, in two counties with a site each: the letter goes out sealed and its code by telephone; the receiving
// county opens it, takes the member in and answers with a slip; both sides know who answers; the stay ends and the slip says so.
import path from 'node:path';
import { scratch } from '../site.mjs';
import { County, TODAY, drawAnother } from './county.mjs';
import { start, t } from './phone.mjs';

const AWAY = '外省滨江区';
const HOST_BRANCH = '990101002';
const ARRANGED = '每月网上学习一次，党费向原支部交纳';
/** Why somebody is called on, in the pack's words. */
const ORDINARY = '平时联系';
const MET = '见了面，住在厂里宿舍，一切都好';
const BACK = '2027-03-01';

export default async function floating(home) {
  const host = new County('floating-host', home.browser, home.looker, drawAnother());
  await host.on(TODAY);
  await home.reckoned();
  const { name, letter, code } = await written(home);
  const slip = await taken(home, host, { name, letter, code });
  await answered(home, name, slip, 'answered');
  await home.on(BACK);
  await host.on(BACK);
  const over = await ended(host, name);
  await returned(home, name, over);
  await host.rest();
  host.check();
  host.remove();
}

/** Saves what a link hands out, as somebody would to a memory stick. */
async function saved(phone, key, file) {
  const [download] = await Promise.all([phone.page.waitForEvent('download'), phone.link(t(key)).first().click()]);
  const at = path.join(scratch, file);
  await download.saveAs(at);
  return at;
}

const taking = (phone, name) => phone.main.getByRole('row').filter({ hasText: name }).getByRole('link').last();

/** Gone away, entered by the branch; a letter with the least that the other side needs. */
async function written(home) {
  const contact = await home.phone('zhibu');
  const names = (await contact.page.locator('article.call').getByRole('heading').allInnerTexts()).map((name) => name.trim());
  let name;
  for (const each of names) {
    await goesAway(contact, each);
    // Whoever is away already does not go once more.
    if (!await contact.sees(t('web-life-send'))) continue;
    name = each;
    break;
  }
  await contact.look('goes-away');
  await contact.press('web-life-send');
  await contact.see(t('web-done-life'));
  await contact.look('gone-away');

  await contact.goTo('web-menu-floating');
  await contact.look('lists');
  await contact.follow(new RegExp(`^${t('web-floating-tab-unwritten')}`));
  await taking(contact, name).click();
  await contact.settled();
  await contact.fill('web-field-fl_organization', '中共滨江区委组织部');
  await contact.page.getByLabel(t('web-field-fl_place'), { exact: true }).fill(AWAY);
  await contact.fill('web-field-fl_home_contact', '李支书');
  await contact.fill('web-field-fl_home_phone', '13900000001');
  await contact.fill('web-field-fl_arrangements', ARRANGED);
  await contact.tick('web-floating-help-contact');
  await contact.tick('web-floating-help-health');
  await contact.press('web-floating-seal');
  // Health is written only where the person agreed; nothing typed is lost.
  await contact.see(start('web-refused-floating-not-agreed'));
  await contact.look('not-agreed');
  await contact.tick('web-field-fl_agreed');
  await contact.press('web-floating-seal');
  await contact.see(t('web-done-floating-letter'));
  await contact.look('sealed');
  const code = (await contact.main.locator('.code b').innerText()).trim();
  const letter = await saved(contact, 'web-floating-download', 'letter.gnf');
  await contact.follow(t('web-floating-print'));
  await contact.look('print');
  await contact.follow(t('web-floating-print-back'));
  await contact.press('web-floating-told');
  await contact.see(t('web-floating-code-gone'));
  await contact.seesNo(code);
  await contact.look('told');
  return { name, letter, code };
}

async function goesAway(contact, name) {
  await contact.person(name);
  await contact.follow(t('web-life-open'));
  await contact.follow(t('web-life-kind-floating-out'));
  await contact.fill('web-field-happened_on', TODAY);
  await contact.fill('web-field-life_receiving', AWAY);
  await contact.press('web-life-foresee');
}

/** The other county opens it, compares the identity card that the person shows, and takes the person in. */
async function taken(home, host, { name, letter, code }) {
  const officer = await home.phone('xianji');
  const identity = await shown(officer, name);
  const clerk = await host.newcomer('kexian', '周科', 'county-officer');
  await clerk.goTo('web-menu-floating');
  await clerk.look('host-lists');
  await clerk.follow(t('web-floating-open'));
  await opened(clerk, letter, '0000 0000 0000 0000');
  await clerk.look('host-wrong-code');
  await opened(clerk, letter, code);
  await clerk.see(ARRANGED);
  await clerk.look('host-reads');
  await clerk.fill('web-field-fl_identity', identity);
  await clerk.fill('web-field-fl_branch', HOST_BRANCH);
  await clerk.fill('web-field-fl_since_on', TODAY);
  await clerk.fill('web-field-fl_contact', '陈支书');
  await clerk.fill('web-field-fl_contact_phone', '13900000002');
  await clerk.press('web-floating-take-send');
  await clerk.see(t('web-done-floating-taken'));
  await clerk.look('host-took');
  return saved(clerk, 'web-floating-slip-download', 'slip.gnf');
}

async function opened(clerk, letter, code) {
  await clerk.page.getByLabel(t('web-field-letter_file'), { exact: true }).setInputFiles(letter);
  await clerk.fill('web-field-letter_code', code);
  await clerk.press('web-floating-look');
}

/** The number on the card that the person shows over there: read at home, with a reason, and only once. */
async function shown(officer, name) {
  await officer.person(name);
  await officer.follow(t('web-unmask'));
  await officer.choose('web-unmask-field-identity');
  await officer.choose('web-unmask-purpose-verify');
  await officer.press('web-unmask-show');
  return (await officer.main.locator('.ans').innerText()).trim();
}

/** The slip comes home: the branch reads who answers there. */
async function answered(home, name, slip, picture) {
  const contact = await home.phone('zhibu');
  await contact.goTo('web-menu-floating');
  await contact.follow(t('web-floating-read-slip'));
  await contact.look(`${picture}-read`);
  await contact.page.getByLabel(t('web-field-slip_file'), { exact: true }).setInputFiles(slip);
  await contact.press('web-floating-read-slip');
  await contact.see(t('web-done-floating-slip'));
  await contact.see(name);
  await contact.look(picture);
  return contact;
}

/** The receiving branch has a guest: visits, and writes down that they went home. */
async function ended(host, name) {
  await host.reckoned();
  const branch = await host.newcomer('kezhi', '陈支书', 'branch-contact', HOST_BRANCH);
  await branch.goTo('web-menu-floating');
  await branch.follow(new RegExp(`^${t('web-floating-tab-in')}`));
  await branch.look('guests');
  await taking(branch, name).click();
  await branch.settled();
  await branch.look('guest');
  await branch.follow(t('web-floating-visit'));
  await branch.choose('web-visit-act-visit');
  await branch.choose('web-visit-manner-in-person');
  await branch.page.getByLabel(ORDINARY, { exact: true }).check();
  await branch.fill('web-field-found', MET);
  await branch.press('web-visit-send');
  await branch.see(start('web-done-visit'));
  await branch.goTo('web-menu-floating');
  await branch.follow(new RegExp(`^${t('web-floating-tab-in')}`));
  await taking(branch, name).click();
  await branch.settled();
  await branch.unfold('web-floating-end');
  await branch.choose('web-floating-over-returned');
  await branch.fill('web-field-fl_over_on', BACK);
  await branch.press('web-floating-end-send');
  await branch.see(t('web-done-floating-ended'));
  await branch.look('guest-left');
  return saved(branch, 'web-floating-slip-download', 'over.gnf');
}

/** Home again: the slip says so, the branch asks the person and enters the return. */
async function returned(home, name, over) {
  const contact = await answered(home, name, over, 'over');
  await contact.follow(t('web-floating-enter-back'));
  await contact.fill('web-field-happened_on', BACK);
  await contact.press('web-life-foresee');
  await contact.look('comes-back');
  await contact.press('web-life-send');
  await contact.see(t('web-done-life'));
  await contact.goTo('web-menu-floating');
  await contact.seesNo(name);
  await contact.look('lists-after');
}
