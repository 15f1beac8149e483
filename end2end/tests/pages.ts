// Every page, as those see it who come there. Tests of looks, access and cleanness go through this list; a new page is
// put on it.
import type { Page } from '@playwright/test';
import { accept, claim, expect, make, move, freshPhone, placeWish, posted, setUpPost, setUpWay, takePost, unique, type People, type Role } from './linli';
import { t } from './texts';

/** What somebody wrote: it stays as it was written, whatever the language of the page. */
const WORDS = { title: '请教一下怎么缴电费', text: '在手机上找不到，想请人教一教。', card: '请教一位老人用手机缴电费。' };

/** Wishes and tables of this worker, made when a page first asks for them. */
const wishes = new Map<string, Promise<string>>();

type Stage = 'placed' | 'accepted' | 'paused' | 'claimed' | 'delivered' | 'confirmed' | 'unsatisfied' | 'declined';

/** The address of a wish of the demo's resident that stands at this stage. */
function wishAt(people: People, slug: string, stage: Stage): Promise<string> {
  const key = `${slug} ${stage}`;
  const made = wishes.get(key) ?? bring(people, slug, stage);
  wishes.set(key, made);
  return made;
}

async function bring(people: People, slug: string, stage: Stage): Promise<string> {
  const resident = await people.as('resident', slug);
  const wish = await placeWish(resident, slug, WORDS.title, WORDS.text);
  if (stage === 'placed') {
    return wish;
  }
  const staff = await people.as('staff', slug);
  if (stage === 'declined') {
    await staff.goto(wish);
    await make(staff, t.decline, { [t.declineReason]: '今天办不了。' });
    return wish;
  }
  await accept(staff, wish, WORDS.card);
  if (stage === 'accepted') {
    return wish;
  }
  if (stage === 'paused') {
    const day = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString().slice(0, 10);
    await make(staff, t.pause, { [t.pauseReason]: '在等一个配件。', [t.pauseUntil]: day });
    return wish;
  }
  const volunteer = await people.as('volunteer', slug);
  await claim(volunteer, wish);
  if (stage === 'claimed') {
    return wish;
  }
  await make(volunteer, t.deliver, { [t.deliverNote]: '教会了。' });
  if (stage === 'delivered') {
    return wish;
  }
  await resident.goto(wish);
  await (await move(resident, t.confirm)).getByRole('radio', { name: stage === 'unsatisfied' ? t.notSatisfied : t.satisfied, exact: true }).check();
  await make(resident, t.confirm);
  return wish;
}

/** The address of a table that the demo's admin brought, to be looked at. */
async function bringTable(people: People, slug: string): Promise<string> {
  const admin = await people.as('admin', slug);
  await admin.goto(`/c/${slug}/imports`);
  const rows = ['姓名,楼栋,门牌,手机,本人已同意,备注', '示例甲,3 号楼,101,13900009999,是,', '示例乙,,102,12,否,早上在家'];
  await admin.getByLabel(t.chooseFile).setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await admin.getByRole('button', { name: t.uploadTable }).click();
  await admin.waitForURL(/imports\/[0-9a-f-]{36}$/);
  return new URL(admin.url()).pathname;
}

/** The address of the messages, with a webhook to which one waits: nobody listens there. */
async function openWebhook(people: People, slug: string): Promise<string> {
  const admin = await people.as('admin', slug);
  await setUpWay(admin, slug, '短信', 'http://127.0.0.1:9/');
  await admin.getByRole('button', { name: t.tryWay }).click();
  await expect(admin.getByRole('status').filter({ hasText: t.wayTried })).toBeVisible();
  return `/c/${slug}/messages`;
}

