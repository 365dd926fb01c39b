// A resident without membership: what is wrong is said beside its field, it is read out and agreed to before it is kept, somebody who is
// kept already is found and not kept twice; a need is raised for them as for anybody, and the care ends on a day.
import { raised } from './need.mjs';
import { t } from './phone.mjs';

const NAME = '邹桂香';
const IDENTITY = identity('99062319481106142');
const ADDRESS = '二组7号';
const WORDS = '腿脚不便，想有人帮着买药';

/** The last figure of an identity number: GB 11643, after ISO 7064 MOD 11-2. */
function identity(first) {
  const sum = [...first].reduce((all, figure, at) => all + Number(figure) * (2 ** (17 - at) % 11), 0);
  return first + '10X98765432'[sum % 11];
}

export default async function resident(county) {
  const contact = await county.phone('zhibu');
  await entered(contact);
  await contact.look('file');
  const file = contact.page.url();
  await raised(contact, WORDS);
  await contact.look('need');
  await notTwice(contact);
  // The county's approver enters nobody and ends no care.
  const approver = await county.phone('shenpi');
  await approver.goTo('web-menu-people');
  await approver.hasNo('web-resident-enter');
  await approver.cannotOpen(`${file}/care/end`);
  await contact.page.goto(file);
  await contact.follow(t('web-care-end'));
  await contact.fill('web-field-care_until', county.day);
  await contact.look('end');
  await contact.press('web-care-end');
  await contact.look('ended');
}

async function entered(contact) {
  await contact.goTo('web-menu-people');
  await contact.follow(t('web-resident-enter'));
  await contact.look('form');
  await contact.fill('web-field-resident_name', NAME);
  await contact.fill('web-field-resident_identity', `${IDENTITY.slice(0, 17)}${IDENTITY.endsWith('1') ? '2' : '1'}`);
  await contact.press('web-check-answers');
  await contact.see(t('web-error-resident-identity'));
  await contact.look('wrong-number');
  await filled(contact);
  await contact.press('web-check-answers');
  await contact.see(t('web-resident-check-about'));
  await contact.look('read-out');
  // Without the person's word nothing is kept.
  await contact.press('web-resident-send');
  await contact.see(t('web-error-resident-agrees'));
  await contact.tick('web-field-resident_agrees');
  await contact.press('web-resident-send');
  await contact.page.getByRole('heading', { name: NAME, level: 1, exact: true }).waitFor();
  // The number is not shown again.
  await contact.seesNo(IDENTITY);
}

async function filled(contact) {
  await contact.fill('web-field-resident_name', NAME);
  await contact.fill('web-field-resident_identity', IDENTITY);
  await contact.fill('web-field-resident_address', ADDRESS);
  for (const key of ['web-field-resident_branch', 'web-field-resident_cause']) {
    await contact.page.getByLabel(t(key), { exact: true }).selectOption({ index: 1 });
  }
  await contact.fill('web-field-resident_since', contact.county.day);
}

async function notTwice(contact) {
  await contact.goTo('web-menu-people');
  await contact.follow(t('web-resident-enter'));
  await filled(contact);
  await contact.press('web-check-answers');
  await contact.tick('web-field-resident_agrees');
  await contact.press('web-resident-send');
  await contact.see(t('web-refused-resident-already'));
  await contact.look('kept-already');
}
