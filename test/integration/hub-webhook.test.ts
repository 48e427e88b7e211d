import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScenario } from '../../client/scenario/run.ts';
import { type Gedrag, gewillig, type Ontvangen, type Ontvanger, startOntvanger } from '../hub/ontvanger.ts';
import { scenario } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

const PARTNERS = ['intos', 'taalschool', 'taalmaatjes', 'balk', 'mage'] as const;
type Partner = (typeof PARTNERS)[number];

/** What the school does with the first try of each zaak in turn; after that it behaves. */
const EERSTE_KEER: readonly Gedrag[] = [
  'hangt',
  { status: 500 },
  { status: 301, headers: { location: 'https://elders.example/' } },
  'belooft te veel',
  'verbreekt',
  'belooft te weinig',
  'houdt niet op',
  { status: 400 },
];
const RETRY_AFTER_SECONDEN = 3;

interface Bericht {
  readonly id: string;
  readonly data: { readonly zaakId: string; readonly volgnummer: number };
}
const inhoud = ({ body }: Ontvangen): Bericht => JSON.parse(body.toString());
const isPost = ({ methode }: Ontvangen): boolean => methode === 'POST';

/** Whether the receiver takes the message with this: for the misbehaviour, whether a 2xx came at all. */
const neemtAan = (gedrag: Gedrag): boolean =>
  typeof gedrag === 'string'
    ? ['belooft te veel', 'belooft te weinig', 'houdt niet op'].includes(gedrag)
    : gedrag.status >= 200 && gedrag.status < 300;

/** One partner with a webhook, and what became of it. */
const startPartner = async (hub: DraaiendeHub, partner: Partner, gedrag: (verzoek: Ontvangen) => Gedrag) => {
  const ontvanger: Ontvanger = await startOntvanger();
  const aangenomen: Ontvangen[] = [];
  ontvanger.doe((verzoek) => {
    const keuze = isPost(verzoek) ? gedrag(verzoek) : gewillig(verzoek);
    if (isPost(verzoek) && neemtAan(keuze)) aangenomen.push(verzoek);
    return keuze;
  });
  const roep = async (method: 'GET' | 'POST', path: string, body?: object) =>
    hub.client.call(partner, path, { method, ...(body === undefined ? {} : { body }) });
  const gemaakt = await roep('POST', '/abonnementen', {
    sink: `${ontvanger.url}/hook`,
    protocol: 'HTTP',
    types: [],
  });
  expect(gemaakt.status).toBe(201);
  const { id, secret, status } = gemaakt.body as { id: string; secret: string; status: string };
  expect(status).toBe('wacht-op-verificatie');
  return {
    partner,
    ontvanger,
    aangenomen,
    secret,
    abonnement: async () => (await roep('GET', `/abonnementen/${id}`)).body as { status: string },
    tijdlijn: async () => {
      const { body } = await roep('GET', `/abonnementen/${id}/tijdlijn`);
      return (body as { gebeurtenissen: readonly { naam: string }[] }).gebeurtenissen.map(({ naam }) => naam);
    },
    /** Everything that the hub ever had for this partner: volgnummers per zaak, of those in one of these states. */
    inPostvak: async (...staten: readonly string[]): Promise<number> => {
      let aantal = 0;
      for (const staat of staten) {
        const { body } = await roep('GET', `/berichten?staat=${staat}`);
        aantal += (body as { berichten: readonly unknown[] }).berichten.length;
      }
      return aantal;
    },
  };
};
type PartnerMetWebhook = Awaited<ReturnType<typeof startPartner>>;

/** Volgnummers per zaak, in the order in which they were accepted. */
const perZaak = (verzoeken: readonly Ontvangen[]): readonly (readonly number[])[] =>
  [...Map.groupBy(verzoeken.map(inhoud), ({ data }) => data.zaakId).values()].map((rij) =>
    rij.map(({ data }) => data.volgnummer),
  );
const vanEenAf = (rijen: readonly (readonly number[])[]) =>
  rijen.map((rij) => rij.map((_, plaats) => plaats + 1));

