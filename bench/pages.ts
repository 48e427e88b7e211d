import { createHubClient, type HubClient, STANDARD_GEMEENTE } from '../client/hub-client.ts';
import { generate } from '../client/invent/generate.ts';
import { replaySteps } from '../client/scenario/replay.ts';
import { silent } from '../client/scenario/send.ts';
import { todayInNederland } from '../contracts/base-types.ts';
import { gemeenteProfiles } from '../domain/gemeenten/index.ts';
import { percentile } from '../domain/kpis/percentile.ts';
import { gemeenteKey, partnerKey } from '../domain/organisation-keys.ts';
import { browse } from '../test/browser/visitor.ts';
import { startHubProcess } from './hub-process.ts';
import { median, settled } from './statistics.ts';

/**
 * `npm run bladzijden`: how long each page for people takes beside the calls of the API that it shows, on a warm hub of this
 * machine with invented households. Both are asked over HTTP in turn, so that other work of the machine affects both alike.
 * `--json` prints one object alone.
 */

const HOUSEHOLDS = 25;
const SEED = 14;
const WAIT_SECONDS = 600;
const WARM_UP = 10;
const ROUNDS = 50;
/** The partner of which the page is measured. */
const SHOP = 'mage';

interface Asked {
  readonly path: string;
  /** The form of a page, or the body of a call. */
  readonly body?: Readonly<Record<string, string>>;
}

interface PageWithCalls {
  readonly name: string;
  readonly who: string;
  readonly page: Asked;
  readonly calls: readonly Asked[];
}

interface PageMeasurement {
  readonly name: string;
  readonly kB: number;
  readonly p50: number;
  readonly p95: number;
  /** All calls behind the page, one after the other. */
  readonly calls: number;
  readonly callsP50: number;
  readonly ratio: number;
}

/** A signed-in person. It sends the requests that a browser would send. */
interface Visitor {
  readonly ask: (asked: Asked) => Promise<string>;
}

/** Signs in at the issuer of the local hub, which asks for no password. */
const signIn = async (url: string, who: string): Promise<Visitor> => {
  const browser = browse();
  const start = await browser.visit(url);
  const people = new URL((await browser.follow(start, 'Aanmelden')).url);
  people.searchParams.set('persoon', who);
  const { document } = await browser.visit(people.href);
  const kenmerk = document.querySelector('input[name=kenmerk]')?.getAttribute('value');
  if (!kenmerk) throw new Error(`${who} could not sign in`);
  return {
    ask: async ({ path, body }) => {
      const address = `${start.url}/${path}`;
      const form = body === undefined ? undefined : new URLSearchParams({ ...body, kenmerk });
      const seen = await browser.open(address, form);
      if (seen.url !== address || seen.status !== 200)
        throw new Error(`the hub answered ${seen.status} to ${path}, from ${seen.url}`);
      return seen.body;
    },
  };
};