/** The address of what is kept of somebody without an account. */
async function keepRecord(people: People, slug: string): Promise<string> {
  const staff = await people.as('staff', slug);
  await staff.goto(`/c/${slug}/file`);
  await staff.getByText(t.newRecord).click();
  const record = staff.locator('form').filter({ has: staff.getByRole('button', { name: t.keepRecord }) });
  for (const [label, value] of Object.entries({ [t.phone]: freshPhone(), [t.building]: '5 号楼', [t.door]: '302' })) {
    await record.getByLabel(label).fill(value);
  }
  await record.getByLabel(t.name, { exact: true }).fill(unique('钱婆婆').slice(0, 20));
  await record.getByLabel(t.recordConsent).check();
  await record.getByRole('button', { name: t.keepRecord }).click();
  await staff.waitForURL(/for=/);
  return `/c/${slug}/my-data?for=${new URL(staff.url()).searchParams.get('for') ?? ''}`;
}

/** The addresses of a post that nobody claimed, and of one to which the demo's volunteer was appointed, with that claim. */
async function postsOf(people: People, slug: string): Promise<Record<string, string>> {
  const [admin, volunteer] = [await people.as('admin', slug), await people.as('volunteer', slug)];
  const open = await setUpPost(admin, slug, unique('巡防'));
  const held = await setUpPost(admin, slug, unique('巡防'));
  const claim = await takePost(volunteer, admin, held);
  return { 'open post': open, 'edit post': `${open}/edit`, 'held post': held, 'edit held post': `${held}/edit`, 'service card': `/c/${slug}/roster/${claim}` };
}

/** The posts of this worker, made when a page first asks for them. */
const held = new Map<string, Promise<Record<string, string>>>();

function postAt(people: People, slug: string, path: string): Promise<string> {
  const made = held.get(slug) ?? postsOf(people, slug);
  held.set(slug, made);
  return made.then((posts) => posts[path] ?? '');
}

export type Listed = {
  name: string;
  /** Who looks at it; nobody is logged in when it is left out. */
  who?: Role;
  /** Its address; or the stage of a wish whose page it is; or `table`, for one that was brought; or `messages`, with a webhook. */
  path: string | Stage;
  /** In which community, where only one has such a page. */
  in?: string;
  /** A wish that has to be there first. */
  after?: Stage;
  /** Its form is sent as it is, which does not work. */
  sent?: boolean;
  /** Its status, when that is not 200. */
  status?: number;
  /** Whether something on it is alive in the browser. */
  island?: boolean;
  /** Headings, links and labels that are people's own words or names. */
  data?: string;
};

const STAGES = ['placed', 'accepted', 'paused', 'claimed', 'delivered', 'confirmed', 'unsatisfied', 'declined'];

/** The quarter of today, or so many before: 2026Q4. */
export function quarter(before = 0): string {
  const now = new Date();
  const first = new Date(now.getFullYear(), now.getMonth() - 3 * before, 1);
  return `${first.getFullYear()}Q${Math.floor(first.getMonth() / 3) + 1}`;
}

/** Where the demo tells the story of stars: the quarter before the last is sealed there. */
const STARS = 'wenchang';

