// A page on paper: A4, tagged, and nothing on it that does not belong there.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { scratch } from '../site.mjs';

/** Prints the page; the words of each sheet without the spaces between them. */
export async function printed(page, name) {
  const file = path.join(scratch, `${name}.pdf`);
  fs.writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  for (const found of [/Tagged:\s+yes/, /Page size:.*A4/]) if (!found.test(info)) throw new Error(`${name} is not ${found}: ${info}`);
  const sheets = [];
  for (let n = 1; n <= Number(/Pages:\s+(\d+)/.exec(info)[1]); n += 1) {
    const text = execFileSync('pdftotext', ['-f', String(n), '-l', String(n), '-layout', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    if (/99\d{15}[\dX]|1[3-9]\d{9}/.test(text)) throw new Error(`${name}, page ${n}: a number that does not belong on paper`);
    sheets.push(text);
  }
  return sheets;
}
