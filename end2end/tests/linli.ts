// What the stories stand on: people who are logged in, a resident of one's own, and a wish on its way.
//
// Tests share one database, so each takes a resident of its own (`register`) and finds its own wish by its title; the
// demo's staff and volunteers only work on what the test made.
import { test as base, expect, type Browser, type BrowserContext, type Locator, type Page, type Response } from '@playwright/test';
import { t } from './texts';

export { expect };

export type Role = 'admin' | 'staff' | 'grid' | 'volunteer' | 'volunteer2' | 'resident' | 'resident2' | 'merchant';

const PASSWORD = 'linli-demo-2026';

/** Where each file plays, so that no file meets the wishes of another one. */
export const SLUGS = {
  day: { scripts: 'songbiandian', 'no-scripts': 'sixixiang' },
  forms: { scripts: 'nanmingtang', 'no-scripts': 'dongshengxiang' },
  posts: { scripts: 'wenchang', 'no-scripts': 'shapo' },
  look: 'fengqi',
  axe: 'jindi',
  clean: 'dianjianyi',
  print: 'jinianta',
  live: 'houba',
};

/** A resident who exists for one test. */
export type Resident = { page: Page; name: string; building: string; door: string; phone: string; password: string };

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** One log-in a role and worker: checking a password is slow on purpose. Dropped before the access token runs out,
 * because two contexts that renew the same session would look like a stolen one. */
const logIns = new Map<string, { state: State; until: number }>();
const KEPT = 8 * 60_000;

let count = 0;
/** A word that no other test uses. */
export function unique(word: string): string {
  count += 1;
  return `${word}${process.pid.toString(36)}${Date.now().toString(36)}${count}`;
}

/** A mobile number that no person has and no other test uses: 11 digits, beginning with 1. */
export function freshPhone(): string {
  count += 1;
  return `199${String(Date.now() % 1_000_000).padStart(6, '0')}${String((process.pid * 7 + count) % 100).padStart(2, '0')}`;
}

export class People {
  private readonly contexts: BrowserContext[] = [];

  constructor(private readonly browser: Browser) {}

  /** A browser of one's own, logged in as this person of the demo. */
  async as(role: Role, slug: string): Promise<Page> {
    const login = `${role}.${slug}`;
    const kept = logIns.get(login);
    if (kept && kept.until > Date.now()) {
      return this.open(kept.state);
    }
    const page = await this.open();
    await page.goto('/login');
    await logIn(page, login, PASSWORD);
    logIns.set(login, { state: await page.context().storageState(), until: Date.now() + KEPT });
    return page;
  }

  /** A browser in which nobody is logged in. */
  async stranger(): Promise<Page> {
    return this.open();
  }

  /** A new resident, registered and logged in through the page. */
  async register(slug: string): Promise<Resident> {
    const page = await this.open();
    const resident = {
      page,
      name: '欧阳测试',
      building: `${unique('苑')}3栋`,
      door: `${unique('2单元')}室`,
      phone: freshPhone(),
      password: unique('a sentence '),
    };
    await page.goto(`/c/${slug}/register`);
    await fillRegistration(page, resident);
    await page.getByRole('button', { name: t.register, exact: true }).click();
    await expect(page.getByRole('status').filter({ hasText: t.welcome })).toBeVisible();
    return resident;
  }

  private async open(storageState?: State): Promise<Page> {
    const context = await this.browser.newContext(storageState ? { storageState } : {});
    this.contexts.push(context);
    return context.newPage();
  }

