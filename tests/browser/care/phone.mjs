// Somebody with a phone, 360 wide, in Chinese, and what their fingers do: they read labels, they know no selectors.
import { signIn } from '../demo.mjs';
import { texts } from '../texts.mjs';

export const t = texts('zh-CN');
/** What stands before the first value of a text. */
export const start = (key) => t(key).split('{')[0].replace(/[，,：:“（]+$/, '');

const PASSWORD = '十步杀一人千里不留行';

export class Phone {
  constructor(county, account) {
    this.county = county;
    this.account = account;
  }

  /** Signs in: with a slip for the first time, choosing a password of one's own. */
  async open(browser, slip) {
    this.context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', bypassCSP: true, reducedMotion: 'reduce' });
    this.context.setDefaultTimeout(10_000);
    this.page = slip ? await this.context.newPage() : await signIn(this.context, this.county.base, this.account, this.county.passwords[this.account]);
    this.main = this.page.getByRole('main');
    if (slip) await this.enterBySlip(slip);
    this.county.looker.watch(this.page);
    return this;
  }

  async enterBySlip(slip) {
    const secret = (key, value) => this.page.getByLabel(t(key), { exact: true }).fill(value);
    await this.page.goto(`${this.county.base}/signin`);
    await secret('web-field-account', slip.sign_in_name);
    await secret('web-field-secret', slip.code);
    await this.press('web-sign-in');
    await secret('web-field-secret', slip.code);
    await secret('web-field-secret_new', PASSWORD);
    await secret('web-field-secret_again', PASSWORD);
    await this.press('web-password-save');
    await this.see(start('web-done-password'));
    this.county.passwords[this.account] = PASSWORD;
  }

  close() { return this.context.close(); }

  settled() { return this.page.waitForLoadState(); }

  /** A picture of the page with what `Looker` finds there, numbered within its walk. */
  async look(name) {
    const url = this.page.url();
    if (/[\u4e00-\u9fff]|%E[4-9]/.test(url)) throw new Error(`a name in an address: ${url}`);
    await this.county.looker.look(this.page, this.county.picture(name));
  }

  /** A button or a link of the page itself, by its whole name or by a pattern of it. */
  button(name) { return this.main.getByRole('button', { name, exact: true }); }

  link(name) { return this.main.getByRole('link', { name, exact: true }); }

  async press(key) { await this.button(t(key)).first().click(); await this.settled(); }

  async follow(name) { await this.link(name).first().click(); await this.settled(); }

  /** Opens what is folded away behind a line of text. */
  unfold(key) { return this.main.getByText(t(key), { exact: true }).first().click(); }

  fill(key, value) {
    const field = this.page.getByRole('textbox', { name: t(key) }).or(this.page.getByLabel(t(key), { exact: true }));
    return field.first().fill(value);
  }

  pick(key, value) { return this.page.getByLabel(t(key), { exact: true }).selectOption({ label: t(value) }); }

  choose(key) { return this.page.getByRole('radio', { name: t(key), exact: true }).check(); }

  tick(key) { return this.page.getByLabel(t(key)).first().check(); }

  see(words) { return this.page.getByText(words).first().waitFor(); }

  async sees(words) { return (await this.page.getByText(words).count()) > 0; }

  async seesNo(words) {
    if (await this.sees(words)) throw new Error(`${this.account} sees ${words} at ${this.page.url()}`);
  }

  /** Whoever may not do it has neither a button nor a link for it. */
  async hasNo(key) {
    // What a button is about may follow its name for those who hear the page.
    const name = new RegExp(`^${t(key)}(\\s*：.*)?$`);
    for (const found of [this.button(name), this.link(name)]) {
      if (await found.count()) throw new Error(`${this.account} is offered “${t(key)}” at ${this.page.url()}`);
    }
  }

  /** Nor does the address open for them. */
  async cannotOpen(address) {
    const reply = await this.page.request.get(address);
    if (![403, 404].includes(reply.status())) throw new Error(`${this.account} opens ${address}: ${reply.status()}`);
  }

  /** What stands beside a label of a list of terms. */
  async beside(key) {
    const term = this.main.getByRole('term').filter({ hasText: new RegExp(`^${t(key)}$`) }).first();
    return (await term.locator('+ dd').innerText()).trim();
  }

  async goTo(key) {
    const link = this.page.getByRole('navigation').getByRole('link', { name: t(key), exact: true }).locator('visible=true');
    if (await link.count() === 0) await this.page.getByRole('link', { name: t('web-menu-more'), exact: true }).locator('visible=true').first().click();
    await this.page.getByRole('link', { name: t(key), exact: true }).locator('visible=true').first().click();
    await this.settled();
  }

  /** The name of a member who looks at their own record. */
  async ownName() {
    await this.goTo('web-menu-me');
    return (await this.page.getByRole('heading', { level: 1 }).innerText()).trim();
  }

  /** Looks for somebody by name; how many rows were found. */
  async lookFor(name) {
    await this.goTo('web-menu-people');
    await this.page.getByLabel(t('web-search-label'), { exact: true }).fill(name);
    await this.press('web-search');
    return this.main.getByRole('link', { name, exact: true }).count();
  }

  /** Opens somebody's file. */
  async person(name) {
    if (await this.lookFor(name) === 0) throw new Error(`${this.account} does not find ${name}`);
    await this.follow(name);
    await this.page.getByRole('heading', { name, level: 1, exact: true }).waitFor();
  }
}