const caller = async (url: string, hub: HubClient, who: string): Promise<Visitor> => {
  const token = await hub.token(who);
  return {
    ask: async ({ path, body }) => {
      const response = await fetch(`${url}/v1${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`the hub answered ${response.status} to ${path}`);
      return response.text();
    },
  };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** Fills a hub with households, and with messages that lie ready for a partner. Gives a zaak and its V-nummer. */
const fill = async (hub: HubClient): Promise<{ readonly zaakId: string; readonly vNummer: string }> => {
  const shop = partnerKey(SHOP, STANDARD_GEMEENTE);
  const { status } = await hub.call(shop, '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
  if (status !== 200) throw new Error(`the hub answered ${status} to a choice of doors`);
  const steps = generate({
    households: HOUSEHOLDS,
    seed: SEED,
    gemeente: STANDARD_GEMEENTE,
    until: todayInNederland(),
    duplicates: 0,
  });
  const { atRest } = await replaySteps(hub, steps, WAIT_SECONDS, silent);
  if (!atRest) throw new Error('the hub did not come to rest');
  for (const step of steps) {
    const vNummer = JSON.stringify(step).match(/"vNummer":"(\d{10})"/)?.[1];
    const [found] = vNummer === undefined ? [] : await hub.find({ vNummer }, STANDARD_GEMEENTE);
    if (vNummer !== undefined && found?.status === 'actief') return { zaakId: found.zaakId, vNummer };
  }
  throw new Error('no household has a zaak');
};

const pagesOf = (zaakId: string, vNummer: string): readonly PageWithCalls[] => {
  const desk = gemeenteKey(STANDARD_GEMEENTE);
  const shop = partnerKey(SHOP, STANDARD_GEMEENTE);
  const ofZaak = ['', '/tijdlijn', '/termijnen', '/intake'].map((part) => ({
    path: `/zaken/${zaakId}${part}`,
  }));
  const profile = gemeenteProfiles.find(({ gemeentecode }) => gemeentecode === STANDARD_GEMEENTE);
  const doors = (profile?.partners ?? []).map(({ sleutel }) => ({
    path: `/kanaal?partner=${sleutel}`,
  }));
  return [
    { name: 'Vandaag', who: desk, page: { path: 'vandaag' }, calls: [{ path: '/dag' }] },
    {
      name: 'Zaken (zoeken)',
      who: desk,
      page: { path: 'zaken', body: { nummer: vNummer } },
      calls: [{ path: '/zaken/_zoek', body: { vNummer } }],
    },
    { name: 'Zaak', who: desk, page: { path: `zaken/${zaakId}` }, calls: ofZaak },
    { name: 'Partners', who: desk, page: { path: 'partners' }, calls: doors },
    {
      name: 'Cijfers',
      who: desk,
      page: { path: 'cijfers' },
      calls: [{ path: `/gemeenten/${STANDARD_GEMEENTE}/kpis` }],
    },
    { name: 'Berichten', who: shop, page: { path: 'postvak' }, calls: [{ path: '/berichten?wacht=0' }] },
    { name: 'Te doen', who: shop, page: { path: 'week' }, calls: [{ path: '/dag' }, { path: '/agenda' }] },
  ];
};

const measure = async (url: string): Promise<readonly PageMeasurement[]> => {
  const hub = createHubClient({ url });
  const { zaakId, vNummer } = await fill(hub);
  const pages = await Promise.all(
    pagesOf(zaakId, vNummer).map(async ({ who, ...page }) => ({
      ...page,
      visitor: await signIn(url, who),
      api: await caller(url, hub, who),
      pageMs: [] as number[],
      callsMs: [] as number[],
      bytes: 0,
    })),
  );
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const one of pages) {
      const readPage = () =>
        timed(async () => {
          one.bytes = Buffer.byteLength(await one.visitor.ask(one.page));
        });
      const makeCalls = () =>
        timed(async () => {
          for (const call of one.calls) await one.api.ask(call);
        });
      // The page and the calls take turns at going first, because the second may profit from data that the first has read.
      const isPageFirst = round % 2 === 0;
      const first = await (isPageFirst ? readPage() : makeCalls());
      const second = await (isPageFirst ? makeCalls() : readPage());
      const [pageMs, callsMs] = isPageFirst ? [first, second] : [second, first];
      if (round < 0) continue;
      one.pageMs.push(pageMs);
      one.callsMs.push(callsMs);
    }
  }
  return pages.map(({ name, bytes, calls, pageMs, callsMs }) => ({
    name,
    kB: settled(bytes / 1000),
    p50: settled(median(pageMs)),
    p95: settled(percentile(pageMs, 95)),
    calls: calls.length,
    callsP50: settled(median(callsMs)),
    ratio: settled(median(pageMs) / median(callsMs), 2),
  }));
};

const report = (measured: readonly PageMeasurement[]): readonly string[] => [
  'page                  kB    p50 ms    p95 ms  calls  calls p50 ms    ratio',
  ...measured.map(({ name, kB, p50, p95, calls, callsP50, ratio }) =>
    [
      name.padEnd(16),
      ...[kB, p50, p95].map((one) => one.toFixed(1).padStart(8)),
      String(calls).padStart(5),
      callsP50.toFixed(1).padStart(12),
      ratio.toFixed(2).padStart(7),
    ].join('  '),
  ),
];

const hub = await startHubProcess();
try {
  const measured = await measure(hub.url);
  console.log(process.argv.includes('--json') ? JSON.stringify(measured) : report(measured).join('\n'));
} finally {
  await hub.stop();
}
