import { chromium } from '/work/main/tests/browser/node_modules/playwright-core/index.mjs';
const port = process.argv[2];
const out = '/tmp/reach-shots';
import fs from 'node:fs'; fs.mkdirSync(out, {recursive:true});
const b = await chromium.launch({executablePath:'/usr/bin/chromium', args:['--no-sandbox']});
const PERSON = process.argv[3], RECHECK = '01KC0RECHECK0000000000000A';
const pages = [
 ['branch-contact','/reach'],['branch-contact','/reach/no-contact'],['branch-contact','/reach/never-applied'],['branch-contact','/reach/unserved'],
 ['county-officer','/reach'],['county-officer','/reach/unserved'],['township-officer','/reach/quiet'],['township-officer','/reach/no-contact'],
 ['county-officer','/rechecks'],['county-officer','/rechecks/new'],['county-officer',`/rechecks/${RECHECK}`],['branch-contact',`/rechecks/${RECHECK}`],
 ['branch-contact',`/rechecks/${RECHECK}/people/${PERSON}`],['branch-contact',`/rechecks/${RECHECK}/people/not-found`],['branch-contact',`/rechecks/${RECHECK}/print`],['county-approver','/rechecks/drafted/moves/approve'],
];
for (const [lang] of [['zh'],['en']]) for (const width of [1280,360]) {
  let n=0;
  for (const [role,path] of pages) {
    n++;
    const ctx = await b.newContext({viewport:{width,height:800}, locale: lang==='en'?'en':'zh-CN'});
    await ctx.addCookies([{name:'guanai_session',value:`sample-session-${role}`,url:`http://127.0.0.1:${port}`}]);
    const p = await ctx.newPage();
    const r = await p.goto(`http://127.0.0.1:${port}${path}`);
    const over = await p.evaluate(()=>document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (r.status()!==200 || over>0) console.log(lang,width,role,path,r.status(),'overflow',over);
    await p.screenshot({path:`${out}/${lang}-${width}-${String(n).padStart(2,'0')}.png`, fullPage:true});
    await ctx.close();
  }
}
await b.close();
