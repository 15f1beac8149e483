// A wish's day, told the same with scripts and without.
import type { Page } from '@playwright/test';
import { SLUGS, accept, bell, claim, contact, expect, fillRegistration, freshPhone, history, make, move, moveBox, placeWish, search, standsAt, test, unique, writeWish } from './linli';
import { t } from './texts';

export function day(project: keyof typeof SLUGS.day): void {
  const slug = SLUGS.day[project];

  test('a wish goes from the resident over the desk to a volunteer and back', async ({ people }) => {
    const resident = await people.register(slug);
    const title = unique('厨房水龙头');
    const text = `${unique('一直滴水')},晚上睡不着。`;
    const card = `${unique('请帮忙换一个水龙头')},工具有。`;
    const wish = await placeWish(resident.page, slug, title, text);
    await expect(standsAt(resident.page)).toContainText(t.stage.placed);

    // The desk finds it in the inbox, reads it, and takes the order with a card that gives nothing away.
    const staff = await people.as('staff', slug);
    await staff.goto(`/c/${slug}/desk`);
    await search(staff, title);
    await staff.getByRole('main').getByRole('link', { name: title }).click();
    await expect(staff.getByRole('main')).toContainText(text);
    await expect(contact(staff)).toContainText(resident.phone);
    await make(staff, t.accept, { [t.card]: card });
    // Whoever works through the inbox is led on: to whose answer is due soonest, or back when nobody does.
    expect(new URL(staff.url()).pathname).not.toBe(wish);

    // On the wall there is the card and nothing else; words of the wish itself find nothing.
    const volunteer = await people.as('volunteer', slug);
    const secrets = [title, text, resident.name, resident.phone, resident.building, resident.door];
    await volunteer.goto(`/c/${slug}/wall`);
    await search(volunteer, title);
    await expect(volunteer.getByRole('main').getByRole('listitem')).toHaveCount(0);
    await search(volunteer, card);
    for (const secret of secrets) {
      expect(await volunteer.content()).not.toContain(secret);
    }
    await volunteer.getByRole('main').getByRole('link', { name: card }).click();
    expect(new URL(volunteer.url()).pathname).toBe(wish);
    await expect(volunteer.getByRole('main')).toContainText(card);
    for (const secret of secrets) {
      expect(await volunteer.content()).not.toContain(secret);
    }
    await expect(contact(volunteer)).toHaveCount(0);

    // Whoever claims it sees whom to reach, and says how it was done.
    await make(volunteer, t.claim);
    for (const fact of [resident.name, resident.phone, resident.building, resident.door]) {
      await expect(contact(volunteer)).toContainText(fact);
    }
    await expect(volunteer.getByRole('main')).toContainText(text);
    const note = unique('换了新的龙头');
    await make(volunteer, t.deliver, { [t.deliverNote]: note });
    await expect(standsAt(volunteer)).toContainText(t.stage.delivered);

    // The resident reads all of it, who looked included, and has the last word.
    await resident.page.goto(`/c/${slug}/mine`);
    await resident.page.getByRole('main').getByRole('link', { name: title }).click();
    const lines = history(resident.page);
    await expect(lines.filter({ hasText: t.role.you }).filter({ hasText: t.did.placed })).toHaveCount(1);
    await expect(lines.filter({ hasText: t.role.staff }).filter({ hasText: t.did.accepted })).toHaveCount(1);
    await expect(lines.filter({ hasText: t.role.staff }).filter({ hasText: t.did.looked })).toHaveCount(1);
    await expect(lines.filter({ hasText: t.role.volunteer }).filter({ hasText: t.did.claimed })).toHaveCount(1);
    await expect(lines.filter({ hasText: t.role.volunteer }).filter({ hasText: t.did.looked })).toHaveCount(1);
    await expect(lines.filter({ hasText: t.did.delivered })).toContainText(note);
    const thanks = unique('修得很好');
    const form = await move(resident.page, t.confirm);
    await form.getByRole('radio', { name: t.satisfied, exact: true }).check();
    await make(resident.page, t.confirm, { [t.closingWords]: thanks });
    await expect(standsAt(resident.page)).toContainText(t.stage.confirmed);
    await expect(history(resident.page).last()).toContainText(thanks);

    // It is closed: the contact is gone from the volunteer's page, and there is nothing more to bring.
    await volunteer.goto(wish);
    await expect(standsAt(volunteer)).toContainText(t.stage.confirmed);
    await expect(contact(volunteer)).toHaveCount(0);
    for (const secret of [resident.name, resident.phone, resident.building, resident.door]) {
      expect(await volunteer.content()).not.toContain(secret);
    }
    await expect(moveBox(volunteer, t.deliver)).toHaveCount(0);
  });

  test('a wish is given back, brought again, not solved, and talked about', async ({ people }) => {
    const resident = await people.register(slug);
    const wish = await placeWish(resident.page, slug, unique('换一个灯泡'), '楼道里的灯坏了。');
    await accept(await people.as('staff', slug), wish, unique('请帮忙换灯泡'));

    const volunteer = await people.as('volunteer', slug);
    // The desk pauses the clock, and the resident reads why and until when.
    const staff = await people.as('staff', slug);
    await staff.goto(wish);
    const day = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 10);
    await make(staff, t.pause, { [t.pauseReason]: '在等灯泡到货。', [t.pauseUntil]: day });
    await resident.page.goto(wish);
    await expect(resident.page.getByRole('region', { name: t.awaited })).toContainText(t.paused);
    await expect(history(resident.page).filter({ hasText: t.did.paused })).toContainText('在等灯泡到货。');
    await staff.goto(wish);
    await make(staff, t.resume);
    await resident.page.goto(wish);
    await expect(resident.page.getByRole('region', { name: t.awaited })).toContainText(t.left);

    await claim(volunteer, wish);
    const sorry = unique('临时要出差');
    await make(volunteer, t.release, { [t.releaseReason]: sorry });
    await volunteer.goto(wish);
    await expect(standsAt(volunteer)).toContainText(t.stage.accepted);
    await expect(contact(volunteer)).toHaveCount(0);

    const second = await people.as('volunteer2', slug);
    await claim(second, wish);
    await make(second, t.deliver, { [t.deliverNote]: '换好了' });

    await resident.page.goto(wish);
    await expect(history(resident.page).filter({ hasText: t.did.released })).toContainText(sorry);
    const again = unique('还是不亮');
    await make(resident.page, t.reopen, { [t.reopenReason]: again });
    await expect(history(resident.page).filter({ hasText: t.did.reopened })).toContainText(again);
    await expect(standsAt(resident.page)).not.toContainText(t.stage.delivered);
    const words = unique('下午都在家');
    await make(resident.page, t.comment, { [t.message]: words });
    await expect(history(resident.page).filter({ hasText: t.did.commented })).toContainText(words);
  });

  test('an admin makes a helper of a neighbour, and the desk hands them a wish', async ({ people }) => {
    const neighbour = await people.register(slug);
    const find = async (keeper: Page) => {
      await keeper.goto(`/c/${slug}/people`);
      await keeper.getByLabel(t.findPeople).fill(neighbour.building);
      await keeper.getByRole('search').getByRole('button').click();
      const card = keeper.getByRole('main').getByRole('listitem');
      await expect(card).toHaveCount(1);
      await expect(card).not.toContainText(neighbour.door);
      await card.getByRole('link').click();
      return keeper.getByRole('main');
    };
    const staff = await people.as('staff', slug);
    const waiting = await find(staff);
    // Whoever opens somebody sees the whole name and the door, and they read who did.
    await expect(waiting).toContainText(neighbour.name);
    await expect(waiting).toContainText(neighbour.door);
    await waiting.getByRole('button', { name: t.verify }).click();
    await expect(waiting).toContainText(t.verified);
    await neighbour.page.goto(`/c/${slug}/looks`);
    const look = neighbour.page.getByRole('main').getByRole('listitem');
    await expect(look).toHaveCount(1);
    await expect(look).toContainText(t.did.looked);

    const admin = await people.as('admin', slug);
    const card = await find(admin);
    await card.getByText(t.changeRoles).click();
    await card.getByRole('checkbox', { name: t.volunteerRole, exact: true }).check();
    await card.getByLabel(t.volunteerKind).selectOption({ label: t.artisan });
    await card.getByRole('button', { name: t.saveRoles }).click();
    await expect((await find(admin)).locator('p').filter({ hasText: t.volunteerRole })).toHaveCount(1);

    const resident = await people.register(slug);
    const title = unique('磨一把菜刀');
    const wish = await placeWish(resident.page, slug, title, '切不动了。');
    await accept(staff, wish, unique('请帮忙磨刀'));
    await staff.goto(wish);
    await (await move(staff, t.dispatch)).getByLabel(t.dispatchTo).selectOption({ label: neighbour.name });
    await make(staff, t.dispatch);
    await neighbour.page.goto(`/c/${slug}/claims`);
    await neighbour.page.getByRole('main').getByRole('link', { name: title }).click();
    await expect(contact(neighbour.page)).toContainText(resident.phone);
    await make(neighbour.page, t.deliver, { [t.deliverNote]: '磨好了。' });

    await resident.page.goto(wish);
    const form = await move(resident.page, t.confirm);
    await form.getByRole('radio', { name: t.satisfied, exact: true }).check();
    await form.getByText(t.marks).click();
    await form.getByLabel(t.attitude).selectOption({ label: t.verySatisfied });
    await make(resident.page, t.confirm);
    await expect(resident.page.getByRole('main')).toContainText(t.fivePoints);
  });

  test('a resident is told what is new, and reading it is enough', async ({ people }) => {
    const resident = await people.register(slug);
    const page = resident.page;
    const wish = await placeWish(page, slug, unique('换一个灯泡'), '够不着。');
    await accept(await people.as('staff', slug), wish, unique('请帮忙换灯泡'));
    await page.goto(`/c/${slug}`);
    await expect(bell(page)).toContainText('1');
    await bell(page).click();
    const notice = page.getByRole('main').getByRole('listitem');
    await expect(notice).toHaveCount(1);
    await expect(notice).toContainText(t.toldAccepted);
    await notice.getByRole('link', { name: t.seeIt }).click();
    expect(new URL(page.url()).pathname).toBe(wish);
    await expect(bell(page)).not.toContainText('1');
    await bell(page).click();
    await expect(page.getByRole('button', { name: t.readAll })).toHaveCount(0);
  });

  test('a grid worker orders for somebody without an account, and the desk takes down how it was', async ({ people }) => {
    const grid = await people.as('grid', slug);
    const name = unique('钱婆婆').slice(0, 20);
    const phone = freshPhone();
    await grid.goto(`/c/${slug}/file`);
    await grid.getByText(t.newRecord).click();
    const record = grid.locator('form').filter({ has: grid.getByRole('button', { name: t.keepRecord }) });
    await record.getByLabel(t.name, { exact: true }).fill(name);
    await record.getByLabel(t.phone).fill(phone);
    await record.getByLabel(t.building).fill('5 号楼');
    await record.getByLabel(t.door).fill('302');
    await record.getByLabel(t.livesAlone).check();
    await record.getByLabel(t.recordConsent).check();
    await record.getByRole('button', { name: t.keepRecord }).click();
    // What they need more takes a consent of its own; nothing that was typed is lost.
    await expect(grid.getByRole('alert')).toContainText(t.apart);
    await expect(record.getByLabel(t.name, { exact: true })).toHaveValue(name);
    await record.getByLabel(t.needsConsent).check();
    await record.getByRole('button', { name: t.keepRecord }).click();
    await expect(grid.getByRole('heading', { level: 1 })).toContainText('钱**');

    const title = unique('屋里太黑');
    const wish = await writeWish(grid, title, '眼睛看不清，想换一个亮一点的灯。', { [t.cameBy]: t.visit });
    const staff = await people.as('staff', slug);
    await accept(staff, wish, unique('请帮忙换一个灯'));
    const volunteer = await people.as('volunteer', slug);
    await claim(volunteer, wish);
    await expect(contact(volunteer)).toContainText(phone);
    await make(volunteer, t.deliver, { [t.deliverNote]: '换好了。' });

    await staff.goto(wish);
    const form = await move(staff, t.confirm);
    await form.getByLabel(t.saidBy).selectOption({ label: t.byPhone });
    await form.getByRole('radio', { name: t.satisfied, exact: true }).check();
    await make(staff, t.confirm);
    await grid.goto(wish);
    await expect(history(grid).filter({ hasText: t.filedFor })).toContainText(t.visit);
    await expect(history(grid).filter({ hasText: t.confirmedFor })).toContainText(t.byPhone);
    await grid.goto(`/c/${slug}/file?q=${phone}`);
    const found = grid.getByRole('main').getByRole('listitem');
    await expect(found).toContainText(t.livesAlone);
    await found.getByRole('link', { name: t.wholeName }).click();
    await expect(grid.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(grid.getByRole('main')).toContainText(phone);
  });

  test('a daughter acts for her mother, a card shows how far it is, and the desk calls back', async ({ people }) => {
    // A grid worker keeps a record of the mother, makes her card, and gets a code for her daughter.
    const grid = await people.as('grid', slug);
    const name = unique('钱婆婆').slice(0, 20);
    const phone = freshPhone();
    await grid.goto(`/c/${slug}/file`);
    await grid.getByText(t.newRecord).click();
    const record = grid.locator('form').filter({ has: grid.getByRole('button', { name: t.keepRecord }) });
    for (const [label, value] of Object.entries({ [t.phone]: phone, [t.building]: '5 号楼', [t.door]: '302' })) {
      await record.getByLabel(label).fill(value);
    }
    await record.getByLabel(t.name, { exact: true }).fill(name);
    await record.getByLabel(t.recordConsent).check();
    await record.getByRole('button', { name: t.keepRecord }).click();
    await expect(grid.getByRole('heading', { level: 1 })).toContainText('钱**');
    const found = async (page: Page, way: string) => {
      await page.goto(`/c/${slug}/file?q=${phone}`);
      await page.getByRole('main').getByRole('listitem').getByRole('link', { name: way }).click();
    };
    await found(grid, t.householdCard);
    await grid.getByRole('button', { name: t.makeCard }).click();
    const card = grid.getByRole('region', { name: t.householdCard });
    await expect(card.getByRole('img')).toBeVisible();
    const number = (await card.locator('.code').innerText()).trim();
    await found(grid, t.delegates);
    await grid.getByRole('button', { name: t.offerCode }).click();
    const code = (await grid.locator('.code').innerText()).trim();

    // The daughter types the code, wrong at first, and orders for her mother.
    const daughter = await people.register(slug);
    await daughter.page.goto(`/c/${slug}/mine`);
    await daughter.page.getByRole('link', { name: t.delegates }).click();
    await daughter.page.getByText(t.typeCode).click();
    const box = daughter.page.locator('form').filter({ has: daughter.page.getByRole('button', { name: t.actForThem }) });
    await box.getByLabel(t.code).fill('0000 0000');
    await box.getByRole('button', { name: t.actForThem }).click();
    await expect(box).toContainText(t.wrongCode);
    await box.getByLabel(t.code).fill(code);
    await box.getByRole('button', { name: t.actForThem }).click();
    const mother = daughter.page.getByRole('listitem').filter({ hasText: name });
    await mother.getByRole('link', { name: t.orderForThem }).click();
    const wish = await writeWish(daughter.page, unique('屋里太黑'), '我妈妈眼睛看不清，想换一个亮一点的灯。', {});
    const staff = await people.as('staff', slug);
    await accept(staff, wish, unique('请帮忙换一个灯'));

    // The mother's neighbour holds the card and the end of her phone, and reads how far it is and nothing else.
    const neighbour = await people.stranger();
    await neighbour.goto(`/c/${slug}/card`);
    await neighbour.getByLabel(t.cardNumber).fill(number);
    await neighbour.getByLabel(t.lastFour).fill('0000');
    await neighbour.getByRole('button', { name: t.showState }).click();
    await expect(neighbour.getByRole('main')).toContainText(t.cardWrong);
    await neighbour.getByLabel(t.lastFour).fill(phone.slice(-4));
    await neighbour.getByRole('button', { name: t.showState }).click();
    const line = neighbour.getByRole('main').getByRole('listitem');
    await expect(line).toHaveCount(1);
    await expect(line).toContainText(t.stage.accepted);
    expect(new URL(neighbour.url()).search).toBe('');
    expect(await neighbour.content()).not.toContain('灯');
    await neighbour.getByRole('button', { name: t.closeCard }).click();
    await expect(neighbour.getByLabel(t.lastFour)).toBeVisible();

    // It is brought, and the daughter says for her mother that it is not good; the desk calls back.
    const volunteer = await people.as('volunteer', slug);
    await claim(volunteer, wish);
    await make(volunteer, t.deliver, { [t.deliverNote]: '换好了。' });
    await daughter.page.goto(wish);
    await (await move(daughter.page, t.confirm)).getByRole('radio', { name: t.notSatisfied, exact: true }).check();
    await make(daughter.page, t.confirm, { [t.closingWords]: '还是太暗。' });
    await expect(history(daughter.page).filter({ hasText: t.confirmedFor })).toContainText(t.role.you);
    await staff.goto(`/c/${slug}/desk`);
    await staff.getByRole('link', { name: t.toCallBack }).click();
    await staff.goto(wish);
    await expect(contact(staff)).toContainText(phone);
    await expect(history(staff).filter({ hasText: t.filedFor })).toContainText(t.delegate);
    await (await move(staff, t.callBack)).getByRole('radio', { name: t.noAnswer }).check();
    await make(staff, t.callBack);
    const call = await move(staff, t.callBack);
    await call.getByRole('radio', { name: t.reached }).check();
    await call.getByRole('button', { name: t.callBack, exact: true }).click();
    await expect(staff.getByRole('alert')).toContainText('请记下居民的评价');
    await call.getByRole('radio', { name: t.basically }).check();
    await make(staff, t.callBack, { [t.theirWords]: '后来又换了一个，好多了。' });
    await expect(contact(staff)).toHaveCount(0);
    await daughter.page.goto(wish);
    await expect(history(daughter.page).last()).toContainText('后来又换了一个');
    await expect(history(daughter.page).last()).toContainText(t.basically);

    // It is ended at the desk, and from then on the daughter sees nothing.
    await found(staff, t.delegates);
    await staff.getByRole('main').getByRole('listitem').getByRole('button', { name: t.endDelegation }).click();
    await expect(staff.getByRole('main')).toContainText(t.nobodyActs);
    expect((await daughter.page.goto(wish))?.status()).toBe(404);
  });

  test('a new neighbour comes by the poster and is at home at once', async ({ people }) => {
    const staff = await people.as('staff', slug);
    await staff.goto(`/c/${slug}/invite`);
    const none = staff.getByRole('button', { name: t.makeInvitation });
    if ((await none.count()) > 0) {
      await none.click();
    }
    const poster = staff.getByRole('region', { name: t.poster });
    await expect(poster.getByRole('img')).toBeVisible();
    const link = new URL((await poster.locator('p').last().innerText()).trim());
    const neighbour = await people.stranger();
    await neighbour.goto(link.pathname + link.search);
    await expect(neighbour.getByRole('main')).toContainText(t.invited);
    const who = { name: unique('周新邻').slice(0, 20), building: unique('九栋'), door: '101', phone: freshPhone(), password: '一句足够长的话，不会忘' };
    await fillRegistration(neighbour, who);
    await neighbour.getByRole('button', { name: t.register, exact: true }).click();
    await expect(neighbour.getByRole('main')).toContainText(t.welcome);
    // Nobody has to verify them: the wall is open.
    expect((await neighbour.goto(`/c/${slug}/wall`))?.status()).toBe(200);
    await staff.goto(`/c/${slug}/invite`);
    await expect(staff.getByRole('main')).toContainText(t.usedBy);
    await staff.getByRole('button', { name: t.endInvitation }).click();
    await expect(staff.getByRole('button', { name: t.makeInvitation })).toBeVisible();
    const late = await people.stranger();
    await late.goto(link.pathname + link.search);
    await expect(late.getByRole('main')).toContainText(t.runOut);
  });

  test('a neighbour who needs the same says so, and hears when it is done', async ({ people }) => {
    const resident = await people.register(slug);
    const wish = await placeWish(resident.page, slug, unique('磨一把菜刀'), '切不动了。');
    const staff = await people.as('staff', slug);
    const card = unique('想磨一把旧菜刀');
    await accept(staff, wish, card);
    const neighbour = await people.as('resident2', slug);
    if (project === 'scripts') {
      // While they write, what is like it is offered; it leads to the card.
      await neighbour.goto(`/c/${slug}/wishes/new?kind=micro_wish`);
      await neighbour.getByLabel(t.title).pressSequentially(card.slice(0, 12), { delay: 20 });
      await expect(neighbour.getByRole('status').filter({ hasText: t.alike }).getByRole('link', { name: card })).toHaveAttribute('href', wish);
    }
    await neighbour.goto(wish);
    await neighbour.getByRole('button', { name: t.meToo }).click();
    await expect(neighbour.getByRole('main')).toContainText(t.followers);
    await neighbour.getByRole('button', { name: t.noLonger }).click();
    await neighbour.getByRole('button', { name: t.meToo }).click();
    await resident.page.goto(wish);
    await expect(resident.page.getByRole('main')).toContainText(t.followers);
    await expect(resident.page.getByRole('button', { name: t.meToo })).toHaveCount(0);

    const volunteer = await people.as('volunteer', slug);
    await claim(volunteer, wish);
    await make(volunteer, t.deliver, { [t.deliverNote]: '磨好了。' });
    await bell(neighbour).click();
    await expect(neighbour.getByRole('main').getByRole('listitem').first()).toContainText(t.doneThere);
  });

  test('an admin sets opening hours and a stricter limit', async ({ people }) => {
    const admin = await people.as('admin', slug);
    await admin.goto(`/c/${slug}/settings`);
    await admin.getByLabel(t.saturday).fill('9:00-12:00，11:30-12:30');
    await admin.getByRole('button', { name: t.saveHours }).click();
    await expect(admin.getByRole('main')).toContainText(t.overlap);
    await expect(admin.getByLabel(t.saturday)).toHaveValue('9:00-12:00，11:30-12:30');
    await admin.getByLabel(t.saturday).fill('9：00至11：30');
    await admin.getByRole('button', { name: t.saveHours }).click();
    await expect(admin.getByLabel(t.saturday)).toHaveValue('09:00-11:30');
    await admin.goto(`/c/${slug}`);
    await expect(admin.getByRole('main')).toContainText('周六 09:00-11:30');

    await admin.goto(`/c/${slug}/settings`);
    const repairs = admin.getByRole('listitem').filter({ hasText: t.repairs });
    await repairs.getByRole('link', { name: t.changeLimits }).click();
    await repairs.getByLabel(t.answerLimit).fill('45');
    await repairs.getByRole('button', { name: t.saveLimits }).click();
    await expect(repairs).toContainText(t.notLaxer);
    await expect(repairs.getByLabel(t.answerLimit)).toHaveValue('45');
    await repairs.getByLabel(t.answerLimit).fill('25');
    await repairs.getByRole('button', { name: t.saveLimits }).click();
    await expect(repairs).toContainText('25 分钟内答复');
  });

  test('a long list goes on page after page', async ({ people }) => {
    const staff = await people.as('staff', slug);
    await staff.goto(`/c/${slug}/desk?stage=`);
    const links = staff.getByRole('main').getByRole('listitem').getByRole('link');
    await expect(links).toHaveCount(20);
    const addresses = () => links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const first = await addresses();
    await staff.getByRole('link', { name: t.next }).click();
    await expect(links.first()).toBeVisible();
    const second = await addresses();
    expect(second.length).toBeGreaterThan(0);
    expect(second.filter((address) => first.includes(address))).toEqual([]);
  });

  test('the desk declines with its reason, and the resident reads it', async ({ people }) => {
    const resident = await people.register(slug);
    const wish = await placeWish(resident.page, slug, unique('装一部电梯'), '上楼太累。');
    const staff = await people.as('staff', slug);
    const reason = unique('要全楼的人同意');
    await staff.goto(wish);
    await make(staff, t.decline, { [t.declineReason]: reason });
    await resident.page.goto(wish);
    await expect(resident.page.getByRole('region', { name: t.stages })).toContainText(t.stage.declined);
    await expect(history(resident.page).filter({ hasText: t.did.declined })).toContainText(reason);
    // A closed wish shows nobody's address.
    await staff.goto(wish);
    await expect(contact(staff)).toHaveCount(0);
  });

  test('a resident takes a wish back', async ({ people }) => {
    const resident = await people.register(slug);
    const wish = await placeWish(resident.page, slug, unique('借一把梯子'), '周末用一下。');
    await make(resident.page, t.withdraw);
    await expect(resident.page.getByRole('region', { name: t.stages })).toContainText(t.stage.withdrawn);
    await expect(moveBox(resident.page, t.withdraw)).toHaveCount(0);
    // Nobody else's wish: for another resident it is not there at all.
    const other = await people.as('resident2', slug);
    const answer = await other.goto(wish);
    expect(answer?.status()).toBe(404);
  });
}
