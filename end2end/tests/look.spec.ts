// How pages look: large enough in elder mode, never wider than the phone, in the reader's language.
import type { Page } from '@playwright/test';
import { SLUGS, expect, test } from './linli';
import { PAGES, browserFor, look, reach } from './pages';
import { en, t } from './texts';

const slug = SLUGS.look;
const WIDTHS = [1280, 390, 320];

/** Text that is smaller, or lines that are closer, than they may be. In elder mode no text is below 24 px, that is 18 pt. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      const element = walker.currentNode.parentElement;
      if (text === '' || !element?.checkVisibility() || element.closest('script, style, option, svg')) {
        continue;
      }
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const line = parseFloat(style.lineHeight) / size;
      // Half a hundredth for how browsers round.
      if (size < least || line < 1.295) {
        found.push(`${element.tagName.toLowerCase()}.${element.className} ${size}px × ${line.toFixed(2)}: ${text.slice(0, 30)}`);
      }
    }
    return found;
  }, least);
}

/** Targets that are lower than they may be. Exempt are inline links in running text, as in WCAG 2.5.8: a link that is
 * laid out inline, in a block where other words stand beside it. A box or a dot to tick counts together with its label,
 * because a press on either does the same. */
function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    for (const details of document.querySelectorAll('details')) {
      details.open = true;
    }
    const inRunningText = (element: Element) => {
      if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') {
        return false;
      }
      let block = element.parentElement;
      while (block && getComputedStyle(block).display.startsWith('inline')) {
        block = block.parentElement;
      }
      const rest = block?.cloneNode(true) as HTMLElement | undefined;
      rest?.querySelectorAll('a, button, svg').forEach((one) => one.remove());
      return /[\p{L}\p{N}]/u.test(rest?.textContent ?? '');
    };
    const height = (element: HTMLElement) => {
      const boxes = [element.getBoundingClientRect()];
      if (element instanceof HTMLInputElement && ['checkbox', 'radio'].includes(element.type)) {
        boxes.push(...[...(element.labels ?? [])].map((label) => label.getBoundingClientRect()));
      }
      return Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
    };
    const all = document.querySelectorAll<HTMLElement>('a[href], button, input:not([type="hidden"]), select, textarea, summary');
    return [...all]
      .filter((one) => one.checkVisibility() && !inRunningText(one))
      .filter((one) => height(one) < least - 0.5)
      .map((one) => `${one.tagName.toLowerCase()}.${one.className} ${height(one).toFixed(1)}px: ${(one.textContent || one.getAttribute('name') || '').trim().slice(0, 30)}`);
  }, least);
}

/** What sticks out to the side, if the page can be scrolled there. */
function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 0.5);
    return [`${document.documentElement.scrollWidth} of ${width}`, ...wide.slice(0, 8).map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute('class')}`)];
  });
}

/** Chinese where an English reader looks for the way: headings, links, buttons, labels, and what only a screen reader
 * says. Names of people and what they wrote stay as they are (`data`), so does text that is marked as Chinese, and so
 * does the name of the other language in the choice of languages. */
function chineseLeft(page: Page, data: string): Promise<string[]> {
  return page.evaluate(({ data, chinese }) => {
    const han = /\p{Script=Han}/u;
    const ways = 'title, h1, h2, h3, h4, a, button, label, legend, summary, th, caption, nav, footer, .lead, .hint, .empty, .chip, [role="status"], aside, [role="alert"]';
    const exempt = (element: Element) => element.closest('[lang]:not(html)') !== null || (data !== '' && element.closest(data) !== null);
    const found: string[] = [];
    for (const element of document.querySelectorAll(ways)) {
      const text = element.textContent?.trim() ?? '';
      if (han.test(text) && text !== chinese && !exempt(element)) {
        found.push(`${element.tagName.toLowerCase()}: ${text.slice(0, 40)}`);
      }
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [alt]')) {
      for (const name of ['aria-label', 'placeholder', 'alt']) {
        const text = element.getAttribute(name) ?? '';
        if (han.test(text) && !exempt(element)) {
          found.push(`${name}: ${text}`);
        }
      }
    }
    return found;
  }, { data, chinese: en.chinese });
}

for (const listed of PAGES) {
  test(`${listed.name}: large enough, narrow enough, and in the reader's language`, async ({ people, baseURL }) => {
    const { page, path } = await browserFor(listed, people, slug);
    for (const lang of ['zh', 'en'] as const) {
      for (const elder of [false, true]) {
        await look(page, lang, elder, baseURL);
        await page.setViewportSize({ width: 1280, height: 900 });
        await reach(page, listed, path);
        await expect(page.locator('html')).toHaveAttribute('lang', lang === 'zh' ? 'zh-CN' : 'en');
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          const where = `${lang}${elder ? ', elder mode' : ''}, ${width} px`;
          expect.soft(await smallTargets(page, elder ? 60 : 44), `targets: ${where}`).toEqual([]);
          expect.soft(await smallTexts(page, elder ? 24 : 15), `texts: ${where}`).toEqual([]);
          expect.soft(await stickingOut(page), `scrolls to the side: ${where}`).toEqual([]);
        }
      }
    }
    // Still in English. The name in the top bar is the reader's own.
    const data = ['header .who', listed.data].filter(Boolean).join(', ');
    expect.soft(await chineseLeft(page, data), 'Chinese left').toEqual([]);
  });
}

test('the screen of the hall fills a television, with nothing to scroll and nothing to press', async ({ page }) => {
  for (const [width, height] of [[1920, 1080], [1366, 768]]) {
    await page.setViewportSize({ width, height });
    await page.goto(`/c/${slug}/screen`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await stickingOut(page), `${width} px`).toEqual([]);
    const tall = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(tall, `${width} × ${height}`).toBeLessThanOrEqual(height);
    // Read across a room: nothing smaller than a sixtieth of the height.
    expect(await smallTexts(page, height / 60), `${width} px`).toEqual([]);
    await expect(page.getByRole('button')).toHaveCount(0);
  }
});

test('the switches in the top bar turn the language and elder mode, and stay turned', async ({ page }) => {
  await page.goto(`/c/${slug}`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: t.english }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(`/c/${slug}`);
  await page.getByRole('button', { name: en.elder }).click();
  await expect(page.locator('html')).toHaveClass(/elder/);
  await page.goto('/login');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveClass(/elder/);
  await page.getByRole('button', { name: en.chinese }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: t.standard }).click();
  await expect(page.locator('html')).not.toHaveClass(/elder/);
});