/** `:slug` stands for the community, `:quarter` for the quarter of today, `:sealed` for the one whose stars are sealed. */
export const PAGES: Listed[] = [
  { name: 'the front door', path: '/' },
  { name: 'the front door where nothing is found', path: '/?q=zzz' },
  { name: 'the front door of a resident', who: 'resident', path: '/' },
  { name: 'the log-in page', path: '/login' },
  { name: 'the log-in page after a wrong password', path: '/login', sent: true, status: 401 },
  { name: 'the account of nobody', path: '/account' },
  { name: 'the account of a resident', who: 'resident', path: '/account' },
  { name: 'a community', path: '/c/:slug' },
  { name: 'a community as its resident sees it', who: 'resident', path: '/c/:slug' },
  { name: 'a community as its admin sees it', who: 'admin', path: '/c/:slug' },
  { name: 'registering', path: '/c/:slug/register' },
  { name: 'registering with everything wrong', path: '/c/:slug/register', sent: true, status: 422 },
  { name: 'registering as a resident already', who: 'resident', path: '/c/:slug/register' },
  { name: 'placing a wish: the kind', who: 'resident', path: '/c/:slug/wishes/new' },
  { name: 'placing a wish: the form', who: 'resident', path: '/c/:slug/wishes/new?kind=service_order', island: true },
  { name: 'placing a wish with everything wrong', who: 'resident', path: '/c/:slug/wishes/new?kind=micro_wish', sent: true, status: 422, island: true },
  { name: "a resident's wishes", who: 'resident', path: '/c/:slug/mine', after: 'placed', data: 'main li a', island: true },
  { name: "a resident's wishes where nothing matches", who: 'resident', path: '/c/:slug/mine?q=zzz', island: true },
  { name: 'a placed wish as its resident sees it', who: 'resident', path: 'placed', data: 'h1, title', island: true },
  { name: 'a paused wish as its resident sees it', who: 'resident', path: 'paused', data: 'h1, title', island: true },
  { name: 'a paused wish as the desk sees it', who: 'staff', path: 'paused', data: 'h1, title', island: true },
  { name: 'the desk with what is late', who: 'staff', path: '/c/:slug/desk?stage=&overdue=1', island: true, data: 'main li a' },
  { name: 'a delivered wish as its resident sees it', who: 'resident', path: 'delivered', data: 'h1, title', island: true },
  { name: 'a confirmed wish as its resident sees it', who: 'resident', path: 'confirmed', data: 'h1, title', island: true },
  { name: 'a declined wish as its resident sees it', who: 'resident', path: 'declined', data: 'h1, title', island: true },
  { name: 'a placed wish as the desk sees it', who: 'staff', path: 'placed', data: 'h1, title', island: true },
  { name: 'an accepted wish as the desk sees it', who: 'staff', path: 'accepted', data: 'h1, title', island: true },
  { name: 'a claimed wish as the desk sees it', who: 'staff', path: 'claimed', data: 'h1, title', island: true },
  { name: 'an accepted wish as a volunteer sees it', who: 'volunteer', path: 'accepted', island: true },
  { name: 'a claimed wish as its volunteer sees it', who: 'volunteer', path: 'claimed', data: 'h1, title', island: true },
  { name: 'the wall', who: 'volunteer', path: '/c/:slug/wall', after: 'accepted', data: 'main li a', island: true },
  { name: 'the wall where nothing matches', who: 'volunteer', path: '/c/:slug/wall?q=zzz', island: true },
  { name: 'the claims of a volunteer', who: 'volunteer', path: '/c/:slug/claims', after: 'claimed', data: 'main li a', island: true },
  { name: 'the desk', who: 'staff', path: '/c/:slug/desk', after: 'placed', island: true, data: 'main li a' },
  { name: 'the desk where nothing matches', who: 'staff', path: '/c/:slug/desk?q=zzz', island: true },
  { name: 'the people as the desk sees them', who: 'staff', path: '/c/:slug/people', data: 'main li h2' },
  { name: 'the people as an admin sees them', who: 'admin', path: '/c/:slug/people', data: 'main li h2' },
  { name: 'one of the people as the desk sees them', who: 'staff', path: 'person', data: 'h1, title' },
  { name: 'one of the people as an admin sees them', who: 'admin', path: 'person', data: 'h1, title' },
  { name: 'the notices of a resident', who: 'resident', path: '/c/:slug/notices', after: 'delivered', island: true },
  { name: 'the notices of somebody who has none', who: 'merchant', path: '/c/:slug/notices', island: true },
  { name: 'who looked at a resident', who: 'resident', path: '/c/:slug/looks', after: 'claimed', data: 'main li a' },
  { name: 'filing for somebody', who: 'grid', path: '/c/:slug/file' },
  { name: 'filing for somebody who is looked for', who: 'staff', path: '/c/:slug/file?q=%E7%8E%8B', data: 'main li h2' },
  { name: 'filing for somebody where nobody is found', who: 'grid', path: '/c/:slug/file?q=zzz' },
  { name: 'the delegates of a resident', who: 'resident', path: '/c/:slug/delegates' },
  { name: 'the household card of a resident', who: 'resident', path: '/c/:slug/card/print' },
  { name: 'the state of orders by a card', path: '/c/:slug/card' },
  { name: 'the state of orders with everything wrong', path: '/c/:slug/card', sent: true, status: 422 },
  { name: 'the desk with whom to call back', who: 'staff', path: '/c/:slug/desk?stage=&to_call_back=1', after: 'unsatisfied', island: true, data: 'main li a' },
  { name: 'a wish whose resident is to be called back', who: 'staff', path: 'unsatisfied', data: 'h1, title', island: true },
  { name: 'the invitation of a community', who: 'staff', path: '/c/:slug/invite' },
  { name: 'registering by an invitation that has run out', path: '/c/:slug/register?invite=0123' },
  { name: 'the figures of a month', who: 'staff', path: '/c/:slug/figures', after: 'unsatisfied' },
  { name: 'the figures of a month in which nothing was', who: 'admin', path: '/c/:slug/figures?month=2001-01' },
  { name: 'the sheet for the wall', path: '/c/:slug/figures/sheet', after: 'confirmed' },
  { name: 'the diary', who: 'grid', path: '/c/:slug/diary' },
  { name: 'the diary with everything wrong', who: 'grid', path: '/c/:slug/diary', sent: true, status: 422 },
  { name: 'all that is kept of a resident', who: 'resident', path: '/c/:slug/my-data', after: 'claimed', data: 'main h3' },
  { name: 'what is kept of somebody without an account', who: 'staff', path: 'record', data: 'h1, title, main h3' },
  { name: 'closing an account', who: 'resident', path: '/account/close' },
  { name: 'closing an account with everything wrong', who: 'resident', path: '/account/close', sent: true, status: 422 },
  { name: 'closing an account as nobody', path: '/account/close' },
  { name: 'bringing in a table of residents', who: 'admin', path: '/c/:slug/imports' },
  { name: 'bringing in a table of categories', who: 'admin', path: '/c/:slug/imports?what=categories' },
  { name: 'bringing in no table', who: 'admin', path: '/c/:slug/imports', sent: true, status: 422 },
  { name: 'a table that is looked at', who: 'admin', path: 'table', data: 'main td, main .hint' },
  { name: 'the board of posts', path: '/c/:slug/posts', data: 'main li a' },
  { name: 'the board where nothing matches', path: '/c/:slug/posts?q=zzz', data: 'main li a' },
  { name: 'the board as an admin sees it', who: 'admin', path: '/c/:slug/posts', data: 'main li a' },
  { name: 'the drafts of posts', who: 'admin', path: '/c/:slug/posts?stage=draft', data: 'main li a' },
  { name: 'where posts are missing', who: 'admin', path: '/c/:slug/posts/needs', data: 'main tbody tr' },
  { name: 'setting a post up: the kind', who: 'admin', path: '/c/:slug/posts/new', data: 'main li a' },
  { name: 'setting a post up: what it says', who: 'admin', path: '/c/:slug/posts/new?preset=legal_advice' },
  { name: 'setting a post up with everything wrong', who: 'admin', path: '/c/:slug/posts/new?preset=own', sent: true, status: 422 },
  { name: 'a post as a stranger sees it', path: 'open post', data: 'h1, title, .lead' },
  { name: 'a post as a volunteer sees it', who: 'volunteer2', path: 'open post', data: 'h1, title, .lead' },
  { name: 'a post that is claimed with everything wrong', who: 'volunteer2', path: 'open post', data: 'h1, title, .lead', sent: true, status: 422 },
  { name: 'a post as its holder sees it', who: 'volunteer', path: 'held post', data: 'h1, title, .lead' },
  { name: 'a post as a resident sees it', who: 'resident', path: 'held post', data: 'h1, title, .lead' },
  { name: 'a post as an admin sees it', who: 'admin', path: 'held post', data: 'h1, title, .lead, th[scope=row]' },
  { name: 'changing a post', who: 'admin', path: 'edit post' },
  { name: 'changing a post that is held', who: 'admin', path: 'edit held post' },
  { name: 'what waits for an admin', who: 'admin', path: '/c/:slug/posts/decide', data: 'main li a' },
  { name: 'the posts of a volunteer', who: 'volunteer', path: '/c/:slug/my-posts', data: 'main h2' },
  { name: 'the posts of somebody who has none', who: 'merchant', path: '/c/:slug/my-posts' },
  { name: 'the swaps of a volunteer', who: 'volunteer', path: '/c/:slug/swaps', data: 'main h3' },
  { name: 'the swaps of somebody who has none', who: 'merchant', path: '/c/:slug/swaps' },
  { name: 'the shifts of a volunteer', who: 'volunteer', path: '/c/:slug/my-shifts', data: 'main h3, main .words' },
  { name: 'the shifts of somebody who has none', who: 'merchant', path: '/c/:slug/my-shifts' },
  { name: 'checking a certificate of hours', path: '/certificates' },
  { name: 'a certificate of hours whose number has a slip', path: '/certificates?number=wenchang-1234567890&name=%E5%BC%A0%E4%B8%89%E4%B8%B0' },
  { name: 'the certificates of a volunteer', who: 'volunteer', path: '/c/:slug/certificates', data: 'main .name' },
  { name: 'the certificates of somebody who has none', who: 'resident', path: '/c/:slug/certificates' },
  { name: 'the points of a volunteer', who: 'volunteer', path: '/c/:slug/points', data: 'main .name' },
  { name: 'the points of somebody who earns none', who: 'staff', path: '/c/:slug/points', data: 'main .name' },
  { name: 'the rules of points', who: 'volunteer', path: '/c/:slug/points/rates' },
  { name: 'the rules of points as an admin sees them', who: 'admin', path: '/c/:slug/points/rates', data: 'main label' },
  { name: 'what a quarter would be by other rules', who: 'admin', path: '/c/:slug/points/rates?quarter=:quarter&version=0', data: 'main label, main th' },
  { name: 'the stars that anybody may see', path: '/c/:slug/stars?quarter=:sealed', in: STARS, data: 'main h2, main .name' },
  { name: 'the stars as a resident sees them', who: 'resident', path: '/c/:slug/stars', in: STARS, data: 'main h2, main .name' },
  { name: 'stars where none are public', path: '/c/:slug/stars' },
  { name: 'the stars of a volunteer', who: 'volunteer', path: '/c/:slug/stars/mine', in: STARS },
  { name: 'the stars of somebody who has none', who: 'staff', path: '/c/:slug/stars/mine' },
  { name: 'the rules of stars', who: 'volunteer', path: '/c/:slug/stars/rules' },
  { name: 'the rules of stars that anybody may read', path: '/c/:slug/stars/rules' },
  { name: 'the rules of stars as an admin sees them', who: 'admin', path: '/c/:slug/stars/rules' },
  { name: 'closing a quarter', who: 'admin', path: '/c/:slug/stars/close' },
  { name: 'a quarter that is closed', who: 'admin', path: '/c/:slug/stars/close?quarter=:sealed', in: STARS, data: 'main th, main td' },
  { name: 'the honours of a quarter', who: 'admin', path: '/c/:slug/stars/honours?quarter=:sealed', in: STARS, data: 'main section' },
  { name: 'the shifts that wait for the desk', who: 'staff', path: '/c/:slug/shifts', data: 'main h3, main th, main td a, main .words' },
  { name: 'the shifts that nobody came to', who: 'staff', path: '/c/:slug/shifts?stage=missed', data: 'main th, main td a' },
  { name: 'the roster', path: '/c/:slug/roster', data: 'main th, main td a' },
  { name: 'a service card', path: 'service card' },
  { name: 'who did what', who: 'admin', path: '/c/:slug/audit', after: 'claimed' },
  { name: 'who did what where nothing matches', who: 'admin', path: '/c/:slug/audit?who=zzz' },
  { name: 'how a resident is told', who: 'resident', path: '/c/:slug/notices/choices' },
  { name: 'how somebody is told with everything wrong', who: 'merchant', path: '/c/:slug/notices/choices', sent: true, status: 422 },
  { name: 'the messages that go out', who: 'admin', path: 'messages' },
  { name: 'the messages that failed, where there are none', who: 'admin', path: '/c/:slug/messages?stage=failed' },
  { name: 'the screen of the hall', path: '/c/:slug/screen', after: 'accepted', island: true },
  { name: 'the settings', who: 'admin', path: '/c/:slug/settings' },
  { name: 'an address of nothing', path: '/nothing-here', status: 404 },
  { name: 'a community that is not there', path: '/c/nowhere', status: 404 },
  { name: 'a page that is not open to a resident', who: 'resident', path: '/c/:slug/desk', status: 403 },
  { name: 'the page without a network', path: '/offline' },
];

