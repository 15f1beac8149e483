// Pages are clean: no error, no forbidden thing, no other host; and a script only where something is alive.
import http from 'node:http';
import type { Page } from '@playwright/test';
import { SLUGS, chooseCategory, expect, placeWish, posted, test, unique } from './linli';
import { PAGES, browserFor, reach } from './pages';
import { t } from './texts';

const slug = SLUGS.clean;
/** What the browser half may weigh on the way, in bytes. */
const BUDGET = 135_000;
const FORM = `/c/${slug}/wishes/new?kind=micro_wish`;

/** What goes wrong on a page from now on, and which files of the browser half it asks for. */
async function watch(page: Page, baseURL: string): Promise<{ wrong: string[]; loaded: string[] }> {
  const [wrong, loaded]: [string[], string[]] = [[], []];
  // A violation of the policy tells its name to the console, where errors are counted anyway.
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  page.on('console', (message) => {
    // A page that is not found or not right is told as an error by the browser itself; reach() looks at its status.
    const itself = message.location().url === page.url() && /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !itself) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => wrong.push(`page error: ${error.message}`));
  page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== new URL(baseURL).origin) {
      wrong.push(`another host: ${request.url()}`);
    }
    if (/^\/pkg\/.*\.(js|wasm)$/.test(url.pathname)) {
      loaded.push(request.url());
    }
  });
  return { wrong, loaded };
}

/** How many bytes come over the wire for an address, in Brotli. */
function weight(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const ask = http.get(url, { headers: { 'accept-encoding': 'br' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.on('end', () => (answer.headers['content-encoding'] === 'br' ? resolve(bytes) : reject(new Error(`${url} comes uncompressed`))));
      answer.on('error', reject);
    });
    ask.on('error', reject);
  });
}

for (const listed of PAGES) {
  test(`${listed.name}: clean, and ${listed.island ? 'its browser half is light' : 'without any script'}`, async ({ people, baseURL }) => {
    const { page, path } = await browserFor(listed, people, slug);
    const seen = await watch(page, baseURL ?? '');
    await reach(page, listed, path);
    if (listed.island) {
      await expect.poll(() => new Set(seen.loaded.map((url) => url.split('.').pop())), 'js and wasm are loaded').toEqual(new Set(['js', 'wasm']));
      const weights = await Promise.all([...new Set(seen.loaded)].map(weight));
      expect(weights.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(BUDGET);
    } else {
      expect.soft(await page.locator('script').evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 80))), 'scripts').toEqual([]);
      expect(seen.loaded).toEqual([]);
    }
    await page.waitForLoadState('networkidle');
    expect(seen.wrong).toEqual([]);
    expect(await page.locator('[data-live] leptos-island').count(), 'islands in parts that are replaced').toBe(0);
  });
}

