// On paper: what the page says, and nothing to press.
import { SLUGS, accept, claim, contact, expect, history, placeWish, test, unique } from './linli';

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