/** A browser for this page, not there yet. */
export async function browserFor(listed: Listed, people: People, where: string): Promise<{ page: Page; path: string }> {
  const slug = listed.in ?? where;
  const isWish = STAGES.includes(listed.path);
  if (listed.path === 'table') {
    const key = `${slug} table`;
    const made = wishes.get(key) ?? bringTable(people, slug);
    wishes.set(key, made);
    return { page: await people.as('admin', slug), path: await made };
  }
  if (listed.path === 'person') {
    const page = await people.as(listed.who ?? 'staff', slug);
    await page.goto(`/c/${slug}/people?role=resident`);
    return { page, path: (await page.getByRole('main').getByRole('listitem').first().getByRole('link').getAttribute('href')) ?? '' };
  }
  if (listed.path.endsWith('post') || listed.path === 'service card') {
    const path = await postAt(people, slug, listed.path);
    return { page: listed.who ? await people.as(listed.who, slug) : await people.stranger(), path };
  }
  if (listed.path === 'record') {
    const key = `${slug} record`;
    const made = wishes.get(key) ?? keepRecord(people, slug);
    wishes.set(key, made);
    return { page: await people.as('staff', slug), path: await made };
  }
  if (listed.path === 'messages') {
    const key = `${slug} messages`;
    const made = wishes.get(key) ?? openWebhook(people, slug);
    wishes.set(key, made);
    return { page: await people.as('admin', slug), path: await made };
  }
  if (listed.after) {
    await wishAt(people, slug, listed.after);
  }
  const path = isWish ? await wishAt(people, slug, listed.path as Stage) : listed.path.replace(':slug', slug).replace(':quarter', quarter()).replace(':sealed', quarter(2));
  return { page: listed.who ? await people.as(listed.who, slug) : await people.stranger(), path };
}

/** Goes to the page; where its form belongs to it, sends that. */
export async function reach(page: Page, listed: Listed, path: string): Promise<void> {
  const answer = await page.goto(path);
  if (!listed.sent) {
    expect(answer?.status(), path).toBe(listed.status ?? 200);
    return;
  }
  // The page's own form comes first; entries of a list may have theirs.
  const form = page.locator('main form[method="post"]').first();
  const login = form.locator('input[name="login"][autocomplete="username"]');
  if (listed.path === '/login') {
    await login.fill(unique('nobody'));
  }
  const sent = posted(page);
  await form.locator('button[type="submit"]').click();
  expect((await sent).status(), path).toBe(listed.status);
  await page.waitForLoadState('load');
}

/** How pages look for this reader from now on; the cookies that the switches set. */
export async function look(page: Page, lang: 'zh' | 'en', elder: boolean, baseURL: string | undefined): Promise<void> {
  await page.context().addCookies([
    { name: 'linli-lang', value: lang, url: baseURL ?? page.url() },
    { name: 'linli-elder', value: elder ? 'on' : 'off', url: baseURL ?? page.url() },
  ]);
}
