// On paper: what the page says, and nothing to press.
import { SLUGS, accept, claim, contact, expect, history, placeWish, test, unique } from './linli';
import type { Page } from '@playwright/test';
import { quarter } from './pages';
import { t } from './texts';

const slug = SLUGS.print;

test('a printed wish has its words, its contact and its history, and no menu, switch or form', async ({ people }) => {
  const resident = await people.as('resident', slug);
  const wish = await placeWish(resident, slug, unique('换一个门锁'), '锁打不开了。');
  await accept(await people.as('staff', slug), wish, unique('请帮忙换锁'));
  const page = await people.as('volunteer', slug);
  await claim(page, wish);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(contact(page)).toBeVisible();
    await expect(history(page).first()).toBeVisible();
    // What is hidden has no role any more.
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    // Black on white, also for those who read in the dark.
    await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(page.locator('html')).toHaveCSS('color', 'rgb(0, 0, 0)');
    await page.emulateMedia({ media: 'screen' });
    await expect(page.getByRole('navigation').first()).toBeVisible();
  }
});

/** How many sheets of this paper the page takes, in millimetres; Chromium alone prints to a file. */
async function sheets(page: Page, width: number, height: number): Promise<number> {
  const pdf = await page.pdf({ width: `${width}mm`, height: `${height}mm`, printBackground: true });
  return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
}

test('the household card, the poster and the month for the wall take one sheet each, with what they are for', async ({ people }) => {
  const resident = await people.as('resident', slug);
  await resident.goto(`/c/${slug}/card/print`);
  const make = resident.getByRole('button', { name: t.makeCard });
  if ((await make.count()) > 0) {
    await make.click();
  }
  const staff = await people.as('staff', slug);
  await staff.goto(`/c/${slug}/invite`);
  const invite = staff.getByRole('button', { name: t.makeInvitation });
  if ((await invite.count()) > 0) {
    await invite.click();
  }
  for (const { page, path, what } of [
    { page: resident, path: `/c/${slug}/card/print`, what: resident.getByRole('region', { name: t.householdCard }).locator('.code') },
    { page: staff, path: `/c/${slug}/invite`, what: staff.getByRole('main').getByRole('img').first() },
    { page: await people.stranger(), path: `/c/${slug}/figures/sheet`, what: null },
  ]) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    await expect(what ?? page.getByRole('main').getByRole('img').first(), path).toBeVisible();
    await expect(page.getByRole('navigation'), path).toHaveCount(0);
    await expect(page.getByRole('button'), path).toHaveCount(0);
    // The month has up to seven sentences and nine desks; a quiet one has fewer, so the last are told again.
    await page.evaluate(() => {
      for (const [one, many] of [['.sheet .said > li', 7], ['.sheet tbody > tr', 9]] as const) {
        const last = [...document.querySelectorAll(one)].pop();
        for (let at = document.querySelectorAll(one).length; last && at < many; at += 1) {
          last.after(last.cloneNode(true));
        }
      }
    });
    if (path.endsWith('sheet')) {
      await expect(page.locator('.sheet .said > li')).toHaveCount(7);
      await expect(page.locator('.sheet tbody > tr')).toHaveCount(9);
    }
    expect(await sheets(page, 210, 297), path).toBe(1);
  }
});

test('the honours of a quarter take a sheet each, and its poster and table are printed without what is pressed', async ({ people }) => {
  // Of the demo, which has sealed one quarter in this place.
  const where = '/c/wenchang/stars';
  const admin = await people.as('admin', 'wenchang');
  for (const { path, what } of [
    { path: `${where}/honours?quarter=${quarter(2)}`, what: t.stars.two },
    { path: `${where}?quarter=${quarter(2)}`, what: t.starsOf },
    { path: `${where}/close?quarter=${quarter(2)}`, what: t.stars.two },
  ]) {
    await admin.goto(path);
    await admin.emulateMedia({ media: 'print' });
    await expect(admin.getByRole('main')).toContainText(what);
    await expect(admin.getByRole('navigation'), path).toHaveCount(0);
    await expect(admin.getByRole('button'), path).toHaveCount(0);
    expect(await sheets(admin, 210, 297), path).toBe(1);
  }
});

test("a volunteer's service card takes one small sheet, and the roster is printed without what is pressed", async ({ people }) => {
  // Of the demo: it takes some days until an appointment is in effect.
  const volunteer = await people.as('volunteer', slug);
  await volunteer.goto(`/c/${slug}/my-posts`);
  await volunteer.getByRole('link', { name: t.serviceCard }).first().click();
  await expect(volunteer.getByRole('status')).toContainText(t.valid);
  const stranger = await people.stranger();
  await stranger.goto(`/c/${slug}/roster`);
  for (const { page, width, height, what } of [
    { page: volunteer, width: 105, height: 148, what: volunteer.getByRole('region', { name: t.cardOfVolunteer }).getByRole('img') },
    { page: stranger, width: 210, height: 297, what: stranger.getByRole('rowheader') },
  ]) {
    await page.emulateMedia({ media: 'print' });
    await expect(what.first()).toBeVisible();
    // The longest promise there may be.
    await page.evaluate(() => {
      for (const words of document.querySelectorAll('.service .words')) {
        words.textContent = '每周都去看一遍，看到问题马上说'.repeat(14).slice(0, 200);
      }
    });
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(page.getByRole('button')).toHaveCount(0);
    expect(await sheets(page, width, height)).toBe(1);
  }
});
