// Open pages follow what others do, at once, and disturb nobody who is writing.
import { accept, expect, make, placeWish, SLUGS, standsAt, test, unique } from './linli';
import { t } from './texts';

const slug = SLUGS.live;
/** The page promises two seconds; a busy machine may take a little longer to render. */
const SOON = { timeout: 5_000 };

test('an open wish, the inbox, the wall and the notices follow what others do', async ({ people }) => {
  const resident = await people.as('resident', slug);
  const staff = await people.as('staff', slug);
  const inbox = await people.as('admin', slug);
  const wall = await people.as('volunteer', slug);
  const notices = await people.as('resident', slug);
  await inbox.goto(`/c/${slug}/desk`);
  await wall.goto(`/c/${slug}/wall?sort=newest`);
  await notices.goto(`/c/${slug}/notices`);
  const title = unique('想要一个书架');
  const wish = await placeWish(resident, slug, title, '孩子的书没处放。');
  await expect(inbox.getByText(title)).toBeVisible(SOON);

  const card = unique('一户人家想要一个书架');
  await accept(staff, wish, card);
  await expect(standsAt(resident)).toContainText(t.stage.accepted, SOON);
  await expect(wall.getByText(card)).toBeVisible(SOON);
  await expect(notices.locator('.card.unread').first()).toBeVisible(SOON);
  await expect(resident.getByRole('link', { name: t.notices })).toBeVisible();
});

test('a page keeps one stream, however many islands it has', async ({ people }) => {
  const resident = await people.as('resident', slug);
  const wish = await placeWish(resident, slug, unique('想要一个台灯'), '看书用。');
  const page = await people.as('staff', slug);
  for (const path of [wish, `/c/${slug}/desk`, `/c/${slug}/notices`]) {
    const streams: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('/live')) {
        streams.push(request.url());
      }
    });
    await page.goto(path);
    await expect.poll(() => streams.length, path).toBe(1);
    await page.waitForTimeout(1_500);
    expect(streams, path).toHaveLength(1);
    page.removeAllListeners('request');
  }
});

test('whoever is writing keeps what they wrote, and is told that there is something new', async ({ people }) => {
  const resident = await people.as('resident', slug);
  const staff = await people.as('staff', slug);
  const admin = await people.as('admin', slug);
  const wish = await placeWish(resident, slug, unique('想要一盏台灯'), '写作业用。');
  await staff.goto(wish);
  const card = staff.getByLabel(t.card);
  await card.fill('一位学生想要一盏台灯');
  await accept(admin, wish, '一位学生想要一盏灯');
  await expect(staff.getByRole('status').filter({ hasText: t.changed })).toBeVisible(SOON);
  await expect(card).toHaveValue('一位学生想要一盏台灯');
  // Also when they have moved on to something else.
  await staff.getByRole('heading', { level: 1 }).click();
  await accept(admin, await placeWish(resident, slug, unique('想要一本书'), '想读。'), '一位学生想要一本书');
  await expect(card).toHaveValue('一位学生想要一盏台灯');
});

test('a page that was away catches up when it is looked at again', async ({ people }) => {
  const resident = await people.as('resident', slug);
  const staff = await people.as('staff', slug);
  const wish = await placeWish(resident, slug, unique('想要一把伞'), '下雨天接孩子。');
  await expect(standsAt(resident)).toContainText(t.stage.placed);
  await resident.context().setOffline(true);
  await staff.goto(wish);
  await make(staff, t.decline, { [t.declineReason]: '没有伞了。' });
  await resident.context().setOffline(false);
  // The browser comes back by itself after two seconds.
  await expect(resident.getByText('没有伞了。')).toBeVisible({ timeout: 10_000 });
});
