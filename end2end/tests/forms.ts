// How forms behave, told the same with scripts and without: what is wrong is said beside its field, what was typed
// stays, and nothing happens twice.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request, type Page } from '@playwright/test';
import { SLUGS, accept, chooseCategory, claim, expect, fillRegistration, freshPhone, logIn, make, move, openPlaceForm, placeWish, posted, search, setUpWay, standsAt, test, unique } from './linli';
import { t } from './texts';

/** The smallest picture there is. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const HOSTILE = '</textarea><script>alert(1)</script>';

/** Presses a button whose form does not work, and gives the status of the page that says so. */
async function refused(page: Page, button: string): Promise<number> {
  const answer = posted(page);
  await page.getByRole('button', { name: button, exact: true }).click();
  return (await answer).status();
}

/** Sends the form of this button three times at once, beside the page: a browser drops the first answer and shows the
 * last one, so each of them has to be good. */
async function sentAtOnce(page: Page, button: string): Promise<{ status: number; location: string | undefined }[]> {
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: button, exact: true }) });
  const { action, values, files } = await form.evaluate((it: HTMLFormElement) => {
    // No file is chosen.
    const pairs = [...new FormData(it)].filter(([, value]) => typeof value === 'string');
    const values = Object.fromEntries(pairs) as Record<string, string>;
    return { action: it.getAttribute('action') ?? '', values, files: it.enctype === 'multipart/form-data' };
  });
  // Of its own, because a browser does not keep the cookies of an answer that it dropped either.
  const aside = await request.newContext({ storageState: await page.context().storageState() });
  const send = async () => {
    const body = files ? { multipart: values } : { form: values };
    const answer = await aside.post(new URL(action, page.url()).href, { ...body, maxRedirects: 0 });
    return { status: answer.status(), location: answer.headers()['location'] };
  };
  const answers = await Promise.all([send(), send(), send()]);
  await aside.dispose();
  return answers;
}

/** The summary on top: its links lead down to the fields. */
function summary(page: Page) {
  return page.getByRole('alert').filter({ hasText: t.wrongSummary });
}

