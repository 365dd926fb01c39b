// A pair: the officer sees who could help and why, the helper is asked without a name, then the person, both answer on their own
// phones; it begins with terms, they keep in touch, and it ends with what came of it.
import { raised } from './need.mjs';
import { t } from './phone.mjs';

const KIND = '谈心谈话';
const WORDS = '一个人住，想有人常来说说话';
const WHY = '住得近，本人也点名要他';
const TERMS = '每十天上门坐坐，陪着说说话';
const MET = '陪着去赶了集，精神好多了';
/** When the first contact is due, after the last one. */
const LATER = '2027-02-08';

export default async function pairs(county) {
  const person = await county.phone('dangyuan');
  const name = await person.ownName();
  const contact = await county.phone('zhibu');
  const need = await confirmed(contact, name);
  const { pair, helper } = await asked(county, need, name);
  await agreed(county, helper, person, pair, name);
  await begun(contact, pair);
  await met(helper, pair);
  await county.on(LATER);
  await over(county, pair, need);
}

async function confirmed(contact, name) {
  await contact.person(name);
  await raised(contact, WORDS);
  const need = contact.page.url();
  // Nobody is asked before the kind of the need is confirmed.
  await contact.page.goto(`${need}/helpers`);
  await contact.see(t('web-pair-against-not-confirmed'));
  await contact.look('not-confirmed');
  await contact.page.goto(need);
  await contact.follow(t('web-move-confirm'));
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ label: KIND });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await contact.page.getByLabel(t('web-asked-yes')).or(contact.page.getByLabel(t('web-field-asked'))).first().check();
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.follow(t('web-need-helpers'));
  // The branch sees who could help, and asks nobody.
  await contact.see(t('web-pair-officer-asks'));
  await contact.hasNo('web-check-answers');
  await contact.look('who-could-help');
  return need;
}

/** The county's officer asks a member who offers help; an account is opened for them. */
async function asked(county, need, name) {
  const officer = await county.phone('xianji');
  await officer.page.goto(need);
  await officer.follow(t('web-need-helpers'));
  await officer.look('choose');
  const member = officer.page.getByRole('radio', { name: new RegExp(t('provider-member')) }).first();
  const label = await member.locator('xpath=ancestor::label').locator('b').innerText();
  await member.check();
  await officer.press('web-check-answers');
  if (await officer.sees(t('web-errors', { count: 1 }))) await officer.look('why-missing');
  await officer.page.getByLabel(t('web-field-pair_why')).first().fill(WHY).catch(() => undefined);
  if (await officer.button(t('web-check-answers')).count()) await officer.press('web-check-answers');
  await officer.look('check');
  await officer.press('web-pair-propose-send');
  await officer.see(t('web-done-pair-proposed'));
  await officer.look('asked');
  const pair = officer.page.url();
  await officer.person(label);
  const id = officer.page.url().split('/people/')[1].split(/[/?#]/)[0];
  const helper = await county.newcomer('bangfuren', label, 'member', undefined, id);
  await helper.seesNo(name);
  return { pair, helper };
}

export async function agreed(county, helper, person, pair, name, kind = KIND) {
  // Whoever is to be helped hears of it when the helper agreed.
  await person.cannotOpen(pair);
  await helper.goTo('web-menu-home');
  await helper.see(t('web-home-own-pairs', { count: 1 }));
  await helper.look('helper-home');
  await helper.follow(t('web-home-own-pairs', { count: 1 }));
  await helper.look('helper-own');
  await helper.follow(t('web-pair-i-help', { what: kind }));
  await helper.see(t('web-pair-asked-helper'));
  await helper.seesNo(name);
  await helper.hasNo('web-pair-move-begin');
  await helper.look('helper-asked');
  await helper.follow(t('web-pair-own-move-helper-agrees'));
  await helper.look('helper-answer');
  await helper.press('web-check-answers');
  await helper.press('web-plan-move-send');
  await helper.see(t('web-pair-state-helper-agreed'));
  await helper.seesNo(name);
  await person.goTo('web-menu-home');
  await person.follow(t('web-home-own-pairs', { count: 1 }));
  await person.look('person-own');
  await person.main.getByRole('link', { name: new RegExp(kind) }).first().click();
  await person.settled();
  await person.see(t('web-pair-asked-person'));
  await person.look('person-asked');
  await person.follow(t('web-pair-own-move-person-agrees'));
  await person.fill('web-field-pair_said', '愿意，谢谢');
  await person.press('web-check-answers');
  await person.press('web-plan-move-send');
  await person.see(t('web-pair-state-agreed'));
  await helper.page.goto(pair);
  await helper.see(name);
  await helper.look('helper-told');
}

export async function begun(contact, pair) {
  await contact.page.goto(pair);
  await contact.look('agreed');
  await contact.follow(t('web-pair-move-begin'));
  await contact.fill('web-field-pair_terms', TERMS);
  await contact.fill('web-field-pair_every', '10');
  await contact.look('begin');
  await contact.press('web-check-answers');
  await contact.press('web-plan-move-send');
  await contact.see(t('web-pair-state-running'));
  await contact.look('running');
  await contact.follow(t('web-pair-card'));
  await contact.see(TERMS);
  await contact.look('card');
}

async function met(helper, pair) {
  await helper.page.goto(pair);
  await helper.follow(t('web-pair-own-move-contact'));
  await helper.choose('web-pair-contact-in-person');
  await helper.fill('web-field-pair_contact_words', MET);
  await helper.look('contact');
  await helper.press('web-check-answers');
  await helper.press('web-plan-move-send');
  await helper.see(MET);
  await helper.look('met');
}

/** Two weeks later nobody has been in touch: it stands in front; and what was reached is said, so that the person can be asked. */
async function over(county, pair, need) {
  const contact = await county.phone('zhibu');
  await contact.see(t('web-home-pairs', { count: 1 }));
  await contact.follow(t('web-home-pairs', { count: 1 }));
  await contact.see(t('web-pair-late'));
  await contact.look('late');
  await contact.page.goto(pair);
  await contact.follow(t('web-pair-move-end'));
  await contact.choose('web-pair-end-reached');
  await contact.press('web-check-answers');
  await contact.look('reached-how');
  await contact.fill('web-field-pair_end_words', '有人说话了，心里踏实');
  await contact.press('web-check-answers');
  await contact.press('web-plan-move-send');
  await contact.see(t('web-pair-state-ended'));
  await contact.look('over');
  await contact.page.goto(need);
  await contact.see(t('web-need-helped'));
  await contact.look('need');
  const person = await county.phone('dangyuan');
  await person.goTo('web-menu-me');
  await person.see(t('web-pair-state-ended'));
  await person.look('own-afterwards');
}
