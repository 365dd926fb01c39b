// A referral: the county's officer sends a need to a department with what it must know, the letter is printed; nobody answers until the
// term is over, who is late stands in front; what was said on the phone is written down, and the person sees where the matter is.
import { raised } from './need.mjs';
import { t } from './phone.mjs';

const KIND = '谈心谈话';
const WORDS = '想问问低保怎么申请';
const ASKED = '请告诉本人要带哪些材料';
const WHY = '还缺一份收入证明，补齐再办';
/** Ten working days after the day of the walk have passed. */
const LATER = '2027-03-01';

export default async function referral(county) {
  const person = await county.phone('dangyuan');
  const name = await person.ownName();
  const contact = await county.phone('zhibu');
  await contact.person(name);
  await raised(contact, WORDS);
  const need = contact.page.url();
  await contact.follow(t('web-move-confirm'));
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ label: KIND });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await contact.page.getByLabel(t('web-asked-yes')).or(contact.page.getByLabel(t('web-field-asked'))).first().check();
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  const officer = await county.phone('xianji');
  const sent = await sendOn(officer, need, name);
  await person.goTo('web-menu-me');
  await person.see(t('web-referrals-own'));
  await person.look('own');
  await county.on(LATER);
  await answered(county, sent);
}

async function sendOn(officer, need, name) {
  await officer.page.goto(need);
  await officer.follow(t('web-need-refer'));
  await officer.look('form');
  await officer.page.getByLabel(t('web-field-referral_kind')).first().selectOption({ index: 1 });
  await officer.fill('web-field-referral_asked', ASKED);
  await officer.choose('web-referral-ground-consent');
  await officer.choose('web-pair-manner-phone');
  await officer.press('web-check-answers');
  await officer.see(name);
  await officer.look('check');
  await officer.press('web-referral-send-now');
  await officer.see(t('web-done-referral-sent'));
  await officer.look('sent');
  const sent = officer.page.url();
  await officer.follow(t('web-referral-letter'));
  await officer.see(ASKED);
  await officer.look('letter');
  return sent;
}

async function answered(county, sent) {
  const officer = await county.phone('xianji');
  await officer.goTo('web-menu-home');
  await officer.see(t('web-home-referrals-silent', { count: 1 }));
  await officer.follow(t('web-home-referrals-silent', { count: 1 }));
  await officer.see(t('web-referral-late'));
  await officer.look('late');
  await officer.page.goto(sent);
  await officer.follow(t('web-referral-move-answer'));
  await officer.choose('web-referral-result-in-part');
  await officer.fill('web-field-referral_said', WHY);
  await officer.fill('web-field-referral_by', '王股长');
  await officer.choose('web-pair-manner-phone');
  await officer.look('answer');
  await officer.press('web-check-answers');
  await officer.press('web-plan-move-send');
  await officer.see(t('web-referral-was-late'));
  await officer.look('answered');
  const person = await county.phone('dangyuan');
  await person.goTo('web-menu-me');
  await person.see(WHY);
  await person.look('own-afterwards');
}
