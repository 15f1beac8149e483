// No page keeps anybody out: axe finds nothing, in both languages, on a wide screen and on a phone.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SLUGS, expect, test } from './linli';
import { PAGES, browserFor, look, reach } from './pages';

const slug = SLUGS.axe;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Dark colours are the same tokens everywhere; these pages show them all. */
const DARK = ['the front door', 'registering with everything wrong', 'the wall', 'the desk', 'a delivered wish as its resident sees it', 'a declined wish as its resident sees it'];

/** What axe finds, one line each, with everything unfolded that stands in the page. */
async function problems(page: Page): Promise<string[]> {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => ((details as HTMLDetailsElement).open = true)));
  // As long as the page, so that the bar at the bottom covers nothing that scrolling would free.
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, whole) });
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 120)}`));
}

for (const listed of PAGES) {
  test(`${listed.name}: axe finds nothing`, async ({ people, baseURL }) => {
    const { page, path } = await browserFor(listed, people, slug);
    await look(page, 'zh', false, baseURL);
    await reach(page, listed, path);
    expect.soft(await problems(page), 'in Chinese').toEqual([]);
    if (DARK.includes(listed.name)) {
      // Colours that are on their way to others are neither.
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect.soft(await problems(page), 'in dark colours').toEqual([]);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'en', true, baseURL);
    await reach(page, listed, path);
    expect.soft(await problems(page), 'in English, elder mode, on a phone').toEqual([]);
  });
}