describe('webhooks of partners', () => {
  let hub: DraaiendeHub;
  const partners = {} as Record<Partner, PartnerMetWebhook>;

  beforeAll(async () => {
    hub = await startHub();
    const begonnen = new Map<string, Gedrag>();
    const school = (verzoek: Ontvangen): Gedrag => {
      const { zaakId } = inhoud(verzoek).data;
      if (begonnen.has(zaakId)) return { status: 200, body: 'dank u' };
      const keuze = EERSTE_KEER[begonnen.size] ?? { status: 204 };
      begonnen.set(zaakId, keuze);
      return keuze;
    };
    let druk = true;
    const maatjes = (): Gedrag => {
      const retryAfter = { 'retry-after': String(RETRY_AFTER_SECONDEN) };
      const keuze: Gedrag = druk ? { status: 429, headers: retryAfter } : { status: 202 };
      druk = false;
      return keuze;
    };
    const gedrag: Readonly<Record<Partner, (verzoek: Ontvangen) => Gedrag>> = {
      intos: () => ({ status: 204 }),
      taalschool: school,
      taalmaatjes: maatjes,
      balk: () => ({ status: 410 }),
      mage: () => 'verbreekt',
    };
    for (const partner of PARTNERS) partners[partner] = await startPartner(hub, partner, gedrag[partner]);
    await hub.rust();
    await runScenario(hub.client, scenario('twaalf-huishoudens.jsonl'), { settle: async () => undefined });
  });
  afterAll(async () => {
    for (const { ontvanger } of Object.values(partners)) await ontvanger.stop();
    await hub.stop();
  });

  /** Until everything that was put for this partner is delivered. */
  const allesBezorgd = async ({ inPostvak }: PartnerMetWebhook, minstens: number): Promise<number> => {
    await expect
      .poll(
        async () => {
          const [bezorgd, open] = [await inPostvak('bezorgd'), await inPostvak('klaargezet')];
          return bezorgd >= minstens && open === 0;
        },
        { timeout: 55_000, interval: 500 },
      )
      .toBe(true);
    return inPostvak('bezorgd');
  };

  it('open with the handshake, before anything is delivered', async () => {
    for (const { ontvanger, tijdlijn } of Object.values(partners)) {
      expect(ontvanger.ontvangen[0]).toMatchObject({
        methode: 'OPTIONS',
        pad: '/hook',
        headers: { 'webhook-request-origin': 'hub.example.nl', 'webhook-request-rate': '120' },
      });
      expect(await tijdlijn()).toContain('verificatie-gelukt');
    }
  });

  it('get everything in order, once, with a signature that the usual libraries accept', async () => {
    const { intos } = partners;
    const aantal = await allesBezorgd(intos, 15);
    expect(intos.aangenomen).toHaveLength(aantal);
    expect(perZaak(intos.aangenomen)).toEqual(vanEenAf(perZaak(intos.aangenomen)));
    for (const { body, headers } of intos.aangenomen) {
      expect(() => new StandardWebhook(intos.secret).verify(body, headers)).not.toThrow();
      expect(() => new Svix(intos.secret).verify(body, headers)).not.toThrow();
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    }
  });

  it('that fail for some zaken get those again, in order, and hold up nobody else', async () => {
    const { taalschool, intos } = partners;
    const aantal = await allesBezorgd(taalschool, 15);
    expect(taalschool.aangenomen).toHaveLength(aantal);
    expect(new Set(taalschool.aangenomen.map((verzoek) => inhoud(verzoek).id)).size).toBe(aantal);
    expect(perZaak(taalschool.aangenomen)).toEqual(vanEenAf(perZaak(taalschool.aangenomen)));
    // While the first zaak was left hanging, its neighbours and its partner's neighbours went on.
    const [eerste] = taalschool.ontvanger.ontvangen.filter(isPost);
    if (eerste === undefined) throw new Error('niets ontvangen');
    const { zaakId } = inhoud(eerste).data;
    const [gehangen] = taalschool.aangenomen.filter((verzoek) => inhoud(verzoek).data.zaakId === zaakId);
    const ondertussen = ({ aangenomen }: PartnerMetWebhook) =>
      aangenomen.filter((verzoek) => {
        const ander = inhoud(verzoek).data.zaakId !== zaakId;
        return ander && verzoek.op > eerste.op && verzoek.op < (gehangen?.op ?? 0);
      });
    expect(ondertussen(taalschool)).not.toEqual([]);
    expect(ondertussen(intos)).not.toEqual([]);
  });

  it('that ask for rest get it', async () => {
    const { taalmaatjes } = partners;
    const aantal = await allesBezorgd(taalmaatjes, 15);
    expect(taalmaatjes.aangenomen).toHaveLength(aantal);
    expect(perZaak(taalmaatjes.aangenomen)).toEqual(vanEenAf(perZaak(taalmaatjes.aangenomen)));
    const [geweigerd] = taalmaatjes.ontvanger.ontvangen.filter(isPost);
    const opnieuw = taalmaatjes.aangenomen.find(
      ({ headers }) => headers['webhook-id'] === geweigerd?.headers['webhook-id'],
    );
    expect((opnieuw?.op ?? 0) - (geweigerd?.op ?? 0)).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDEN * 1000);
  });

  it('that want no more are stopped with a warning, and their messages are kept', async () => {
    const { balk } = partners;
    expect(await balk.abonnement()).toMatchObject({ status: 'gestopt' });
    expect(await balk.tijdlijn()).toContain('abonnement-gestopt');
    expect(await balk.inPostvak('klaargezet')).toBeGreaterThan(0);
    expect(await balk.inPostvak('bezorgd', 'geparkeerd', 'vervallen')).toBe(0);
  });

  it('that are out of order are warned of on the timeline and on the bus, and their messages are kept', async () => {
    const { mage } = partners;
    expect(await mage.tijdlijn()).toContain('ontvanger-in-storing');
    expect(await mage.abonnement()).toMatchObject({ status: 'actief' });
    expect(await mage.inPostvak('klaargezet')).toBeGreaterThan(0);
    const waarschuwingen = hub.events.filter(
      (event) => event['detail-type'] === 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1',
    );
    expect(waarschuwingen.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kanaal: '0907/balk', waarschuwing: 'abonnement-gestopt' }),
        expect.objectContaining({ kanaal: '0907/mage', waarschuwing: 'ontvanger-in-storing' }),
      ]),
    );
  });

  it('leave nothing of a message, a secret or a token in a log', () => {
    const logs = hub.logregels.join('\n');
    for (const { secret } of Object.values(partners)) expect(logs).not.toContain(secret.slice(6));
    expect(logs).not.toMatch(/whsec_|v1,[A-Za-z0-9+/]{20}/);
  });
});
