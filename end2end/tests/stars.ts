// Stars: how somebody is shown, what stars take, and the story for which they are there; told the same with scripts and without,
// but for the story, which can be told once.
import { SLUGS, expect, posted, test } from './linli';
import { quarter } from './pages';
import { t } from './texts';

export function stars(project: keyof typeof SLUGS.posts): void {
  const slug = SLUGS.posts[project];

  test('an admin sets what stars take, and what is out of order is said beside it', async ({ people }) => {
    const admin = await people.as('admin', slug);
    await admin.goto(`/c/${slug}/stars/rules`);
    const form = admin.getByRole('region', { name: t.starRulesTitle }).locator('form');
    const field = form.getByLabel(t.fiveStarPoints, { exact: true });
    await field.fill('7');
    const wrong = posted(admin);
    await form.getByRole('button').click();
    expect((await wrong).status()).toBe(422);
    await expect(field).toHaveAccessibleDescription(new RegExp(t.notLess));
    await expect(field).toHaveValue('7');
    await field.fill('400');
    const right = posted(admin);
    await form.getByRole('button').click();
    expect((await right).status()).toBe(303);
    await expect(admin.getByRole('main')).toContainText('400');
  });

  test('a volunteer sees what is missing for the next star, and chooses how they are shown', async ({ people }) => {
    const volunteer = await people.as('volunteer', slug);
    await volunteer.goto(`/c/${slug}/points`);
    await volunteer.getByRole('main').getByRole('link', { name: t.myStars }).click();
    await expect(volunteer.getByRole('main')).toContainText(/差 \d+ 分/);
    await volunteer.getByRole('radio', { name: t.shownByFamilyName }).check();
    const sent = posted(volunteer);
    await volunteer.getByRole('button', { name: t.saveShowing }).click();
    expect((await sent).status()).toBe(303);
    await expect(volunteer.getByRole('radio', { name: t.shownByFamilyName })).toBeChecked();
  });

  if (project === 'scripts') {
    test('who was two stars took on what nobody wanted, and is four stars a quarter later', async ({ people }) => {
      const [two, four] = [quarter(2), quarter(1)];
      const stranger = await people.stranger();
      await stranger.goto(`/c/${slug}/stars?quarter=${two}`);
      await expect(stranger.getByRole('main')).toContainText(t.stars.two);

      // The last quarter is over, and its hours are confirmed: an admin closes it up to its public days.
      const admin = await people.as('admin', slug);
      const close = `/c/${slug}/stars/close?quarter=${four}`;
      await expect(async () => {
        await admin.goto(close);
        // Other tests earn points meanwhile: while some are being booked, nothing is counted.
        await admin.getByRole('button', { name: t.computeStars }).first().click({ timeout: 500 });
        await expect(admin.getByRole('button', { name: t.publishStars })).toBeVisible({ timeout: 2000 });
      }).toPass();
      await expect(admin.getByRole('main')).toContainText(`${t.stars.four} 1 人`);
      await admin.getByRole('button', { name: t.publishStars }).click();
      const seal = admin.getByRole('button', { name: t.sealStars, exact: true });
      await seal.click();
      await expect(admin.getByRole('alert')).toContainText(t.stillPublic);

      // Everybody reads it; the volunteer hears of it, and sees what each star comes from.
      await stranger.goto(`/c/${slug}/stars`);
      await expect(stranger.getByRole('main')).toContainText(t.stars.four);
      const volunteer = await people.as('volunteer', slug);
      await volunteer.goto(`/c/${slug}/notices`);
      await volunteer.getByText(t.stars.four).first().waitFor();
      await volunteer.goto(`/c/${slug}/stars/mine`);
      await expect(volunteer.getByRole('main')).toContainText(t.stars.two);
      await expect(volunteer.getByRole('main')).toContainText('210 分 · 14 小时');

      // A resident objects; an admin looks into it and answers.
      const resident = await people.as('resident', slug);
      await resident.goto(`/c/${slug}/stars?quarter=${four}`);
      await resident.locator('summary').filter({ hasText: t.objectToStars }).first().click();
      await resident.getByLabel(t.objectWords).first().fill('有一个星期六没有看见他。');
      const objected = posted(resident);
      await resident.getByRole('button', { name: t.sendObjection }).first().click();
      expect((await objected).status()).toBe(303);
      await admin.goto(close);
      await expect(admin.getByRole('main')).toContainText('有一个星期六没有看见他。');
      await admin.getByRole('radio', { name: t.outcomeOverruled }).check();
      await admin.getByLabel(t.answerLabel, { exact: true }).fill('核对过，那天他在三号楼。');
      const answered = posted(admin);
      await admin.getByRole('button', { name: t.answerLabel, exact: true }).click();
      expect((await answered).status()).toBe(303);
      await expect(admin.getByRole('main')).toContainText(t.outcomeOverruled);
    });
  }
}
