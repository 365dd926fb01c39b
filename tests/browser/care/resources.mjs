// A resource: the county enters a programme, the branch reserves it for a need without being told who answers, the county agrees without
// having been told whose need it is, and it is used; a member declares a skill, the branch finds it, the member takes it back.
import { raised } from './need.mjs';
import { t } from './phone.mjs';

const KIND = '谈心谈话';
const WORDS = '心里闷，想找人说说';
const TITLE = '上门心理咨询';
const USED = '来过两次，睡得好多了';
const SKILL = '修电器';

export default async function resources(county) {
  const person = await county.phone('dangyuan');
  const name = await person.ownName();
  const officer = await county.phone('xianji');
  const resource = await entered(officer);
  const contact = await county.phone('zhibu');
  const need = await confirmed(contact, name);
  const booking = await reserved(contact, need);
  await agreed(officer, booking, name);
  await used(contact, booking, need, officer, resource);
  await declared(person, contact);
}

async function entered(officer) {
  await officer.page.goto(new URL('/resources', officer.page.url()).href);
  await officer.look('directory');
  await officer.follow(t('web-offer-record'));
  await officer.press('web-check-answers');
  await officer.look('what-is-missing');
  await officer.choose('web-resource-kind-programme');
  await officer.fill('web-field-title', TITLE);
  await officer.fill('web-field-helper', '县卫生健康局');
  await officer.page.getByLabel(t('web-field-helper_kind'), { exact: true }).selectOption({ label: t('provider-department') });
  await officer.page.getByRole('checkbox', { name: KIND, exact: true }).check();
  await officer.fill('web-field-capacity', '1');
  await officer.choose('web-unit-places');
  await officer.page.getByLabel(t('web-field-area'), { exact: true }).selectOption({ label: t('web-area-everywhere') });
  await officer.fill('web-field-serves', '独居的老人');
  await officer.fill('web-field-asking', '由党支部在需求上预留');
  await officer.fill('web-field-limits', '只用于咨询');
  await officer.press('web-check-answers');
  await officer.look('check');
  await officer.press('web-offer-send');
  await officer.see(TITLE);
  await officer.look('entered');
  return officer.page.url();
}

async function confirmed(contact, name) {
  await contact.person(name);
  await raised(contact, WORDS);
  const need = contact.page.url();
  await contact.page.goto(`${need}/reserve`);
  await contact.see(t('web-reserve-not-now'));
  await contact.page.goto(need);
  await contact.follow(t('web-move-confirm'));
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ label: KIND });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await contact.page.getByLabel(t('web-asked-yes')).or(contact.page.getByLabel(t('web-field-asked'))).first().check();
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  return need;
}

async function reserved(contact, need) {
  await contact.page.goto(need);
  await contact.follow(t('web-need-reserve'));
  await contact.look('reserve');
  await contact.page.getByRole('radio', { name: new RegExp(TITLE) }).check();
  await contact.fill('web-field-units', '2');
  await contact.press('web-reserve-send');
  await contact.see(t('web-error-too-much', { value: 1 }));
  await contact.look('too-much');
  await contact.fill('web-field-units', '1');
  await contact.press('web-reserve-send');
  await contact.see(t('web-booking-state-reserved'));
  await contact.hasNo('web-booking-move-confirm');
  await contact.look('reserved');
  return contact.page.url();
}

async function agreed(officer, booking, name) {
  await officer.goTo('web-menu-home');
  await officer.follow(t('web-home-bookings', { count: 1 }));
  await officer.look('waiting');
  await officer.main.getByRole('link', { name: TITLE }).first().click();
  await officer.settled();
  await officer.look('asked');
  await officer.follow(t('web-booking-move-confirm'));
  await officer.look('agree');
  await officer.press('web-booking-move-confirm');
  await officer.see(t('web-booking-state-booked'));
  await officer.look('agreed');
}

async function used(contact, booking, need, officer, resource) {
  await contact.page.goto(need);
  await contact.see(TITLE);
  await contact.look('need-arranged');
  await contact.page.goto(booking);
  await contact.follow(t('web-booking-move-use'));
  await contact.fill('web-field-booking_outcome', USED);
  await contact.press('web-booking-move-use');
  await contact.see(USED);
  await contact.look('used');
  await officer.page.goto(resource);
  await officer.see(t('web-offer-full'));
  await officer.look('full');
}

async function declared(person, contact) {
  await person.goTo('web-menu-me');
  await person.follow(t('web-own-skills'));
  await person.fill('web-field-skill', SKILL);
  await person.page.getByRole('checkbox', { name: KIND, exact: true }).check();
  await person.fill('web-field-skill_capacity', '2');
  await person.press('web-skill-send');
  await person.see(t('web-error-skill-agrees'));
  await person.look('asks-to-agree');
  await person.page.getByRole('checkbox', { name: new RegExp(t('web-field-skill_agrees')) }).check();
  await person.press('web-skill-send');
  await person.see(SKILL);
  await person.look('declared');
  await contact.page.goto(new URL('/resources?kind=skill', contact.page.url()).href);
  await contact.see(SKILL);
  await contact.look('found');
  await person.page.getByRole('button', { name: new RegExp(`^${t('web-skill-withdraw')}`) }).click();
  await person.settled();
  await person.see(t('web-skill-withdrawn'));
  await contact.page.reload();
  await contact.seesNo(SKILL);
}
