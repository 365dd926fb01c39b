// Care on a phone, 360 wide, in Chinese, following visible labels alone: each walk is a file `care/NAME.mjs` with a county of its
// own. To add one: its file, its name below. Every account has a browser of its own.
//
//   node care.mjs [NAME…]     the walks named, or all
import { chromium } from 'playwright-core';
import path from 'node:path';
import { scratch } from './site.mjs';
import { Looker } from './look.mjs';
import { County, TODAY, draw } from './care/county.mjs';

const WALKS = ['visit', 'need', 'round', 'application', 'plan', 'death', 'transfer', 'floating', 'handover', 'recheck', 'guarantees', 'standards', 'pairs', 'matching', 'carried', 'referral', 'resources', 'resident', 'reach', 'photo'];

const wanted = process.argv.slice(2);
for (const name of wanted) if (!WALKS.includes(name)) throw new Error(`no walk is called ${name}: ${WALKS.join(', ')}`);
const names = wanted.length ? wanted : WALKS;
const pictures = process.env.PICTURES ?? path.join(scratch, 'care');
const looker = new Looker(pictures);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
draw();
let failed = 0;
for (const name of names) {
  const began = performance.now();
  const { default: walk, drawn, day } = await import(`./care/${name}.mjs`);
  const county = new County(name, browser, looker, drawn?.());
  try {
    await county.on(day ?? TODAY);
    await walk(county);
    await county.rest();
    county.check();
    county.remove();
    console.log(`ok   ${name}: ${county.pictures} pictures, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
    await county.rest().catch(() => undefined);
  }
}
await browser.close();
for (const finding of new Set(looker.findings)) console.log(`found ${finding}`);
console.log(`pictures of ${looker.pages} pages in ${pictures}`);
const faults = failed + looker.findings.length;
console.log(`${names.length - failed} passed, ${faults} failed`);
process.exit(faults ? 1 : 0);
