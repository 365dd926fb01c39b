import { chromium } from 'playwright-core';
const [base, out, account, ...paths] = process.argv.slice(2);
const widths = (process.env.WIDTHS ?? '1280,360').split(',').map(Number); const langs=(process.env.LANGS ?? 'zh-CN').split(',');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-dev-shm-usage','--no-first-run','--disable-background-networking'] });
for (const lang of langs) for (const width of widths) {
  const c = await browser.newContext({ viewport: { width, height: width===360?740:800 }, locale: lang });
  const p = await c.newPage();
  await p.goto(base+'/signin'); await p.fill('#f-account', account); await p.fill('#f-secret','yanshi-2026-demo'); await p.click('main button[type=submit]'); await p.waitForLoadState();
  for (const path of paths) {
    let url = path;
    if (path.startsWith('@')) { const [from, sel] = path.slice(1).split('|'); await p.goto(base+from); const h = await p.locator(sel).first().getAttribute('href'); url = h; }
    const t=Date.now(); const r = await p.goto(base+url); console.log(lang,width,url,r.status(),Date.now()-t,'ms');
    await p.screenshot({ path: `${out}/${(path.replace(/\W+/g,'_')||'home')}-${account}-${lang}-${width}.png`, fullPage: true });
  }
  await c.close();
}
await browser.close();
