import { expect, test } from '@playwright/test';

test('the server says that it is well to a browser without scripts, too', async ({ page }) => {
  const answer = await page.goto('/healthz');
  expect(answer?.status()).toBe(200);
});
