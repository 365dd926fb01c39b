// An application from the branch to the letter: entered and read back, appraised with a quorum and with whoever is close standing
// aside, reviewed, on public notice, objected to, answered, decided by another account, told on paper. At each station whoever
// may not take a step has no button for it, and nothing is decided within the notice or over an open objection.
import { printed } from './paper.mjs';
import { start, t } from './phone.mjs';

const WORDS = '住院两次，自付的部分家里拿不出来';
const OBJECTION = '听说他家去年盖了新房';
const ANSWER = '入户看过，是亲戚的房子，与他家无关';
const RESOLUTION = '县组〔2027〕8号';
/** Three working days into the notice, and the day after its last. */
const WITHIN = '2027-01-28';
const AFTER = '2027-02-02';
const LAST_DAY = '2027年2月1日';

export default async function application(county) {
  const { name, address } = await entered(county);
  await appraised(county, name, address);
  await onNotice(county, name, address);
  await county.on(WITHIN);
  await objectedTo(county, name, address);
  await county.on(AFTER);
  await decided(county, address);
  await told(county, name);
  await onPaper(county, address);
}

/** The contact applies for the member whose account the demonstration has, and reads it back. */
async function entered(county) {
  const member = await county.phone('dangyuan');
  const name = await member.ownName();
  const contact = await county.phone('zhibu');
  await contact.person(name);
  await contact.follow(t('web-apply-for-them'));
  await contact.page.getByRole('radio', { name: /^大病医疗救助/ }).check();
  await contact.fill('web-field-apply_words', WORDS);
  await contact.look('apply');
  await contact.press('web-check-answers');
  await contact.press('web-apply-send');
  await contact.look('not-read-back');
  await contact.tick('web-field-app_read_back');
  await contact.press('web-apply-send');
  await contact.see(start('web-done-applied'));
  await contact.look('entered');
  for (const step of ['review', 'post', 'approve', 'refuse']) await contact.hasNo(`web-amove-${step}`);
  return { name, address: contact.page.url() };
}

/** A meeting without a quorum is no meeting; with one, the applicant and whoever asks to stand aside do not vote. */
async function appraised(county, name, address) {
  const contact = await county.phone('zhibu');
  await contact.follow(new RegExp(`^${t('web-home-applications-appraising', { count: 1 })}`));
  await contact.follow(new RegExp(`^${name}`));
  await contact.follow(t('web-meeting-new', { kind: '支部党员大会' }));
  const chair = contact.page.getByLabel(t('web-field-chair'), { exact: true });
  const roll = (await chair.locator('option').allInnerTexts()).map((one) => one.trim()).filter((one) => one !== t('web-choose'));
  const [leads, aside] = roll.filter((one) => one !== name);
  await chair.selectOption({ label: leads });
  await contact.fill('web-field-meeting_place', '社区党群服务中心');
  await contact.fill('web-field-recorder', '周建新');
  await contact.choose('web-presence-rest-absent');
  await contact.page.getByRole('radio', { name: t('web-presence-present'), exact: true }).nth(roll.indexOf(leads)).check();
  await contact.page.getByRole('checkbox', { name: new RegExp(`^${name}：`) }).check();
  await contact.fill('web-field-for', '1');
  await contact.fill('web-field-opinion', '情况属实，同意申请');
  await contact.look('meeting');
  await contact.press('web-check-answers');
  await contact.see('人数不够');
  await contact.look('no-quorum');
  await contact.choose('web-presence-rest-present');
  await contact.unfold('web-meeting-aside-more');
  await contact.page.getByRole('checkbox', { name: aside, exact: true }).check();
  await contact.press('web-check-answers');
  const wrong = await contact.page.getByText(/票数1\/\d+对不上/).first().innerText();
  await contact.look('votes-differ');
  const voters = Number(/票数1\/(\d+)对不上/.exec(wrong)[1]);
  await contact.fill('web-field-for', String(voters - 2));
  await contact.fill('web-field-against', '1');
  await contact.fill('web-field-abstained', '1');
  await contact.press('web-check-answers');
  await contact.see(`${name}（${t('web-ground-oneself')}）`);
  await contact.see(`${aside}（${t('web-ground-declared')}）`);
  await contact.look('meeting-check');
  await contact.press('web-meeting-send');
  await contact.see(start('web-done-meeting'));
  await contact.see(t('web-amove-carry'));
  await contact.look('held');
  // The signed originals come before the review.
  const officer = await county.phone('xiangzhen');
  await officer.page.goto(address);
  await officer.see(t('web-waits-original', { paper: t('web-paper-application') }));
  await officer.hasNo('web-amove-review');
  await officer.look('waits-for-originals');
  await contact.follow(t('web-amove-attach'));
  await contact.fill('web-field-paper_place', '支部档案柜第2格');
  await contact.look('original');
  await contact.press('web-file-original');
  await contact.see(start('web-done-filed'));
  await contact.page.goto(address);
  await step(contact, 'attach', async () => {
    await contact.choose('web-paper-application');
    await contact.fill('web-field-paper_place', '支部档案柜第2格');
  });
}

