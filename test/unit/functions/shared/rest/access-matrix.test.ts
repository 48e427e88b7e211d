import { describe, expect, test } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../../../contracts/base-types.ts';
import { gemeldFor } from '../../../../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../../../../domain/delivery/item.ts';
import { ROUTES } from '../../../../../functions/api/routes.ts';
import { type Call, createToken, startApi, type TokenWish } from '../../../../contract/support/api.ts';
import { example } from '../../../../contract/support/examples.ts';
import matrix from './access-matrix.json' with { type: 'json' };

/**
 * Who may what, cell by cell: `access-matrix.json` has a row for each call and a column for each kind of caller, with the
 * status that the caller gets. Everything asked about is of Gennep: a zaak that its taalschool was told of, a message that COA
 * sent, an abonnement of its taalschool.
 */

const CALLERS: Readonly<Record<string, TokenWish | undefined>> = {
  coa: { organisatie: 'coa' },
  brp: { organisatie: 'brp' },
  duo: { organisatie: 'duo' },
  'own gemeente': { organisatie: 'gemeente-0907' },
  'other gemeente': { organisatie: 'gemeente-9999' },
  'partner that was told': { organisatie: 'taalschool-0907' },
  'partner that was not told': { organisatie: 'balk-0907' },
  'partner of another gemeente': { organisatie: 'taalschool-9999' },
  beheer: { organisatie: 'beheer' },
  'own gemeente without a right': { organisatie: 'gemeente-0907', scopes: [] },
  'source with rights that are not its own': { organisatie: 'brp', scopes: ['zaken:lezen', 'beheer'] },
  stranger: { organisatie: 'onbekend-0907' },
  'expired token': { organisatie: 'gemeente-0907', expires: '-1m' },
  'token of another issuer': { organisatie: 'gemeente-0907', issuer: 'https://kwaad.example' },
  'shut out': { organisatie: 'intos-0907' },
  'no token': undefined,
};

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const CLOUDEVENT = { 'Content-Type': 'application/cloudevents+json' };
const KOPPELING = example('nl.tvs.koppeling.geregistreerd.v1', 'goed-huishouden');

/** What a call of this path is sent, where it needs something. */
const REQUESTS: Readonly<Record<string, Call>> = {
  'POST /gebeurtenissen': { body: KOPPELING, headers: CLOUDEVENT },
  'POST /notificaties': {
    body: example('nl.duo.notificatie.v1', 'goed-beide'),
    headers: {
      ...JSON_TYPE,
      bron: '00000099000000004000',
      doel: '00000099000000001000',
      berichtId: '0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d10',
    },
  },
  'POST /zaken/_zoek': { body: { vNummer: '2798163871' }, headers: JSON_TYPE },
  'POST /zaken/{zaakId}/_herstel': {
    body: {
      id: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
      reden: 'Per ongeluk gemeld',
      vervalt: ['koppeling:TVS-1:1'],
    },
    headers: JSON_TYPE,
  },
  'POST /zaken/{zaakId}/_wis': { body: { reden: 'verzoek-betrokkene' }, headers: JSON_TYPE },
  'POST /partners/{partner}/_uitsluiten': { body: { reden: 'token-gelekt' }, headers: JSON_TYPE },
  'PUT /kanaal': { body: { deur: 'ophalen' }, headers: JSON_TYPE },
  'POST /abonnementen': {
    body: example('abonnement.aanvraag', 'goed-minimaal'),
    headers: JSON_TYPE,
  },
  'POST /abonnementen/{abonnementId}/herleveringen': {
    body: { van: '2025-06-01T00:00:00Z' },
    headers: JSON_TYPE,
  },
  'POST /herleveringen': { body: { van: '2025-06-01T00:00:00Z' }, headers: JSON_TYPE },
  'POST /berichten/{berichtId}/_luktniet': { body: { reden: 'geen-plek' }, headers: JSON_TYPE },
  'POST /berichten/{berichtId}/_afgehandeld': { query: { partner: 'taalschool' } },
  'PATCH /abonnementen/{abonnementId}': { body: { types: [] }, headers: JSON_TYPE },
  'POST /abonnementen/{abonnementId}/_nieuwgeheim': { body: {}, headers: JSON_TYPE },
  'GET /ontvangsten': { query: { status: 'wacht' } },
};

/** An API with what is asked about in it, and the values for the places in its paths. */
const seeded = async () => {
  const api = startApi();
  api.world.zaken.set(ZAAK, {
    keys: ['2798163871'],
    zaak: { zaakId: ZAAK, gemeentecode: '0907' as Gemeentecode, status: 'actief', gegevens: {} },
    tijdlijn: { zaakId: ZAAK, gebeurtenissen: [], termijnen: [] },
  });
  const bericht = gemeldFor('taalschool').parse(
    example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
  );
  api.world.post.push({ gemeentecode: '0907', partner: 'taalschool', bericht });
  await api.world.postvak.put([newPostvakItem('0907/taalschool', bericht, api.world.clock.now(), [])]);
  await api.world.admissions.shutOut('intos-0907', 'beheer');
  const sent = await api.send('coa', example('nl.tvs.koppeling.ingetrokken.v1', 'goed-zonder-personen'));
  const subscribed = await api.call('POST', '/v1/abonnementen', {
    to: 'taalschool-0907',
    ...REQUESTS['POST /abonnementen'],
  });
  // Its gemeente has a logbook of this zaak once it read it.
  await api.call('GET', `/v1/zaken/${ZAAK}/tijdlijn`, { to: 'gemeente-0907' });
  const values: Readonly<Record<string, string>> = {
    zaakId: ZAAK,
    code: '0907',
    partner: 'intos',
    ontvangstId: String(sent.content?.['ontvangstId']),
    abonnementId: String(subscribed.content?.['id']),
    berichtId: bericht.id,
    herleveringId: '5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01',
    type: 'nl.tvs.koppeling.geregistreerd.v1',
  };
  return { call: api.call, values };
};

const nameOf = ({ method, path }: (typeof ROUTES)[number]): string => `${method} ${path}`;

/** What the reading calls ask: they change nothing that another of them asks about. */
const forReading = seeded();

const statusOf = async (name: string, wish: TokenWish | undefined): Promise<number> => {
  const { call, values } = await (name.startsWith('GET ') ? forReading : seeded());
  const [method = '', path = ''] = name.split(' ');
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, place: string) => values[place] ?? '');
  const { headers, ...request } = REQUESTS[name] ?? {};
  const token = wish === undefined ? {} : { Authorization: `Bearer ${await createToken(wish)}` };
  return (await call(method, `/v1${filled}`, { ...request, headers: { ...headers, ...token } })).status;
};

const ROWS: Readonly<Record<string, Readonly<Record<string, number>>>> = matrix;

describe('who may what', () => {
  test('is said of every call and every kind of caller', () => {
    expect(Object.keys(ROWS).toSorted()).toEqual(ROUTES.map(nameOf).toSorted());
    for (const [name, row] of Object.entries(ROWS))
      expect(Object.keys(row), name).toEqual(Object.keys(CALLERS));
  });

  test.each(Object.entries(ROWS))('%s', async (name, row) => {
    const found: Record<string, number> = {};
    for (const caller of Object.keys(row)) found[caller] = await statusOf(name, CALLERS[caller]);
    expect(found).toEqual(row);
  });
});
