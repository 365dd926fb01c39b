// From a run of the matching to a pair: the officer sees why each is proposed and why each need is unmet, asks both sides of one
// proposal as it stands, the helper and then the person agree on their own phones, and the share that was taken up is told.
import { agreed, begun } from './pairs.mjs';
import { t } from './phone.mjs';

export default async function matching(county) {
  await proposalsBecomePairs(county, await county.phone('xianji'), 1);
}

/** Runs the matching, reads every reason, and makes pairs of so many of its proposals, between people who are all others. */
export async function proposalsBecomePairs(county, officer, pairs) {
  await officer.goTo('web-menu-matching');
  await officer.press('web-matching-run-now');
  await officer.see(t('web-done-matching-run'));
  await reasons(officer, 'web-matching-reasons', 'proposed');
  const run = officer.page.url().split('?')[0];
  await officer.page.goto(`${run}?show=unmet`);
  await reasons(officer, 'web-need-unmet-why', 'unmet');
  const names = new Set();
  let pair;
  for (let at = 1; at <= pairs; at += 1) {
    await officer.page.goto(run);
    const made = await asked(county, officer, names, at);
    pair = made.pair;
    await agreed(county, made.helper, made.person, pair, made.name, made.kind);
    await begun(officer, pair);
  }
  await officer.page.goto(pair);
  await officer.goTo('web-menu-pairs');
  await officer.see(t('web-pairs-taken', { all: pairs, proposed: pairs, percent: 100 }));
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

/** Both sides of the first proposal between two people who are not among those named, as it stands. */
async function asked(county, officer, names, at) {
  const run = officer.page.url();
  const ask = officer.page.getByRole('link', { name: new RegExp(`^${t('web-matching-ask')}`) });
  let lines = officer.main.locator('tr').filter({ hasText: t('provider-member') }).filter({ has: ask });
  for (const name of names) lines = lines.filter({ hasNotText: name });
  // A helper of whom there are two by name could be somebody else when an account is opened for them.
  const place = await firstAlone(officer, await lines.locator(`td[data-h="${t('web-matching-helper')}"] a`).allInnerTexts());
  await officer.page.goto(run);
  const line = lines.nth(place);
  const who = line.locator('th a');
  const name = (await who.innerText()).trim();
  const personId = (await who.getAttribute('href')).split('/people/')[1];
  const helperName = (await line.locator(`td[data-h="${t('web-matching-helper')}"] a`).innerText()).trim();
  const kind = (await line.locator(`td[data-h="${t('web-need')}"]`).innerText()).trim().split('\n')[0];
  names.add(name).add(helperName);
  await line.getByRole('link', { name: new RegExp(`^${t('web-matching-ask')}`) }).click();
  await officer.settled();
  await officer.look('proposed-one');
  await officer.press('web-check-answers');
  await officer.press('web-pair-propose-send');
  await officer.see(t('web-done-pair-proposed'));
  const pair = officer.page.url();
  await officer.person(helperName);
  const helperId = officer.page.url().split('/people/')[1].split(/[/?#]/)[0];
  const helper = await county.newcomer(`bangfuren${at}`, helperName, 'member', undefined, helperId);
  const person = await county.newcomer(`qiuzhu${at}`, name, 'member', undefined, personId);
  await helper.seesNo(name);
  return { pair, name, kind, helper, person };
}

/** The place of the first of some names that one person alone bears. */
async function firstAlone(officer, names) {
  for (const [place, name] of names.entries()) if (await officer.lookFor(name.trim()) === 1) return place;
  throw new Error('no proposal is from a member whose name is theirs alone');
}