export function forms(project: keyof typeof SLUGS.forms): void {
  const slug = SLUGS.forms[project];

  test('a table is looked at row by row, comes in as a whole, and is taken back', async ({ people }) => {
    const page = await people.as('admin', slug);
    const name = unique('钱');
    const table = (rows: string[]) => ({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(['姓名,楼栋,门牌,本人已同意', ...rows].join('\n')) });
    await page.goto(`/c/${slug}/settings`);
    await page.getByRole('link', { name: t.importsLink }).click();
    expect(await refused(page, t.uploadTable)).toBe(422);
    await expect(page.getByLabel(t.chooseFile)).toHaveAccessibleDescription(new RegExp(t.noFile));
    await page.getByLabel(t.chooseFile).setInputFiles(table([`${name},3 号楼,101,是`, '李四,,102,是']));
    await page.getByRole('button', { name: t.uploadTable }).click();
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText(t.rowNew);
    await expect(page.getByRole('row', { name: /李四/ })).toContainText(t.rowWrong);
    await expect(page.getByRole('button', { name: t.applyTable })).toHaveCount(0);
    await page.getByRole('button', { name: t.discardTable }).click();
    await page.getByLabel(t.chooseFile).setInputFiles(table([`${name},3 号楼,101,是`]));
    await page.getByRole('button', { name: t.uploadTable }).click();
    await page.getByRole('button', { name: t.applyTable }).click();
    await expect(page.getByRole('status')).toContainText(t.rowsAdded);
    const there = page.url();
    await page.goto(`/c/${slug}/file?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole('heading', { name: '钱**' })).toBeVisible();
    await page.goto(there);
    await page.getByRole('button', { name: t.undoTable }).click();
    await expect(page.getByRole('status')).toContainText(t.isUndone);
    await page.goto(`/c/${slug}/file?q=${encodeURIComponent(name)}`);
    await expect(page.getByRole('heading', { name: '钱**' })).toHaveCount(0);
  });

  test('an order is placed with a photo; what is none loses nothing that was typed', async ({ people }) => {
    const page = await people.as('resident', slug);
    const title = unique('楼道灯不亮');
    await openPlaceForm(page, slug);
    await chooseCategory(page);
    await page.getByLabel(t.title).fill(title);
    await page.getByLabel(t.text).fill('晚上看不清台阶。');
    await page.getByLabel(t.photos).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    expect(await refused(page, t.place)).toBe(422);
    await expect(page.getByLabel(t.photos)).toHaveAccessibleDescription(new RegExp(t.notAPhoto));
    await expect(page.getByLabel(t.title)).toHaveValue(title);
    await expect(page.getByLabel(t.text)).toHaveValue('晚上看不清台阶。');
    await page.getByLabel(t.photos).setInputFiles({ name: '1.png', mimeType: 'image/png', buffer: PIXEL });
    await page.getByRole('button', { name: t.place }).click();
    await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
    await expect(page.getByRole('img', { name: t.residentsPhoto })).toHaveCount(1);
  });

  test('whoever brings it shows it in the same form; what is none loses nothing that was typed', async ({ people }) => {
    const resident = await people.as('resident', slug);
    const wish = await placeWish(resident, slug, unique('楼道灯不亮'), '晚上看不清台阶。');
    await accept(await people.as('staff', slug), wish, '换一盏楼道灯');
    const volunteer = await people.as('volunteer', slug);
    await claim(volunteer, wish);
    const form = await move(volunteer, t.deliver);
    const photo = form.getByLabel(t.photos);
    await form.getByLabel(t.deliverNote).fill('换好了，试过两遍。');
    await photo.setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    expect(await refused(volunteer, t.deliver)).toBe(422);
    await expect(photo).toHaveAccessibleDescription(new RegExp(`${t.chooseAgain}.*${t.notAPhoto}`));
    await expect(form.getByLabel(t.deliverNote)).toHaveValue('换好了，试过两遍。');
    await photo.setInputFiles({ name: '1.png', mimeType: 'image/png', buffer: PIXEL });
    await form.getByRole('button', { name: t.deliver, exact: true }).click();
    await expect(standsAt(volunteer)).toContainText(t.stage.delivered);
    await resident.goto(wish);
    await expect(resident.getByRole('img', { name: t.holdersPhoto })).toHaveCount(1);
  });

  test('whoever has another phone and another password logs in with them from then on', async ({ people }) => {
    const { page, phone, password } = await people.register(slug);
    await page.goto('/account');
    const region = page.getByRole('region', { name: t.logInData });
    await region.getByText(t.changeLogIn, { exact: true }).click();
    const fresh = freshPhone();
    await region.getByLabel(t.newPhone).fill(fresh.slice(0, 10));
    await region.getByLabel(t.passwordNow).fill(password);
    expect(await refused(page, t.saveLogIn)).toBe(422);
    await expect(region.getByLabel(t.newPhone)).toHaveAccessibleDescription(new RegExp(t.tenDigits));
    await region.getByLabel(t.newPhone).fill(fresh);
    await region.getByLabel(t.newPassword).fill('another long sentence');
    await region.getByLabel(t.passwordNow).fill(password);
    await region.getByRole('button', { name: t.saveLogIn }).click();
    await expect(region.getByRole('status')).toBeVisible();
    await expect(region).toContainText(fresh.slice(-4));
    const elsewhere = await people.stranger();
    const old = await elsewhere.request.post('/api/v1/sessions', { data: { login: phone, password } });
    expect(old.status()).toBe(401);
    await elsewhere.goto('/login');
    await logIn(elsewhere, fresh, 'another long sentence');
    await elsewhere.goto('/account');
    await expect(elsewhere.getByRole('region', { name: t.logInData })).toContainText(fresh.slice(-4));
  });

  test('photos are added, seen by the desk, and taken away; what is none is refused beside the field', async ({ people }) => {
    const page = await people.as('resident', slug);
    const wish = await placeWish(page, slug, unique('楼道灯不亮'), '晚上看不清台阶。');
    await page.goto(wish);
    await page.getByText(t.addPhotos, { exact: true }).first().click();
    await page.getByLabel(t.choosePhotos).setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    expect(await refused(page, t.addPhotos)).toBe(422);
    await expect(page.getByLabel(t.choosePhotos)).toHaveAccessibleDescription(new RegExp(t.notAPhoto));
    await page.getByLabel(t.choosePhotos).setInputFiles([1, 2].map((n) => ({ name: `${n}.png`, mimeType: 'image/png', buffer: PIXEL })));
    await page.getByRole('button', { name: t.addPhotos, exact: true }).click();
    await expect(page.getByRole('img', { name: t.residentsPhoto })).toHaveCount(2);
    const staff = await people.as('staff', slug);
    await staff.goto(wish);
    const shown = staff.getByRole('img', { name: t.residentsPhoto }).first();
    await expect(shown).toBeVisible();
    // It is there, and not a broken picture.
    await shown.scrollIntoViewIfNeeded();
    await expect.poll(() => shown.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBeGreaterThan(0);
    await expect(staff.getByRole('button', { name: t.removePhoto })).toHaveCount(0);
    await page.getByRole('button', { name: t.removePhoto }).first().click();
    await expect(page.getByRole('img', { name: t.residentsPhoto })).toHaveCount(1);
  });

  test('whoever goes is asked once more, takes their words along, and comes in no more', async ({ people }) => {
    const resident = await people.register(slug);
    const { page } = resident;
    const title = unique('想借一把梯子');
    const wish = await placeWish(page, slug, title, '换灯泡用，下午就还。');
    await page.goto('/account');
    await page.getByRole('link', { name: t.myData, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: t.myData })).toBeVisible();
    await expect(page.getByText('换灯泡用，下午就还。')).toBeVisible();
    await expect(page.getByText(resident.door)).toBeVisible();

    await page.getByText(t.leave, { exact: true }).click();
    expect(await refused(page, t.leaveSend)).toBe(422);
    await expect(page.getByLabel(t.leaveSure)).toHaveAccessibleDescription(new RegExp(t.leaveFirst));
    await page.getByLabel(t.leaveSure).check();
    await page.getByRole('button', { name: t.leaveSend, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t.gone })).toBeVisible();
    expect((await page.goto(wish))?.status()).toBe(404);
    const staff = await people.as('staff', slug);
    await staff.goto(wish);
    await expect(staff.getByText(title)).toHaveCount(0);
    await expect(staff.getByText('换灯泡用，下午就还。')).toHaveCount(0);

    await page.goto('/account');
    await page.getByRole('link', { name: t.closeAccount, exact: true }).click();
    await page.getByLabel(t.passwordAgain).fill('not my password');
    expect(await refused(page, t.closeAccount)).toBe(422);
    await expect(page.getByLabel(t.passwordAgain)).toHaveAccessibleDescription(new RegExp(t.notYourPassword));
    await page.getByLabel(t.passwordAgain).fill(resident.password);
    await page.getByRole('button', { name: t.closeAccount, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t.closed })).toBeVisible();
    await page.goto('/login');
    await page.getByLabel(t.login).fill(resident.phone);
    await page.getByLabel(t.password).fill(resident.password);
    expect(await refused(page, t.logIn)).toBe(401);
  });

  test('a wish that is not ready yet comes back with what is wrong and all that was typed', async ({ people }) => {
    const page = await people.as('resident', slug);
    await openPlaceForm(page, slug);
    await page.getByLabel(t.title).fill('灯坏');
    await page.getByLabel(t.text).fill('楼道里的灯,\n三天了。');
    expect(await refused(page, t.place)).toBe(422);

    const [title, category] = [page.getByLabel(t.title), page.getByLabel(t.category)];
    await expect(title).toHaveValue('灯坏');
    await expect(page.getByLabel(t.text)).toHaveValue('楼道里的灯,\n三天了。');
    await expect(title).toHaveAccessibleDescription(t.tooShort);
    await expect(title).toHaveAttribute('aria-invalid', 'true');
    await expect(category).toHaveAccessibleDescription(t.chooseCategory);
    await expect(category).toHaveAttribute('aria-invalid', 'true');
    await expect(summary(page).getByRole('link')).toHaveCount(2);
    await summary(page).getByRole('link', { name: t.tooShort }).click();
    await expect(title).toBeFocused();
    await summary(page).getByRole('link', { name: t.chooseCategory }).click();
    await expect(category).toBeFocused();

    // Mended, it is placed.
    await chooseCategory(page);
    await title.fill(unique('楼道的灯坏了'));
    await page.getByRole('button', { name: t.place }).click();
    await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
  });

  test('a text that would like to be a script stays a text', async ({ people }) => {
    const page = await people.as('resident', slug);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    const title = `${unique('</title>')}<script>alert(2)</script>`;
    await openPlaceForm(page, slug);
    await page.getByLabel(t.title).fill(title);
    await page.getByLabel(t.text).fill(HOSTILE);
    expect(await refused(page, t.place)).toBe(422);
    await expect(page.getByLabel(t.title)).toHaveValue(title);
    await expect(page.getByLabel(t.text)).toHaveValue(HOSTILE);

    await chooseCategory(page);
    await page.getByRole('button', { name: t.place }).click();
    await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(page).toHaveTitle(new RegExp(title.replace(/[^\p{L}\p{N}]/gu, '\\$&')));
    await expect(page.getByRole('main')).toContainText(HOSTILE);
    await page.goto(`/c/${slug}/mine`);
    await expect(page.getByRole('main').getByRole('link', { name: title })).toBeVisible();
    expect(dialogs).toEqual([]);
  });

  test('a new resident mends the phone number and is welcome', async ({ people }) => {
    const page = await people.stranger();
    const who = { name: '司马试', building: '试苑5栋', door: '1单元101', phone: '1391234567', password: unique('a long sentence ') };
    await page.goto(`/c/${slug}/register`);
    await fillRegistration(page, who);
    expect(await refused(page, t.register)).toBe(422);

    const phone = page.getByLabel(t.phone);
    await expect(phone).toHaveAccessibleDescription(t.tenDigits);
    await expect(phone).toHaveValue(who.phone);
    await expect(page.getByLabel(t.name, { exact: true })).toHaveValue(who.name);
    await expect(page.getByLabel(t.building)).toHaveValue(who.building);
    await expect(page.getByLabel(t.door)).toHaveValue(who.door);
    await expect(page.getByLabel(t.consent)).toBeChecked();
    await summary(page).getByRole('link', { name: t.tenDigits }).click();
    await expect(phone).toBeFocused();

    // A password is never sent back, so it is asked for again.
    await expect(page.getByLabel(t.password)).toHaveValue('');
    await phone.fill(freshPhone());
    await page.getByLabel(t.password).fill(who.password);
    await page.getByRole('button', { name: t.register, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t.welcome })).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: t.order })).toBeVisible();
  });

  test('a button pressed twice places one wish', async ({ people }) => {
    const page = await people.as('resident2', slug);
    const title = unique('只要一次');
    await openPlaceForm(page, slug);
    await chooseCategory(page);
    await page.getByLabel(t.title).fill(title);
    await page.getByLabel(t.text).fill('手抖，按了两下。');
    const answers = await sentAtOnce(page, t.place);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map((answer) => answer.location)).size, 'all lead to the same wish').toBe(1);
    await page.getByRole('button', { name: t.place }).dblclick();
    await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
    await page.goto(`/c/${slug}/mine`);
    await search(page, title);
    await expect(page.getByRole('main').getByRole('link', { name: title })).toHaveCount(1);
  });

  test('a button pressed twice registers once, and the resident is welcome', async ({ people }) => {
    const page = await people.stranger();
    const who = { name: '上官试', building: '试苑6栋', door: '2单元202', phone: freshPhone(), password: unique('a long sentence ') };
    await page.goto(`/c/${slug}/register`);
    await fillRegistration(page, who);
    await sentAtOnce(page, t.register);
    await page.getByRole('button', { name: t.register, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t.welcome })).toBeVisible();
  });

  test('who comes a moment too late is told so, and keeps what was typed', async ({ people }) => {
    const resident = await people.as('resident', slug);
    const wish = await placeWish(resident, slug, unique('阳台的晾衣杆松了'), '够不着，想请人来紧一紧。');
    const staff = await people.as('staff', slug);
    await accept(staff, wish, '帮一位老人紧一紧晾衣杆。');
    const [first, late] = [await people.as('volunteer', slug), await people.as('volunteer2', slug)];
    // A page that does not follow what others do: scripts off, or its stream broken.
    await late.route('**/live?*', (route) => route.abort());
    await late.goto(wish);
    await claim(first, wish);
    expect(await refused(late, t.claim)).toBe(409);
    await expect(late.getByRole('alert').filter({ hasText: t.notDone })).toBeVisible();

    const form = await move(first, t.deliver);
    await form.getByLabel(t.deliverNote).fill('换了两颗螺丝。');
    await resident.goto(wish);
    await make(resident, t.withdraw);
    expect(await refused(first, t.deliver)).toBe(404);
    await expect(first.getByRole('alert').filter({ hasText: '换了两颗螺丝。' })).toBeVisible();
  });

  test('a way is set up, tried and chosen; what is wrong is said beside it', async ({ people }) => {
    const got: string[] = [];
    const gateway = createServer((request, answer) => {
      got.push(String(request.headers['webhook-signature']));
      answer.end();
    });
    await new Promise<void>((ready) => gateway.listen(0, '127.0.0.1', ready));
    try {
      const [admin, name] = [await people.as('admin', slug), unique('短信').slice(0, 20)];
      await setUpWay(admin, slug, name, 'hooks');
      await expect(summary(admin)).toContainText(t.noUrl);
      await expect(admin.getByLabel(t.wayName)).toHaveValue(name);
      await setUpWay(admin, slug, name, `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`);
      const way = admin.getByRole('listitem').filter({ hasText: name });
      await way.getByText(t.waySecret, { exact: true }).click();
      await expect(way.getByText('whsec_')).toBeVisible();
      await way.getByRole('button', { name: t.tryWay }).click();
      await expect(admin.getByRole('status').filter({ hasText: t.wayTried })).toBeVisible();
      await expect(async () => {
        await admin.goto(`/c/${slug}/messages`);
        await expect(admin.getByRole('row').filter({ hasText: name }).filter({ hasText: t.sentOut })).toBeVisible({ timeout: 1000 });
      }).toPass();
      expect(got).toHaveLength(1);
      expect(got[0]).toMatch(/^v1,/);

      const { page } = await people.register(slug);
      await page.goto(`/c/${slug}/notices`);
      await page.getByRole('link', { name: t.howTold }).click();
      await page.getByRole('radio', { name: t.everything }).check();
      await page.getByRole('button', { name: t.saveChoices, exact: true }).click();
      await expect(summary(page)).toContainText(t.noWayChosen);
      await page.getByRole('checkbox', { name }).check();
      await page.getByRole('button', { name: t.saveChoices, exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: t.choicesSaved })).toBeVisible();
      await expect(page.getByRole('checkbox', { name })).toBeChecked();

      await page.getByLabel(t.myMail).fill('wang');
      await page.getByRole('button', { name: t.askCode }).click();
      await expect(summary(page)).toContainText(t.noMail);
      await page.getByLabel(t.myMail).fill('wang@example.com');
      await page.getByRole('button', { name: t.askCode }).click();
      await page.getByLabel(t.mailCode, { exact: true }).fill('12345');
      await page.getByRole('button', { name: t.confirmMail, exact: true }).click();
      await expect(summary(page)).toContainText(t.wrongMailCode);

      await admin.goto(`/c/${slug}/messages`);
      await way.getByRole('button', { name: t.closeWay }).click();
      await expect(way).toHaveCount(0);
      await page.reload();
      await expect(page.getByRole('checkbox', { name })).toHaveCount(0);
    } finally {
      gateway.close();
    }
  });

  test('on a phone every way is within reach', async ({ people }) => {
    const page = await people.as('volunteer', slug);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/c/${slug}`);
    const ways = page.getByRole('navigation');
    await expect(ways.getByRole('link', { name: t.claims })).toBeHidden();
    await ways.getByText(t.more, { exact: true }).click();
    await ways.getByRole('link', { name: t.claims }).click();
    await expect(page).toHaveURL(new RegExp(`/c/${slug}/claims$`));
  });

  test('a wrong password is said kindly; logging out and ending a session work at once', async ({ people }) => {
    const phone = await people.register(slug);
    const computer = await people.stranger();
    await computer.goto('/login');
    await computer.getByLabel(t.login).fill(phone.phone);
    await computer.getByLabel(t.password).fill('not this one');
    await refused(computer, t.logIn);
    await expect(summary(computer)).toContainText(t.password);
    await expect(computer.getByLabel(t.login)).toHaveValue(phone.phone);
    await expect(computer.getByLabel(t.password)).toHaveValue('');
    await logIn(computer, phone.phone, phone.password);

    // Two devices; the phone ends the computer's session.
    const sessions = phone.page.getByRole('region', { name: t.sessions });
    await phone.page.goto('/account');
    await expect(sessions.getByRole('listitem')).toHaveCount(2);
    await expect(sessions.getByRole('listitem').filter({ hasText: t.thisDevice })).toHaveCount(1);
    await sessions.getByRole('button', { name: t.endSession }).click();
    await expect(sessions.getByRole('listitem')).toHaveCount(1);
    await computer.goto(`/c/${slug}/mine`);
    await expect(computer.getByLabel(t.password)).toBeVisible();
    expect(new URL(computer.url()).pathname).toBe('/login');

    // Whoever was asked to log in goes on to where they wanted to go.
    await logIn(computer, phone.phone, phone.password);
    expect(new URL(computer.url()).pathname).toBe(`/c/${slug}/mine`);

    await phone.page.getByRole('button', { name: t.logOut }).click();
    await expect(phone.page.getByRole('button', { name: t.logOut })).toHaveCount(0);
    await phone.page.goto(`/c/${slug}/mine`);
    expect(new URL(phone.page.url()).pathname).toBe('/login');
  });
}