/** The township reviews and posts; the notice hides a letter of the name, and what is sensitive. */
async function onNotice(county, name, address) {
  const officer = await county.phone('xiangzhen');
  await officer.follow(new RegExp(`^${t('web-home-applications-reviewing', { count: 1 })}`));
  await officer.follow(new RegExp(`^${name}`));
  await officer.hasNo('web-amove-approve');
  await officer.look('to-review');
  await officer.follow(t('web-amove-review'));
  await officer.fill('web-field-step_remark', '材料齐全，情况属实');
  await officer.press('web-check-answers');
  await officer.see(start('web-error-distance'));
  await officer.look('no-distance');
  await officer.tick('web-field-distance');
  await officer.press('web-check-answers');
  await officer.press('web-move-send');
  await officer.see(start('web-done-step'));
  await step(officer, 'post', async () => {
    await officer.fill('web-field-notice_place', '社区公开栏');
    await officer.choose('web-shown-as-masked-name');
  });
  await officer.see(t('web-waits', { step: t('web-amove-take-down'), why: t('web-waits-notice', { day: LAST_DAY }) }));
  await officer.hasNo('web-amove-take-down');
  await officer.look('on-notice');
  const accountant = await county.phone('kuaiji');
  await accountant.cannotOpen(address);
}

/** Within the notice nobody decides; somebody objects, and the applicant is not told who. */
async function objectedTo(county, name, address) {
  const approver = await county.phone('shenpi');
  await approver.page.goto(address);
  await approver.see(t('web-application-state-on-notice'));
  await approver.look('within-notice');
  for (const key of ['web-amove-approve', 'web-amove-refuse']) await approver.hasNo(key);
  await approver.cannotOpen(`${address}/steps/approve`);
  const contact = await county.phone('zhibu');
  await contact.goTo('web-menu-notices');
  await contact.seesNo(name);
  await contact.look('notices');
  await contact.follow(/\*/);
  await contact.seesNo(name);
  await contact.seesNo(WORDS);
  await contact.look('notice');
  await contact.follow(t('web-amove-object'));
  await contact.fill('web-field-objection_words', OBJECTION);
  await contact.fill('web-field-objector_name', '何邻');
  await contact.tick('web-field-app_read_back');
  await contact.look('object');
  await contact.press('web-object-send');
  await contact.see(start('web-done-objected'));
  const member = await county.phone('dangyuan');
  await member.page.goto(address);
  await member.seesNo('何邻');
  await member.seesNo(OBJECTION);
  await member.look('own-within-notice');
}

