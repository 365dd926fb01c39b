// From a run of the matching to a pair: the officer sees why each is proposed and why each need is unmet, asks both sides of one
// proposal as it stands, the helper and then the person agree on their own phones, and the share that was taken up is told.
import { agreed, begun } from './pairs.mjs';
import { t } from './phone.mjs';

export default async function matching(county) {
  const officer = await county.phone('xianji');
  await officer.goTo('web-menu-matching');
  await officer.press('web-matching-run-now');
  await officer.see(t('web-done-matching-run'));
  await reasons(officer, 'web-matching-reasons', 'proposed');
  const run = officer.page.url().split('?')[0];
  await officer.page.goto(`${run}?show=unmet`);
  await reasons(officer, 'web-need-unmet-why', 'unmet');
  await officer.page.goto(run);
  const { pair, name, kind, helper, person } = await asked(county, officer);
  await agreed(county, helper, person, pair, name, kind);
  await begun(officer, pair);
  await officer.page.goto(pair);
  await officer.goTo('web-menu-pairs');
  await officer.see(t('web-pairs-taken', { all: 1, proposed: 1, percent: 100 }));
  await officer.look('taken-up');
}

/** Every line of what is shown says why, in words. */
async function reasons(officer, key, name) {
  const told = officer.main.locator(`td[data-h="${t(key)}"]`);
  const lines = await told.count();
  if (lines === 0) throw new Error(`no line is shown: ${name}`);
  for (const words of await told.allInnerTexts()) if (words.trim().length < 4) throw new Error(`a line of ${name} does not say why`);
  await officer.look(name);
}

/** Both sides of the first proposal between two people, as it stands. */
async function asked(county, officer) {
  const ask = officer.page.getByRole('link', { name: new RegExp(`^${t('web-matching-ask')}`) });
  const line = officer.main.locator('tr').filter({ hasText: t('provider-member') }).filter({ has: ask }).first();
  const who = line.locator('th a');
  const name = (await who.innerText()).trim();
  const personId = (await who.getAttribute('href')).split('/people/')[1];
  const helperName = (await line.locator(`td[data-h="${t('web-matching-helper')}"] a`).innerText()).trim();
  const kind = (await line.locator(`td[data-h="${t('web-need')}"]`).innerText()).trim().split('\n')[0];
  await line.getByRole('link', { name: new RegExp(`^${t('web-matching-ask')}`) }).click();
  await officer.settled();
  await officer.look('proposed-one');
  await officer.press('web-check-answers');
  await officer.press('web-pair-propose-send');
  await officer.see(t('web-done-pair-proposed'));
  const pair = officer.page.url();
  await officer.person(helperName);
  const helperId = officer.page.url().split('/people/')[1].split(/[/?#]/)[0];
  const helper = await county.newcomer('bangfuren', helperName, 'member', undefined, helperId);
  const person = await county.newcomer('qiuzhu', name, 'member', undefined, personId);
  await helper.seesNo(name);
  return { pair, name, kind, helper, person };
}
