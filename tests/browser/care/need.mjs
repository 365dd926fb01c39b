// A need from its raising over the plan, the help and a call-back by somebody else to its closing.
import { start, t } from './phone.mjs';

/** One need in five is drawn for a call-back: so many raised without one would be one chance in seven thousand. */
const MOST_NEEDS = 40;

export default async function need(county) {
  const contact = await county.phone('zhibu');
  const approver = await county.phone('shenpi');
  let drawn;
  for (let at = 0; at < MOST_NEEDS && !drawn; at += 1) {
    const page = await helped(contact, at);
    if (await contact.sees(t('web-need-call-back-drawn'))) drawn = page;
  }
  if (!drawn) throw new Error(`none of ${MOST_NEEDS} needs was drawn for a call-back`);
  await contact.look('drawn');
  // Whoever handled it does not close it before the call-back.
  await contact.hasNo('web-move-close');
  // Somebody who had no part in it asks the person.
  await approver.page.goto(drawn);
  await approver.follow(t('web-move-call-back'));
  await approver.choose('web-agrees-yes');
  await approver.fill('web-field-answer', '本人说书送到了');
  await approver.look('call-back');
  await approver.press('web-check-answers');
  await approver.press('web-move-send');
  await approver.see(start('web-done-moved'));
  await contact.page.goto(drawn);
  await contact.follow(t('web-move-close'));
  await contact.choose('web-outcome-met');
  await contact.choose('web-confirmation-person');
  await contact.fill('web-field-answer', '书用得上，谢谢');
  await contact.look('close');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.see(t('web-need-closed'));
  await contact.look('closed');
}

/** Raises a need, confirms it with the person, names who helps, records the help; the address of its page. */
async function helped(contact, at) {
  const look = (name) => (at === 0 ? contact.look(name) : undefined);
  await contact.goTo('web-menu-home');
  await contact.page.locator('article.call').first().getByRole('heading').getByRole('link').click();
  await contact.settled();
  await raised(contact, `想学养蜂，要几本书（${at + 1}）`, look);
  const need = contact.page.url();
  await arranged(contact, look);
  await contact.follow(t('web-move-help'));
  await contact.fill('web-field-help_given', '一月二十五日送去三本养蜂的书');
  await look('help');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.see(start('web-done-moved'));
  return need;
}

/** On a need's page: its kind confirmed with the person, and who helps named. */
export async function arranged(contact, look = () => undefined) {
  await contact.follow(t('web-move-confirm'));
  await contact.page.getByLabel(t('web-field-category'), { exact: true }).selectOption({ index: 1 });
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await contact.page.getByLabel(t('web-asked-yes')).or(contact.page.getByLabel(t('web-field-asked'))).first().check();
  await look('confirm');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.follow(t('web-move-plan'));
  await contact.fill('web-field-by_name', '本支部');
  await look('plan');
  await contact.press('web-check-answers');
  await contact.press('web-move-send');
  await contact.see(start('web-done-moved'));
}

/** From a person's file: what they asked for in their own words, read back and sent. */
export async function raised(contact, words, look = () => undefined) {
  await contact.follow(t('web-need-raise'));
  await contact.choose('web-voice-person');
  await contact.fill('web-field-words', words);
  await contact.pick('web-field-category', 'web-need-unsure');
  await contact.choose('web-urgency-pick-normal');
  await contact.choose('web-contact-pick-yes');
  await look('raise');
  await contact.press('web-check-answers');
  await look('check');
  await contact.tick('web-field-read_back');
  await contact.press('web-need-send');
  await contact.see(start('web-done-need'));
}
