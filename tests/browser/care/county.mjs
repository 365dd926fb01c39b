// A county of a walk's own: the drawn one, copied, served on a day and, days later, served again.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort, guanai, run, scratch, serve } from '../site.mjs';
import { Phone } from './phone.mjs';

/** The clock stands in the days before a festival; a Monday. */
export const TODAY = '2027-01-25';
const RECKONED_MS = 4_000;
const at = (day) => `${Date.parse(`${day}T09:00:00+08:00`)}000`;

/** Draws the county that every walk has a copy of. */
export function draw() {
  run('--now', at(TODAY), 'demo', '--at-rest', '--members', '1500', '--out', scratch, '--no-serve');
}

/** Another county, with other people: the carried one. */
export function drawAnother() {
  const file = 'guanai-demo-carried.sqlite';
  if (!fs.existsSync(path.join(scratch, file))) run('--now', at(TODAY), 'demo', '--county', 'carried', '--out', scratch, '--no-serve');
  return file;
}

export class County {
  constructor(name, browser, looker, drawn = 'guanai-demo.sqlite') {
    this.name = name;
    this.browser = browser;
    this.looker = looker;
    this.phones = [];
    this.passwords = {};
    this.pictures = 0;
    this.file = path.join(scratch, `${name}.sqlite`);
    this.db = `sqlite:${this.file}`;
    fs.copyFileSync(path.join(scratch, drawn), this.file);
  }

  /** Serves it on a day: whoever was signed in signs in anew. */
  async on(day) {
    await this.rest();
    this.day = day;
    this.port ??= await freePort();
    this.site = await serve(['--now', at(day), 'serve', '--db', this.db], this.port);
    this.base = this.site.base;
  }

  /** The site answers first, and reckons everybody's clocks some seconds after its start: a contact's day is whole then. */
  async reckoned() {
    await new Promise((done) => setTimeout(done, RECKONED_MS));
  }

  async phone(account) {
    const phone = await new Phone(this, account).open(this.browser);
    this.phones.push(phone);
    return phone;
  }

  /** Somebody who is new: an account is opened for them, for their own record where its id is given; they come with its slip. */
  async newcomer(signInName, name, role, organization, person) {
    const asked = ['--sign-in', signInName, '--name', name, '--role', role, ...(organization ? ['--organization', organization] : []), ...(person ? ['--person', person] : [])];
    const slip = JSON.parse(run('--now', at(this.day), 'account', 'open', '--db', this.db, ...asked, '--json'));
    const phone = await new Phone(this, signInName).open(this.browser, slip);
    this.phones.push(phone);
    return phone;
  }

  picture(name) {
    this.pictures += 1;
    return `${this.name}-${String(this.pictures).padStart(2, '0')}-${name}`;
  }

  async rest() {
    for (const phone of this.phones.splice(0)) await phone.close();
    if (!this.site) return;
    await this.site.stop();
    if (/99\d{15}[\dX]/.test(this.site.said())) throw new Error('an identity number stands in the log');
    this.site = undefined;
  }

  /** Whatever was walked, the records still hold together. */
  check() {
    try {
      execFileSync(guanai, ['check', '--db', this.db], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      throw new Error(`the records do not hold: ${error.stdout}${error.stderr}`);
    }
  }

  /** What a walk that failed leaves is kept to be looked at; what one that passed leaves is not. */
  remove() {
    for (const end of ['', '-wal', '-shm', '.desk']) fs.rmSync(this.file + end, { recursive: true, force: true });
  }
}
