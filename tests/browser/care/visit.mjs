// A contact's day, a visit “as before” with one tap, a visit on a bad network, and the board.
import { start, t } from './phone.mjs';

const LATENCY_MS = 400;
const BYTES_A_SECOND = 50 * 1024;
const MOST_BYTES = 60 * 1024;
const FOUND = '屋顶漏雨，想请人看看';
/// A touch with what is thought before it, and a letter of pinyin, by the keystroke-level model (Card, Moran and Newell 1980): 1.1 s to
/// point, 1.35 s to think, and a slow hand's 0.5 s for each key; a Chinese letter takes about three.
const SECONDS_A_TOUCH = 1.1 + 1.35;
const SECONDS_A_LETTER = 3 * 0.5;
const MOST_SECONDS = 60;

/** What a village has: 400 ms there and back, 50 KB a second. */
async function slowly(phone) {
  const cdp = await phone.context.newCDPSession(phone.page);
  await cdp.send('Network.enable');
  const conditions = { offline: false, latency: LATENCY_MS, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND };
  await cdp.send('Network.emulateNetworkConditions', conditions);
  let bytes = 0;
  cdp.on('Network.loadingFinished', (event) => { bytes += event.encodedDataLength; });
  return {
    bytes: () => bytes,
    end: async () => {
      await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
      await cdp.detach();
    },
  };
}

/** The day on a bad network, with nothing kept from before: what it weighs is a promise, how long it took is told. */
async function dayOnABadNetwork(contact) {
  const network = await slowly(contact);
  const cdp = await contact.context.newCDPSession(contact.page);
  await cdp.send('Network.clearBrowserCache');
  await cdp.detach();
  const begun = Date.now();
  await contact.page.reload({ waitUntil: 'load' });
  console.log(`    the day over ${LATENCY_MS} ms and 50 KB/s: ${((Date.now() - begun) / 1000).toFixed(1)} s, ${(network.bytes() / 1024).toFixed(1)} KB`);
  if (network.bytes() > MOST_BYTES) throw new Error(`the day weighs ${network.bytes()} bytes`);
  await contact.page.locator('article.call').first().waitFor();
  await network.end();
}

/** Somebody whose last visit can be repeated: their name, with their form open. */
async function whoWasVisitedBefore(contact, again) {
  const cards = await contact.page.locator('article.call').count();
  if (!cards) throw new Error('nobody is to be seen these days');
  for (let at = 0; at < cards; at += 1) {
    const card = contact.page.locator('article.call').nth(at);
    const whose = (await card.getByRole('heading').innerText()).trim();
    await card.getByRole('link', { name: new RegExp(`^${t('web-day-record')}`) }).click();
    await contact.settled();
    if (await again.count()) return whose;
    await contact.goTo('web-menu-home');
  }
  throw new Error('nobody of these days was visited before');
}

/** The network goes, then comes back; then the reply alone is lost: what was typed stays, is said to be unsent, and is one visit. */
async function visitOnABadNetwork(contact, seen) {
  await contact.goTo('web-menu-home');
  // Somebody else than who was seen already, whose record stands in the list too.
  const card = contact.page.locator('article.call').filter({ hasNotText: seen }).first();
  const whose = (await card.getByRole('heading').innerText()).trim();
  let touches = 0;
  const touch = async (done) => { touches += 1; await done; };
  await touch(card.getByRole('link', { name: new RegExp(`^${t('web-day-record')}`) }).click());
  await contact.settled();
  // Whoever was never visited has nothing chosen beforehand.
  await touch(contact.choose('web-visit-act-visit'));
  await touch(contact.choose('web-visit-manner-in-person'));
  await touch(contact.page.getByRole('group', { name: t('web-field-occasion') }).getByRole('checkbox').first().check());
  await touch(contact.fill('web-field-found', FOUND));
  touches += 1; // and it is sent
  const seconds = touches * SECONDS_A_TOUCH + FOUND.length * SECONDS_A_LETTER;
  console.log(`    a visit with a finding: ${touches} touches, ${FOUND.length} letters, about ${seconds.toFixed(0)} s by hand`);
  if (seconds > MOST_SECONDS) throw new Error(`a visit takes ${seconds} s by hand`);
  const send = contact.button(t('web-visit-send')).first();
  const unsent = contact.page.getByText(t('web-unsent'), { exact: true });

  await contact.context.setOffline(true);
  await send.click();
  await unsent.waitFor();
  await contact.look('unsent');
  await contact.context.setOffline(false);
  const kept = await contact.page.getByLabel(t('web-field-found'), { exact: true }).inputValue();
  if (kept !== FOUND) throw new Error(`what was typed is gone: “${kept}”`);

  // The request arrives and its reply does not.
  let arrived = 0;
  const lose = async (route) => {
    if (route.request().method() !== 'POST' || arrived) return route.continue();
    arrived += 1;
    await route.fetch({ maxRedirects: 0 });
    return route.abort('connectionreset');
  };
  await contact.page.route('**/visits', lose);
  await send.click();
  await unsent.waitFor();
  await contact.page.unroute('**/visits', lose);
  if (!arrived) throw new Error('nothing was sent');
  await send.click();
  await contact.see(start('web-done-visit'));
  contact.county.looker.forgiveTheNetwork();
  await contact.goTo('web-menu-visits');
  const records = await contact.page.getByRole('row').filter({ hasText: whose }).filter({ hasText: contact.county.day }).count();
  if (records !== 1) throw new Error(`${records} records of one visit`);
}

export default async function visit(county) {
  await county.reckoned();
  const contact = await county.phone('zhibu');
  await contact.look('day');
  await dayOnABadNetwork(contact);
  const again = contact.page.getByRole('button', { name: new RegExp(`^${start('web-visit-again-send')}，`) });
  const name = await whoWasVisitedBefore(contact, again);
  await contact.look('record');
  const begun = Date.now();
  await again.click();
  await contact.see(start('web-done-visit'));
  console.log(`    as before, from the form to the record: one tap, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  await contact.look('recorded');
  await contact.goTo('web-menu-visits');
  await contact.see(name);
  await visitOnABadNetwork(contact, name);
  await contact.goTo('web-menu-guarantees');
  await contact.page.getByRole('heading', { name: t('web-menu-guarantees') }).waitFor();
  await contact.look('board');
}