  async leave(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

export const test = base.extend<{ people: People }>({
  people: async ({ browser }, use) => {
    const people = new People(browser);
    await use(people);
    await people.leave();
  },
});

/** The way to the notices, in the top bar. */
export function bell(page: Page): Locator {
  return page.getByRole('banner').getByRole('link', { name: t.notices });
}

/** An admin sets a way up by which messages go out. */
export async function setUpWay(admin: Page, slug: string, name: string, url: string): Promise<void> {
  await admin.goto(`/c/${slug}/messages`);
  await admin.getByText(t.addWay, { exact: true }).click();
  await admin.getByLabel(t.wayName).fill(name);
  await admin.getByLabel(t.wayUrl).fill(url);
  await admin.getByRole('button', { name: t.openWay, exact: true }).click();
}

export async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel(t.login).fill(login);
  await page.getByLabel(t.password).fill(password);
  await page.getByRole('button', { name: t.logIn, exact: true }).click();
  await expect(page.getByLabel(t.password)).toHaveCount(0);
}

export async function fillRegistration(page: Page, who: Omit<Resident, 'page'>): Promise<void> {
  await page.getByLabel(t.name, { exact: true }).fill(who.name);
  await page.getByLabel(t.building).fill(who.building);
  await page.getByLabel(t.door).fill(who.door);
  await page.getByLabel(t.phone).fill(who.phone);
  await page.getByLabel(t.password).fill(who.password);
  await page.getByLabel(t.consent).check();
}

/** From the community's home through the kind to the form. */
export async function openPlaceForm(page: Page, slug: string): Promise<void> {
  await page.goto(`/c/${slug}`);
  await page.getByRole('main').getByRole('link', { name: t.order }).click();
  await page.getByRole('link', { name: t.microWish, exact: true }).click();
  await expect(page.getByRole('button', { name: t.place })).toBeVisible();
}

/** The first category there is. */
export async function chooseCategory(page: Page): Promise<void> {
  await page.getByLabel(t.category).selectOption({ index: 1 });
}

/** Places a wish and gives the address of its page. */
export async function placeWish(page: Page, slug: string, title: string, text: string): Promise<string> {
  await openPlaceForm(page, slug);
  return writeOrder(page, title, text);
}

/** Writes an order for somebody, on the page that asks of what kind it is; gives the address of the wish. */
export async function writeWish(page: Page, title: string, text: string, choices: Record<string, string>): Promise<string> {
  await page.getByRole('main').getByRole('link', { name: t.microWish }).click();
  for (const [label, choice] of Object.entries(choices)) {
    await page.getByLabel(label).selectOption({ label: choice });
  }
  return writeOrder(page, title, text);
}

async function writeOrder(page: Page, title: string, text: string): Promise<string> {
  await chooseCategory(page);
  await page.getByLabel(t.title).fill(title);
  await page.getByLabel(t.text).fill(text);
  await page.getByRole('button', { name: t.place }).click();
  await expect(page.getByRole('status').filter({ hasText: t.received })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Narrows a list to these words; the filter may be folded away. */
export async function search(page: Page, words: string): Promise<void> {
  const field = page.getByLabel(t.words);
  if (!(await field.isVisible())) {
    await page.locator('summary').filter({ hasText: t.filter }).click();
  }
  await field.fill(words);
  await page.getByRole('search').getByRole('button').click();
}

/** The form of a move on the page of a wish, unfolded. */
export async function move(page: Page, name: string): Promise<Locator> {
  const box = moveBox(page, name);
  if ((await box.getAttribute('open')) === null) {
    await box.locator(':scope > summary').click();
  }
  await expect(box.getByRole('button', { name, exact: true })).toBeVisible();
  return box;
}

/** The folded box of a move; it is not there where the move may not be made. */
export function moveBox(page: Page, name: string): Locator {
  return page.locator('details').filter({ has: page.locator(':scope > summary', { hasText: new RegExp(`^\\s*${name}\\s*$`) }) });
}

/** The answer to the next form that goes out as forms do. What islands ask for meanwhile is posted as well, but is no
 * way to another page. */
export function posted(page: Page): Promise<Response> {
  return page.waitForResponse((response) => response.request().method() === 'POST' && response.request().isNavigationRequest());
}

/** Makes a move; the fields are those of the move's form, by their labels. */
export async function make(page: Page, name: string, fields: Record<string, string> = {}): Promise<void> {
  const form = await move(page, name);
  for (const [label, value] of Object.entries(fields)) {
    await form.getByLabel(label).fill(value);
  }
  const answer = posted(page);
  await form.getByRole('button', { name, exact: true }).click();
  expect((await answer).status(), `${name} leads on`).toBe(303);
}

/** Where the wish stands, in the five steps; or, at a side ending, in words. */
export function standsAt(page: Page): Locator {
  return page.getByRole('region', { name: t.stages }).locator('[aria-current="step"]');
}

/** The lines of what happened. */
export function history(page: Page): Locator {
  return page.getByRole('region', { name: t.history }).getByRole('listitem');
}

/** How the resident can be reached, for those who may see it. */
export function contact(page: Page): Locator {
  return page.getByRole('region', { name: t.contact });
}

/** The desk takes the order, with a public card. */
export async function accept(staff: Page, wish: string, card: string): Promise<void> {
  await staff.goto(wish);
  await make(staff, t.accept, { [t.card]: card });
}

/** A volunteer takes it on. */
export async function claim(volunteer: Page, wish: string): Promise<void> {
  await volunteer.goto(wish);
  await make(volunteer, t.claim);
  await expect(contact(volunteer)).toBeVisible();
}

/** Sets a post up from a preset, served as it comes, and opens it: its address. `asDraft` looks at it before that. */
export async function setUpPost(
  admin: Page,
  slug: string,
  title: string,
  asDraft?: () => Promise<void>,
  when: (admin: Page) => Promise<void> = (admin) => admin.getByRole('radio', { name: t.asItComes }).check(),
): Promise<string> {
  await admin.goto(`/c/${slug}/posts/new`);
  await admin.getByRole('main').getByRole('link', { name: t.safetyWatch }).click();
  await admin.getByLabel(t.postTitle).fill(title);
  await admin.getByLabel(t.postPlace).fill('各楼栋');
  await admin.getByLabel(t.postPlaces).fill('2');
  await when(admin);
  await admin.getByRole('button', { name: t.saveDraft }).click();
  await admin.waitForURL(/posts\/[0-9a-f-]{36}$/);
  await asDraft?.();
  await admin.getByRole('button', { name: t.openPost }).click();
  await expect(admin.getByRole('button', { name: t.openPost })).toHaveCount(0);
  return new URL(admin.url()).pathname;
}

/** Claims a post, and has it appointed: the claim's id. */
export async function takePost(volunteer: Page, admin: Page, post: string): Promise<string> {
  await volunteer.goto(post);
  await volunteer.getByLabel(t.promise).fill('每周三看一遍，看到问题马上说');
  await volunteer.getByRole('radio', { name: t.familyNameAlone }).check();
  await volunteer.getByRole('button', { name: t.claimPost }).click();
  await expect(volunteer.getByRole('region', { name: t.myClaim })).toBeVisible();
  await admin.goto(post);
  await admin.getByRole('button', { name: t.appoint, exact: true }).click();
  const holder = admin.getByRole('main').getByRole('listitem').filter({ hasText: t.publicUntil }).last();
  return ((await holder.getAttribute('id')) ?? '').replace('claim-', '');
}
