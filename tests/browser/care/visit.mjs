// A contact's day, a visit “as before” with one tap, and the board.
import { start, t } from './phone.mjs';

export default async function visit(county) {
  await county.reckoned();
  const contact = await county.phone('zhibu');
  await contact.look('day');
  const cards = await contact.page.locator('article.call').count();
  if (!cards) throw new Error('nobody is to be seen these days');
  const again = contact.page.getByRole('button', { name: new RegExp(`^${start('web-visit-again-send')}，`) });
  let name;
  for (let at = 0; at < cards && !name; at += 1) {
    const card = contact.page.locator('article.call').nth(at);
    const whose = (await card.getByRole('heading').innerText()).trim();
    await card.getByRole('link', { name: new RegExp(`^${t('web-day-record')}`) }).click();
    await contact.settled();
    if (await again.count()) name = whose;
    else await contact.goTo('web-menu-home');
  }
  if (!name) throw new Error('nobody of these days was visited before');
  await contact.look('record');
  await again.click();
  await contact.see(start('web-done-visit'));
  await contact.look('recorded');
  await contact.goTo('web-menu-visits');
  await contact.see(name);
  await contact.goTo('web-menu-guarantees');
  await contact.page.getByRole('heading', { name: t('web-menu-guarantees') }).waitFor();
  await contact.look('board');
}
