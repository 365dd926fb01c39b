// A round of visits from the list over another account's approval, the groups and the paper to the entry of every sheet, whoever was
// not reached gone to again, and the close.
import { printed } from './paper.mjs';
import { start, t } from './phone.mjs';

export default async function round(county) {
  const officer = await county.phone('xiangzhen');
  const approver = await county.phone('shenpi');
  await officer.goTo('web-menu-rounds');
  await officer.look('none');
  await officer.follow(t('web-round-new'));
  await officer.press('web-round-draft');
  await officer.look('wrong');
  await officer.fill('web-field-budget', '200000');
  await officer.fill('web-field-round_goods', '米、油各一');
  await officer.fill('web-field-goods_worth', '120');
  await officer.press('web-round-draft');
  await officer.see(t('web-done-round').split('，')[0]);
  await officer.look('drafted');
  await officer.follow(t('web-round-tab-on'));
  await officer.look('list');
  await officer.page.goBack();
  await officer.follow(t('web-round-move-submit'));
  await officer.press('web-round-move-submit');
  await officer.see(t('web-done-round-submit'));
  // Whoever drew it up does not approve it.
  await officer.hasNo('web-round-move-approve');

  // Another account finds it on its first page.
  await approver.goTo('web-menu-home');
  await approver.follow(new RegExp(`^${start('web-home-round-approve')}：`));
  await approver.look('to-approve');
  await approver.follow(t('web-round-move-approve'));
  // Whoever approves reads from which money it is paid.
  await approver.see('党内关怀帮扶资金');
  await approver.look('approve');
  await approver.press('web-round-move-approve');
  await approver.see(t('web-done-round-approve').split('，')[0]);

  await officer.goTo('web-menu-home');
  await officer.follow(new RegExp(`^${start('web-home-round-divide')}：`));
  await officer.follow(t('web-round-divide'));
  await officer.fill('web-field-leaders', '副书记王德顺；赵小军、镇卫生院周医生\n副镇长李玉梅');
  await officer.look('groups');
  await officer.press('web-round-divide-send');
  await officer.see(t('web-done-round-divided').split('，')[0]);
  await officer.look('divided');

  await officer.follow(t('web-sheet-print-group'));
  await officer.look('paper');
  const code = firstOf(await printed(officer.page, 'sheets'));
  await officer.follow(t('web-back'));

  // The paper comes back: from its code to its page, and all were reached but one.
  await officer.goTo('web-menu-rounds');
  await officer.fill('web-field-sheet_code', code);
  await officer.press('web-sheet-find');
  await officer.see(code);
  await officer.page.getByRole('checkbox', { name: new RegExp(`^${t('web-sheet-not-reached')}`) }).first().check();
  await officer.look('sheet');
  await officer.press('web-sheet-enter');
  await officer.pick('web-field-missed', 'web-unreachable-hospital');
  await officer.fill('web-field-told', '邻居说去县医院了');
  const back = await officer.beside('web-sheet-to-return');
  await officer.fill('web-field-returned', '0.01');
  await officer.press('web-sheet-send');
  await officer.look('does-not-add-up');
  await officer.fill('web-field-returned', back);
  await officer.press('web-sheet-send');
  await officer.see(t('web-done-sheet').split('，')[0]);
  await officer.look('entered');
  await officer.follow(t('web-round-tab-unreached'));
  await officer.see(t('web-unreachable-hospital'));
  await officer.look('unreached');
  await officer.page.goBack();

  // The other sheets come back too; nothing is closed before, nor is anybody left who is still to be gone to.
  await everySheet(officer);
  await officer.look('all-entered');
  await officer.page.getByRole('button', { name: new RegExp(`^${start('web-round-send-again')}`) }).click();
  await officer.see(t('web-done-round-again'));
  await officer.look('again');
  await everySheet(officer);
  await officer.follow(t('web-round-move-close'));
  await officer.look('close');
  await officer.press('web-round-move-close');
  await officer.see(t('web-done-round-close'));
  await officer.hasNo('web-round-move-close');
  await officer.look('closed');
}

/** Enters every sheet that is still out: everybody on it was reached, and nothing comes back. */
async function everySheet(officer) {
  const out = officer.main.getByRole('listitem').filter({ hasText: t('web-sheet-out') }).getByRole('link');
  for (let left = await out.count(); left > 0; left -= 1) {
    await out.first().click();
    await officer.settled();
    await officer.press('web-sheet-enter');
    await officer.fill('web-field-returned', '0');
    await officer.press('web-sheet-send');
    await officer.see(t('web-done-sheet').split('，')[0]);
    if (await out.count() !== left - 1) throw new Error(`${await out.count()} sheets are out, not ${left - 1}`);
  }
}

/** The first sheet's code; every page says which sheet it is. */
function firstOf(sheets) {
  const codes = sheets.map((text) => /单号：([0-9A-Z]{7})/.exec(text)?.[1]);
  sheets.forEach((text, at) => {
    if (!codes[at] || !text.includes('证件尾号')) throw new Error(`page ${at + 1} of ${sheets.length} does not say which sheet it is`);
  });
  return codes[0];
}