/** After the notice: refused while the objection is open, then answered, taken down, and decided by another account. */
async function decided(county, address) {
  const approver = await county.phone('shenpi');
  const officer = await county.phone('xiangzhen');
  await officer.follow(new RegExp(`^${t('web-home-notices-ended', { count: 1 })}`));
  await officer.look('notice-ended');
  await officer.page.goto(address);
  await step(officer, 'take-down', async () => undefined);
  const desk = await county.phone('xianji');
  await desk.page.goto(address);
  await desk.see(OBJECTION);
  await desk.hasNo('web-amove-approve');
  await step(desk, 'attach', async () => {
    await desk.choose('web-paper-approval-form');
    await desk.fill('web-field-paper_place', '县委组织部3号柜');
  });

  await approver.page.goto(address);
  await approver.see(t('web-waits', { step: t('web-amove-approve'), why: t('web-waits-objection', { count: 1 }) }));
  await approver.hasNo('web-amove-approve');
  await approver.look('objection-open');
  await approver.page.goto(`${address}/steps/approve`);
  await decision(approver);
  await approver.press('web-check-answers');
  await approver.press('web-move-send');
  await approver.see(t('web-error-step-objection-open'));
  await approver.look('refused-for-objection');

  await desk.look('to-answer');
  await step(desk, 'answer', async () => {
    await desk.page.getByRole('radio', { name: new RegExp(OBJECTION) }).check();
    await desk.choose('web-finding-unfounded');
    await desk.fill('web-field-reply_words', ANSWER);
    await desk.tick('web-field-distance');
  });

  await approver.goTo('web-menu-home');
  await approver.follow(new RegExp(`^${t('web-home-applications-deciding', { count: 1 })}`));
  await approver.page.goto(address);
  await step(approver, 'approve', () => decision(approver));
  await approver.see(RESOLUTION);
  await approver.look('decided');
}

async function decision(approver) {
  // A decision names the purse; only those that may be spent on the applicant are there.
  await approver.page.getByRole('radio', { name: /党内关怀帮扶资金/ }).check();
  await approver.fill('web-field-resolution_no', RESOLUTION);
  await approver.fill('web-field-step_remark', '按标准给足');
  await approver.tick('web-field-distance');
}

/** The applicant reads the letter and has it on paper. */
async function told(county, name) {
  const member = await county.phone('dangyuan');
  await member.look('own-home');
  await member.goTo('web-menu-me');
  await member.follow(t('web-own-applications'));
  await member.look('own-list');
  await member.follow(/大病医疗救助/);
  await member.look('own-decided');
  await member.follow(t('web-paper-title-letter'));
  await member.look('letter');
  const sheets = await printed(member.page, 'letter');
  const letter = sheets.join('');
  for (const words of [name, RESOLUTION, '10,000.00元', t('web-letter-approved'), start('web-letter-review'), t('web-letter-received')]) {
    if (!letter.includes(words)) throw new Error(`the letter does not say ${words}: ${letter}`);
  }
  for (const words of ['何邻', OBJECTION, ANSWER]) if (letter.includes(words)) throw new Error(`the letter says ${words}`);
  if (sheets.length !== 1) throw new Error(`the letter has ${sheets.length} pages`);
  const contact = await county.phone('zhibu');
  await contact.goTo('web-menu-notices');
  await contact.see(t('web-notices-none'));
}

/** A step: its form, a picture of it, read once more, sent. */
async function step(phone, code, fill) {
  await phone.follow(t(`web-amove-${code}`));
  await fill();
  await phone.look(code);
  await phone.press('web-check-answers');
  await phone.press('web-move-send');
  await phone.see(start('web-done-step'));
}

/** What offices sign prints on A4 with its title: the application, the approval form, the receipt, the notice, the meeting's record. */
async function onPaper(county, address) {
  const desk = await county.phone('xianji');
  const holds = async (title, name) => {
    await desk.look(name);
    const sheets = await printed(desk.page, name);
    if (!sheets[0].includes(title)) throw new Error(`${name} does not say ${title}: ${sheets[0]}`);
    if (sheets.length > 2) throw new Error(`${name} has ${sheets.length} pages`);
  };
  for (const paper of ['application', 'form', 'receipt', 'notice']) {
    const title = t(`web-paper-title-${paper}`);
    await desk.page.goto(address);
    await desk.main.getByRole('link', { name: title, exact: true }).last().click();
    await desk.settled();
    await holds(title, `paper-${paper}`);
  }
  const contact = await county.phone('zhibu');
  await contact.page.goto(address);
  await contact.main.locator('section[aria-labelledby="votes"]').getByRole('link').first().click();
  await contact.settled();
  await desk.page.goto(contact.page.url());
  await desk.follow(t('web-meeting-print'));
  await holds(t('web-meeting-sheet'), 'paper-meeting');
}