test('the form of a wish counts along, waits with what is wrong until a field is left, and takes it back at once', async ({ people, baseURL }) => {
  const page = await people.as('resident', slug);
  const seen = await watch(page, baseURL ?? '');
  await page.goto(FORM);
  const title = page.getByLabel(t.title);
  // Until the browser half has come, typing is just typing.
  await expect(async () => {
    await title.fill('');
    await title.fill('灯坏');
    await expect(page.getByText(t.written(2))).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(title).not.toHaveAccessibleDescription(t.tooShort);
  await title.blur();
  await expect(title).toHaveAccessibleDescription(t.tooShort);
  await expect(title).toHaveAttribute('aria-invalid', 'true');
  await title.press('End');
  await title.pressSequentially('了一盏');
  await expect(page.getByText(t.written(5))).toBeVisible();
  await expect(title).not.toHaveAccessibleDescription(t.tooShort);
  await expect(title).toHaveAttribute('aria-invalid', 'false');
  await expect(title).toHaveValue('灯坏了一盏');

  // The long text does the same, and the form goes out as it does without scripts.
  const text = page.getByLabel(t.text);
  await text.fill('三楼\n到四楼');
  await expect(page.getByText(t.written(6))).toBeVisible();
  await chooseCategory(page);
  await page.getByRole('button', { name: t.place }).click();
  await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
  expect(seen.wrong).toEqual([]);
});

test('what was typed before the browser half has come stays, and is counted', async ({ people, baseURL }) => {
  const page = await people.as('resident', slug);
  const seen = await watch(page, baseURL ?? '');
  let come = () => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(FORM, { waitUntil: 'commit' });
  await page.getByLabel(t.title).fill('厨房水龙头滴水');
  await page.getByLabel(t.text).fill('一直滴');
  const wasm = page.waitForResponse(/\.wasm$/);
  come();
  await wasm;
  await expect(page.getByText(t.written(7))).toBeVisible();
  await expect(page.getByText(t.written(3))).toBeVisible();
  await expect(page.getByLabel(t.title)).toHaveValue('厨房水龙头滴水');
  await expect(page.getByLabel(t.text)).toHaveValue('一直滴');
  expect(seen.wrong).toEqual([]);
});

test('what came back from the server is still there once the browser half is alive', async ({ people, baseURL }) => {
  const page = await people.as('resident', slug);
  const seen = await watch(page, baseURL ?? '');
  await page.goto(FORM);
  await page.getByLabel(t.title).fill('灯坏');
  await page.getByLabel(t.text).fill('</textarea><b>三楼');
  const sent = posted(page);
  const wasm = page.waitForResponse(/\.wasm$/);
  await page.getByRole('button', { name: t.place }).click();
  expect((await sent).status()).toBe(422);
  await wasm;
  await page.waitForLoadState('networkidle');
  await expect(page.getByLabel(t.title)).toHaveValue('灯坏');
  await expect(page.getByLabel(t.title)).toHaveAccessibleDescription(t.tooShort);
  await expect(page.getByLabel(t.text)).toHaveValue('</textarea><b>三楼');
  expect(seen.wrong).toEqual([]);
});

test('J and K go through the inbox, and leave alone whoever is typing', async ({ people, baseURL }) => {
  const resident = await people.as('resident', slug);
  await placeWish(resident, slug, unique('第一件事'), '请看一下。');
  await placeWish(resident, slug, unique('第二件事'), '也请看一下。');
  const page = await people.as('staff', slug);
  const seen = await watch(page, baseURL ?? '');
  await page.goto(`/c/${slug}/desk`);
  const rows = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.first()).toBeFocused();
  const words = page.getByLabel(t.words);
  if (!(await words.isVisible())) {
    await page.locator('summary').filter({ hasText: t.filter }).click();
  }
  await words.pressSequentially('jk');
  await expect(words).toHaveValue('jk');
  await expect(words).toBeFocused();
  expect(seen.wrong).toEqual([]);
});

test('whoever writes a card is told at once what it tells of a resident', async ({ people, baseURL }) => {
  const resident = await people.as('resident', slug);
  const wish = await placeWish(resident, slug, unique('换一盏灯'), '够不着。');
  const page = await people.as('staff', slug);
  const seen = await watch(page, baseURL ?? '');
  await page.goto(wish);
  const card = page.getByLabel(t.card);
  const told = page.getByRole('status').filter({ hasText: t.cardTells });
  await card.pressSequentially('请帮一位老人换灯，2026-11-22 下午，电话 138 001');
  await expect(told).toHaveCount(0);
  await card.pressSequentially('3');
  await expect(told).toContainText('电话号码');
  await card.pressSequentially('8000，住 302 室');
  await expect(told).toContainText('门牌');
  await card.fill('老人有糖尿病，请上门理发。');
  await expect(told).toContainText('病情（糖尿病）');
  await card.fill('请上门理发。');
  await expect(told).toHaveCount(0);
  expect(seen.wrong).toEqual([]);
});
