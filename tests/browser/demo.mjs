// Signing in to the demonstration, whose accounts and password it prints itself; whoever came later has an own password.
export async function signIn(context, base, account, password = 'yanshi-2026-demo') {
  const page = await context.newPage();
  await page.goto(`${base}/signin`);
  await page.locator('input[autocomplete=username]').fill(account);
  await page.locator('input[type=password]').fill(password);
  await page.locator('main button[type=submit]').first().click();
  await page.waitForLoadState();
  if (page.url().includes('/signin')) throw new Error(`${account} could not sign in`);
  return page;
}
