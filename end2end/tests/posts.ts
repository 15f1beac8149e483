// A volunteer post, from setting it up to the answer to an objection; told the same with scripts and without.
import type { Locator, Page } from '@playwright/test';
import { SLUGS, bell, expect, make, move, moveBox, posted, setUpPost, test, unique } from './linli';
import { t } from './texts';

export function posts(project: keyof typeof SLUGS.posts): void {
  const slug = SLUGS.posts[project];

  test('a post is set up, claimed, made public, objected to, and answered for', async ({ people }) => {
    const admin = await people.as('admin', slug);
    const title = unique('燃气巡查');
    const stranger = await people.stranger();
    const post = await setUpPost(admin, slug, title, async () => {
      // A draft is nobody else's matter.
      expect((await stranger.goto(new URL(admin.url()).pathname))?.status()).toBe(404);
    });

    // Everybody reads the board; whoever has no account is led to logging in.
    await stranger.goto(`/c/${slug}/posts?q=${title}`);
    await stranger.getByRole('main').getByRole('link', { name: title }).click();
    await expect(stranger.getByRole('main')).toContainText(t.volunteersLogIn);

    // A volunteer claims it: nothing is lost where something is missing.
    const volunteer = await people.as('volunteer', slug);
    await volunteer.goto(post);
    const form = volunteer.locator('form').filter({ has: volunteer.getByRole('button', { name: t.claimPost }) });
    const promise = unique('每周三看一遍');
    await form.getByLabel(t.promise).fill(promise);
    await form.getByRole('button', { name: t.claimPost }).click();
    await expect(volunteer.getByRole('alert')).toContainText(t.howShown);
    await expect(form.getByLabel(t.promise)).toHaveValue(promise);
    await form.getByRole('radio', { name: t.familyNameAlone }).check();
    await form.getByRole('button', { name: t.claimPost }).click();
    const mine = volunteer.getByRole('region', { name: t.myClaim });
    await expect(mine).toContainText(t.awaitsAppointment);
    await stranger.goto(post);
    expect(await stranger.content()).not.toContain(promise);

    // The admin hears of it, and appoints side by side.
    await bell(admin).click();
    await admin.getByRole('main').getByRole('listitem').filter({ hasText: title }).first().getByRole('link', { name: t.seeIt }).click();
    const line = admin.getByRole('row').filter({ hasText: promise });
    await line.getByRole('button', { name: t.appoint, exact: true }).click();
    await expect(line).toContainText(t.isPublic);

    // It is public under the name they chose; a resident objects in their own name.
    await stranger.goto(`/c/${slug}/posts`);
    await expect(stranger.getByRole('region', { name: t.publicNow })).toContainText(promise);
    const resident = await people.as('resident', slug);
    await resident.goto(post);
    const words = unique('他常出差');
    await make(resident, t.object, { [t.objection]: words });
    await expect(resident.getByRole('region', { name: t.myObjections })).toContainText(words);
    await volunteer.goto(post);
    expect(await volunteer.content()).not.toContain(words);
    await admin.goto(`/c/${slug}/posts/decide`);
    await admin.getByRole('main').getByRole('link', { name: title }).click();
    const said = admin.getByRole('region', { name: t.objections });
    await expect(said).toContainText(words);
    await said.getByRole('radio', { name: t.overruled }).check();
    await said.getByLabel(t.answer, { exact: true }).fill('问过了，他调了班。');
    const answer = posted(admin);
    await said.getByRole('button', { name: t.answer }).click();
    expect((await answer).status()).toBe(303);
    await resident.goto(post);
    await expect(resident.getByRole('region', { name: t.myObjections })).toContainText('他调了班');

    // It is not in effect yet: the card says so, and the roster does not hold it.
    await volunteer.goto(`/c/${slug}/my-posts`);
    await expect(volunteer.getByRole('main')).toContainText(t.publicUntil);
    const claim = await (await volunteer.request.get(`/c/${slug}/my-posts`)).text();
    const id = /name="claim" value="([0-9a-f-]{36})"/.exec(claim)?.[1] ?? '';
    await stranger.goto(`/c/${slug}/roster/${id}`);
    await expect(stranger.getByRole('status')).toContainText(t.notValid);

    // The admin changes it, which is told; and ends it, with everything in it.
    await admin.goto(`${post}/edit`);
    await admin.getByLabel(t.postPlace).fill('各楼栋和地下车库');
    await admin.getByRole('button', { name: t.save }).click();
    await expect(admin.getByRole('main')).toContainText('各楼栋和地下车库');
    await bell(volunteer).click();
    await expect(volunteer.getByRole('main').getByRole('listitem').filter({ hasText: title }).first()).toContainText(t.postChanged);
    const end = await move(admin, t.endPost);
    await end.getByLabel(t.endReason).fill('改由物业来做。');
    const ended = posted(admin);
    await end.getByRole('button', { name: t.endPost }).click();
    expect((await ended).status()).toBe(303);
    await volunteer.goto(post);
    await expect(volunteer.getByRole('region', { name: t.myClaim })).toContainText('改由物业来做。');
    expect((await stranger.goto(post))?.status()).toBe(404);
  });

  test('a volunteer comes on one of the days of a post', async ({ people }) => {
    const admin = await people.as('admin', slug);
    // At an hour at which nobody has another shift.
    const post = await setUpPost(admin, slug, unique('清早巡查'), undefined, async (admin) => {
      await admin.getByRole('radio', { name: t.weekly }).check();
      for (const day of [t.wednesday, t.friday]) {
        await admin.getByLabel(day).fill('05:00-05:30');
      }
    });
    const volunteer = await people.as('volunteer', slug);
    await volunteer.goto(post);
    const form = volunteer.locator('form').filter({ has: volunteer.getByRole('button', { name: t.claimPost }) });
    await form.getByLabel(t.promise).fill('每周五清早来');
    const days = form.getByRole('group', { name: t.myDays });
    await days.getByLabel(t.friday).check();
    await form.getByRole('button', { name: t.claimPost }).click();
    // What was ticked stays ticked where something else is missing.
    await expect(volunteer.getByRole('alert')).toContainText(t.howShown);
    await expect(days.getByLabel(t.friday)).toBeChecked();
    await expect(days.getByLabel(t.wednesday)).not.toBeChecked();
    await form.getByRole('radio', { name: t.familyNameAlone }).check();
    await form.getByRole('button', { name: t.claimPost }).click();
    const mine = volunteer.getByRole('region', { name: t.myClaim });
    await expect(mine).toContainText('周五 05:00-05:30');
    await expect(mine).not.toContainText('周三');
    await mine.getByRole('button', { name: t.takeClaimBack }).click();
    await expect(form).toBeVisible();
  });

  test('two who hold a post swap shifts', async ({ people }) => {
    const [one, other] = [await people.as('volunteer', slug), await people.as('volunteer2', slug)];
    await one.goto(`/c/${slug}/my-shifts`);
    await one.getByRole('main').getByRole('link', { name: t.swaps, exact: true }).click();
    // The other has asked already: a shift of theirs for one of mine.
    const press = async (page: Page, within: Locator, name: string, status = 303) => {
      const answer = posted(page);
      await within.getByRole('button', { name, exact: true }).click();
      expect((await answer).status(), name).toBe(status);
    };
    const asked = one.getByRole('region', { name: t.swapsAsked }).getByRole('listitem');
    await press(one, asked.first(), t.cannot);
    await expect(one.getByRole('region', { name: t.swapsPast })).toContainText(t.swapDeclined);

    // I offer one: whom, and for which, is said beside it where it is missing.
    const form = one.locator('form').filter({ has: one.getByRole('button', { name: t.askForSwap, exact: true }) }).first();
    const gives = form.getByLabel(t.swapGives);
    const mine = await gives.locator('option').nth(2).textContent();
    await gives.selectOption({ index: 2 });
    await press(one, form, t.askForSwap, 422);
    await expect(form).toContainText(t.swapWhom);
    await expect(gives.locator('option:checked')).toHaveText(mine!);
    await form.getByLabel(t.swapAsks).selectOption({ index: 1 });
    await press(one, form, t.askForSwap);
    await expect(one.getByRole('region', { name: t.swapsMine })).toContainText(mine!);
    await other.goto(`/c/${slug}/swaps`);
    const offered = other.getByRole('region', { name: t.swapsAsked }).getByRole('listitem').filter({ hasText: mine! });
    await press(other, offered, t.agree);
    await expect(other.getByRole('region', { name: t.swapsPast })).toContainText(t.swapAgreed);
    await one.reload();
    await expect(form.getByLabel(t.swapGives).locator('option', { hasText: mine! })).toHaveCount(0);
    await expect(other.getByLabel(t.swapGives).first().locator('option', { hasText: mine! })).toHaveCount(1);
  });

  test('where posts are missing, one click drafts one that says why', async ({ people }) => {
    const admin = await people.as('admin', slug);
    await admin.goto(`/c/${slug}/posts`);
    await admin.getByRole('main').getByRole('link', { name: t.missingPosts }).click();
    const row = admin.getByRole('main').getByRole('row').filter({ has: admin.getByRole('button', { name: t.draftPost }) }).first();
    const service = (await row.getByRole('rowheader').textContent()) ?? '';
    await row.getByRole('button', { name: t.draftPost }).click();
    await admin.waitForURL(/posts\/[0-9a-f-]{36}\/edit$/);
    await expect(admin.getByLabel(t.purpose)).toHaveValue(new RegExp(`近 90 天的“${service.trim()}”`));
    await admin.getByLabel(t.postPlace).fill('社区活动室');
    await admin.getByRole('button', { name: t.save }).click();
    await expect(admin.getByRole('main')).toContainText('社区活动室');
    await admin.goto(`/c/${slug}/posts?stage=draft`);
    await expect(admin.getByRole('main').getByRole('listitem').filter({ hasText: '社区活动室' }).first()).toBeVisible();
  });

  test('whoever holds a post checks in and out, enters what was forgotten, and answers what the desk asks', async ({ people }) => {
    const volunteer = await people.as('volunteer', slug);
    await volunteer.goto(`/c/${slug}/my-shifts`);
    const record = volunteer.getByRole('region', { name: t.myRecord }).getByRole('listitem');
    const press = async (within: Locator, page: Page, name: string, status = 303) => {
      const answer = posted(page);
      await within.getByRole('button', { name, exact: true }).click();
      expect((await answer).status(), name).toBe(status);
    };

    // In, and out too early: it says what can be done.
    await press(volunteer.getByRole('main'), volunteer, t.checkIn);
    const running = record.filter({ hasText: t.servingNow });
    await expect(volunteer.getByRole('button', { name: t.checkIn, exact: true })).toHaveCount(0);
    await press(running, volunteer, t.checkOut, 409);
    await expect(volunteer.getByRole('alert')).toContainText(t.notAMinute);
    await press(running, volunteer, t.takeShiftBack);
    await expect(record.first()).toContainText(t.shiftWithdrawn);

    // Yesterday's is entered later; what was typed stays where it does not fit.
    const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const note = unique('手机没电');
    await moveBox(volunteer, t.enterLater).locator(':scope > summary').click();
    const enter = moveBox(volunteer, t.enterLater);
    const times = { [t.timeDay]: yesterday, [t.timeFrom]: '10:00', [t.timeTo]: '09:00', [t.timeNote]: note };
    for (const [label, value] of Object.entries(times)) {
      await enter.getByLabel(label, { exact: true }).fill(value);
    }
    await press(enter, volunteer, t.enterHours, 422);
    await expect(enter.getByLabel(t.timeTo, { exact: true })).toHaveAccessibleDescription(new RegExp(t.backwardsTime));
    await expect(enter.getByLabel(t.timeNote)).toHaveValue(note);
    await enter.getByLabel(t.timeTo, { exact: true }).fill('12:00');
    await press(enter, volunteer, t.enterHours);
    const mine = record.filter({ hasText: note });
    await expect(mine).toContainText(t.waitsForDesk);

    // The desk finds it from the board, and asks.
    const staff = await people.as('staff', slug);
    await staff.goto(`/c/${slug}/posts`);
    await staff.getByRole('main').getByRole('link', { name: t.toShifts }).click();
    const theirs = staff.getByRole('main').getByRole('listitem').filter({ hasText: note });
    await theirs.locator('summary').click();
    await theirs.getByLabel(t.disputeReason).fill('签到本上写的是到十一点');
    await press(theirs, staff, t.disputeHours);
    await expect(theirs).toHaveCount(0);

    // It is corrected, and confirmed.
    await bell(volunteer).click();
    await volunteer.getByRole('main').getByRole('listitem').filter({ hasText: t.disputeHours }).first().getByRole('link', { name: t.seeIt }).click();
    await expect(mine).toContainText('签到本上写的是到十一点');
    await moveBox(volunteer, t.correctHours).locator(':scope > summary').click();
    await mine.getByLabel(t.timeTo, { exact: true }).fill('11:00');
    await press(mine, volunteer, t.correctHours);
    await staff.goto(`/c/${slug}/shifts`);
    await expect(theirs).toContainText('1 小时');
    await press(theirs, staff, t.confirmHours);
    await expect(theirs).toHaveCount(0);
    await volunteer.goto(`/c/${slug}/my-shifts`);
    await expect(mine).toContainText(t.hoursConfirmed);

    // What it brought stands in the ledger a moment later, with its arithmetic.
    await volunteer.getByRole('main').getByRole('link', { name: t.myPoints }).click();
    const ledger = volunteer.getByRole('region', { name: t.pointsLedger });
    await expect(async () => {
      await volunteer.reload();
      await expect(ledger).toContainText(/1 小时 × 每小时 \d+ 分/, { timeout: 500 });
    }).toPass();

    // Two more, confirmed with one press.
    const more = [unique('上午'), unique('下午')];
    await volunteer.goto(`/c/${slug}/my-shifts`);
    for (const [hour, note] of more.entries()) {
      await moveBox(volunteer, t.enterLater).locator(':scope > summary').click();
      const half = { [t.timeDay]: yesterday, [t.timeFrom]: `1${hour + 3}:00`, [t.timeTo]: `1${hour + 3}:30`, [t.timeNote]: note };
      for (const [label, value] of Object.entries(half)) {
        await enter.getByLabel(label, { exact: true }).fill(value);
      }
      await press(enter, volunteer, t.enterHours);
    }
    await staff.goto(`/c/${slug}/shifts`);
    const main = staff.getByRole('main');
    for (const note of more) {
      await expect(main).toContainText(note);
    }
    await press(main, staff, t.confirmAll);
    await expect(main.getByRole('button', { name: t.confirmAll })).toHaveCount(0);
    await expect(main).toContainText(t.noHoursWait);
  });

  test('whoever served has a certificate made, and anybody who holds it sees that it is genuine', async ({ people, page }) => {
    const volunteer = await people.as('volunteer', slug);
    await volunteer.goto(`/c/${slug}/my-shifts`);
    await volunteer.getByRole('main').getByRole('link', { name: t.certificates }).click();
    const made = posted(volunteer);
    await volunteer.getByRole('button', { name: t.makeCertificate }).click();
    expect((await made).status()).toBe(303);
    await volunteer.waitForURL(/certificates\/[0-9a-f-]{36}$/);
    const says = await volunteer.getByRole('region', { name: t.certificate }).innerText();
    const name = /兹证明 (\S+) 从/.exec(says)?.[1] ?? '';
    const number = new RegExp(`${slug}-\\d{10}`).exec(says)?.[0] ?? '';

    // Somebody with the paper in their hands.
    await page.goto(`/certificates?number=${number}`);
    await page.getByLabel(t.nameBegins).fill('示例人');
    await page.getByRole('button', { name: t.checkIt }).click();
    await expect(page.getByRole('alert')).toContainText(t.noSuchCertificate);
    await page.getByLabel(t.nameBegins).fill([...name].slice(0, 3).join(''));
    await page.getByRole('button', { name: t.checkIt }).click();
    await expect(page.getByRole('status')).toContainText(t.genuine);
    await expect(page.getByRole('main')).not.toContainText(name);
  });

  test('an admin sets what things are worth from tomorrow on, and sees what a quarter would be by it', async ({ people }) => {
    const admin = await people.as('admin', slug);
    await admin.goto(`/c/${slug}/points/rates`);
    const set = admin.locator('form').filter({ has: admin.getByRole('button', { name: t.setRates }) });
    await admin.getByText(t.setRatesHint).click();
    await set.getByLabel(t.pointsAnHour, { exact: true }).fill('十');
    await set.getByText(t.ratesByKind, { exact: true }).click();
    const gas = set.getByLabel('安全巡防', { exact: false }).first();
    await gas.fill('25');
    const wrong = posted(admin);
    await set.getByRole('button', { name: t.setRates }).click();
    expect((await wrong).status()).toBe(422);
    await expect(set.getByLabel(t.pointsAnHour, { exact: true })).toHaveAccessibleDescription(new RegExp(t.wholePoints));
    await set.getByLabel(t.pointsAnHour, { exact: true }).fill('12');
    const right = posted(admin);
    await set.getByRole('button', { name: t.setRates }).click();
    expect((await right).status()).toBe(303);
    const versions = admin.getByRole('region', { name: t.allVersions });
    await expect(versions).toContainText('服务 1 小时 12 分');
    await expect(versions).toContainText('安全巡防岗：每小时 25 分');

    // The difference is shown, and nothing has changed by looking.
    await admin.getByRole('button', { name: t.showDifference }).click();
    await admin.waitForURL(/quarter=/);
    await expect(admin.getByRole('heading', { name: /差额/ })).toBeVisible();
  });
}
