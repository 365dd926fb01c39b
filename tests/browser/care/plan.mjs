// A plan for one person: drawn up with something that is not material, checked, begun once the person agrees, a task done by a
// visit, the other recorded when it is done, and finished with what the person says came of it.
import { start, t } from './phone.mjs';

const AIM = '看病的钱有着落，家里有人常去坐坐';
const TALK = '上门谈一次心，问问还缺什么';
const PAIR = '定好结对联系人，本人见过面';
/** When the second task falls due. */
const DUE = '2027-02-03';

export default async function plan(county) {
  const member = await county.phone('dangyuan');
  const name = await member.ownName();
  const contact = await county.phone('zhibu');
  const address = await drawnUp(contact, name);
  await begun(contact, member);
  await visited(contact, name, address);
  await county.on(DUE);
  await finished(county, name, address);
}

async function drawnUp(contact, name) {
  await contact.person(name);
  await contact.look('person');
  await contact.follow(t('web-plan-draw-up'));
  await measure(contact, '节日走访慰问');
  await contact.fill('web-field-plan_aim', AIM);
  await contact.page.getByLabel(t('web-field-plan_lead'), { exact: true }).selectOption({ index: 1 });
  await contact.fill('web-field-plan_lead_name', '支部书记周建新');
  await task(contact, 0, TALK, '周建新', '2027-01-29');
  await task(contact, 1, PAIR, '周建新', DUE);
  await contact.fill('web-field-plan_review_on', '2027-04-25');
  await contact.look('draw-up');
  await contact.press('web-check-answers');
  await contact.see(t('web-error-plan-material'));
  await contact.look('material-alone');
  await measure(contact, '困难党员结对帮扶');
  await measure(contact, '谈心谈话');
  await contact.press('web-check-answers');
  for (const words of [AIM, TALK, PAIR]) await contact.see(words);
  await contact.look('check');
  await contact.press('web-plan-send');
  await contact.see(t('web-done-plan'));
  await contact.look('drawn-up');
  return contact.page.url();
}

const measure = (contact, name) => contact.page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();

/** The rows of tasks are numbered; each has the same three questions. */
async function task(contact, at, words, who, due) {
  const row = contact.page.getByRole('group', { name: t('web-plan-task-no', { no: at + 1 }), exact: true });
  await row.getByLabel(t('web-field-task_words'), { exact: true }).fill(words);
  await row.getByLabel(t('web-field-task_who'), { exact: true }).fill(who);
  await row.getByLabel(t('web-field-task_due'), { exact: true }).fill(due);
}

/** Nothing begins before the person has agreed; the person reads the plan, and has no button on it. */
async function begun(contact, member) {
  await contact.hasNo('web-plan-move-finish');
  await contact.follow(t('web-plan-move-begin'));
  await contact.press('web-check-answers');
  await contact.see(t('web-error-plan-agreed'));
  await contact.look('not-agreed');
  await contact.tick('web-field-plan_agreed');
  await contact.press('web-check-answers');
  await contact.press('web-plan-move-send');
  await contact.see(t('web-done-plan-moved'));
  await contact.see(t('web-plan-state-running'));
  await contact.look('running');
  await member.goTo('web-menu-me');
  await member.follow(t('web-plan-open'));
  for (const words of [AIM, TALK, PAIR]) await member.see(words);
  for (const move of ['amend', 'do-task', 'review', 'finish', 'drop']) await member.hasNo(`web-plan-move-${move}`);
  await member.look('own');
}

/** The talk is done on a visit: ticked there, it is done in the plan, which names the visit; the plan is not finished yet. */
async function visited(contact, name, address) {
  await contact.person(name);
  await contact.follow(t('web-visit-send'));
  await contact.choose('web-visit-act-talk');
  await contact.choose('web-visit-manner-in-person');
  await contact.page.getByRole('checkbox', { name: new RegExp(TALK) }).check();
  await contact.fill('web-field-found', '坐了一下午，说药费报了一部分');
  await contact.look('visit');
  await contact.press('web-visit-send');
  await contact.see(start('web-done-visit'));
  await contact.look('visit-recorded');
  await contact.page.goto(address);
  await contact.see(t('web-task-done'));
  await contact.hasNo('web-plan-move-finish');
  await contact.look('one-done');
  await contact.follow(t('web-plan-done-by-visit'));
  await contact.see(TALK);
}

async function finished(county, name, address) {
  await county.reckoned();
  const contact = await county.phone('zhibu');
  await contact.see(t('web-day-task', { words: PAIR }));
  await contact.look('day');
  await contact.goTo('web-menu-plans');
  await contact.look('list');
  await contact.follow(name);
  await contact.follow(new RegExp(`^${t('web-plan-move-do-task')}.*${PAIR}`));
  await contact.fill('web-field-task_done_words', '结对联系人胡婷，已见过面');
  await contact.look('do-task');
  await contact.press('web-check-answers');
  await contact.press('web-plan-move-send');
  await contact.follow(t('web-plan-move-finish'));
  await contact.choose('web-outcome-partly');
  await contact.press('web-check-answers');
  await contact.look('nobody-asked');
  await contact.choose('web-confirmation-person');
  await contact.fill('web-field-answer', '药费报了，心里松快多了');
  await contact.press('web-check-answers');
  await contact.look('finish');
  await contact.press('web-plan-move-send');
  await contact.see(t('web-plan-state-finished'));
  await contact.look('finished');
  const member = await county.phone('dangyuan');
  await member.goTo('web-menu-me');
  await member.look('own-afterwards');
}
