import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createDuoOrders } from '../../adapters/duo/orders.ts';
import { Bsn, type Gemeentecode } from '../../contracts/base-types.ts';
import { HEADERS, serveDuoStandIn } from './support/duo-server.ts';
import { readStandard } from './support/schemas.ts';

/** The requests of the hub to DUO follow the published files of DUO, and the stand-in answers with a status from these files. */

const Operation = z.object({
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.object({ content: z.unknown().optional() })),
});
const Specification = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const specification = (file: string) => Specification.parse(parse(readStandard('duo', file)));
const CONTACT_FILE = specification('contactpersoon.openapi.yml');
const AANBOD_FILE = specification('inburgeringsaanbod.openapi.yml');
const LBT_FILE = specification('leerbaarheidstoets.openapi.yml');

const Counted = z.object({ contactpersonen: z.int() });

const BSN = Bsn.parse('999966133');
const GENNEP = '0907' as Gemeentecode;
const CONTACT = { naam: 'N. de Vries', email: 'n.devries@gennep.example', telefoonnummer: '0485494141' };

const address = serveDuoStandIn();

/** The hub's own connection to the stand-in. */
const connected = () =>
  createDuoOrders({
    basisUrl: address(),
    duoOin: HEADERS.doel,
    identityOf: async (gemeente) => ({ oin: `000000990000${gemeente}0000` }),
  });

const put = (antwoorden: object) =>
  fetch(`${address()}/antwoorden`, { method: 'POST', body: JSON.stringify({ bsn: BSN, antwoorden }) });

/** A call that DUO's file has to describe, with its answer. */
const call = async (
  { info, paths }: typeof CONTACT_FILE,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  { id = 1, body, bron = HEADERS.bron }: { id?: number; body?: object; bron?: string } = {},
) => {
  const { requestBody, responses } = Operation.parse(paths[path]?.[method.toLowerCase()]);
  expect(requestBody === undefined, 'a body').toBe(body === undefined);
  const response = await fetch(
    `${address()}${path.replace('{bsn}', BSN).replace('{instellingsnummer}', '0000012345').replace('{id}', String(id))}`,
    {
      method,
      headers: { ...HEADERS, bron },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  const described = responses[String(response.status)];
  expect(described, `status ${response.status}`).toBeDefined();
  expect(response.headers.get('API-Version')).toBe(info.version);
  const text = await response.text();
  if (described?.content === undefined) expect(text).toBe('');
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
};

describe('a leerbaarheidstoets that is skipped', () => {
  const PATH = '/personen/{bsn}/lbt/examennummer';

  it('has its examennummer taken back once, by a gemeente', async () => {
    await put({ 'lbt/examennummer': { examennummer: 'A1' } });
    expect((await call(LBT_FILE, 'DELETE', PATH, { bron: '00000099000000001000' })).status).toBe(403);
    expect((await call(LBT_FILE, 'DELETE', PATH)).status).toBe(200);
    expect((await call(LBT_FILE, 'DELETE', PATH)).status).toBe(404);
  });
});

describe('an inburgeringsaanbod', () => {
  const SCHOOL = '0000012345';
  const PATH = '/personen/{bsn}/Inburgeringsaanbod/{instellingsnummer}';
  const body = { indicatorAlfabetiseringsonderwijs: 'NVT', datumInburgeringsaanbod: '2025-11-03' };
  const PIP = { gemeentecode: '0907', pip: { dagtekeningPip: '2025-09-01', leerroute: 'B' } };
  const faultsIn = (answer: { body: unknown }) => JSON.stringify(answer.body);

  it('is one for each school, of an asielstatushouder with a PIP, at a school that DUO knows', async () => {
    await put({ PIP: null });
    expect(faultsIn(await call(AANBOD_FILE, 'POST', PATH, { body }))).toContain('geen PIP');
    await put({ PIP, doelgroep: { indeling: 'Gezinsmigrant en overige migrant' } });
    expect(faultsIn(await call(AANBOD_FILE, 'POST', PATH, { body }))).toContain('asielmigranten');
    await put({ doelgroep: null });
    const schools = [{ instellingsnummer: '0000067890' }];
    const toAll = (instellingen: unknown) =>
      fetch(`${address()}/antwoorden`, {
        method: 'POST',
        body: JSON.stringify({ antwoorden: { instellingen } }),
      });
    await toAll(schools);
    expect(faultsIn(await call(AANBOD_FILE, 'POST', PATH, { body }))).toContain('keurmerk');
    await toAll(null);
    expect(
      (await call(AANBOD_FILE, 'POST', PATH, { body: { datumInburgeringsaanbod: '2025-11-03' } })).status,
    ).toBe(400);
    expect((await call(AANBOD_FILE, 'POST', PATH, { body })).status).toBe(201);
    expect(await call(AANBOD_FILE, 'POST', PATH, { body })).toMatchObject({ status: 403 });
    expect((await call(AANBOD_FILE, 'DELETE', PATH)).status).toBe(204);
    expect((await call(AANBOD_FILE, 'DELETE', PATH)).status).toBe(404);
  });

  it('goes through the connection of the hub as it is described', async () => {
    await put({ PIP });
    const order = { over: 'inburgeringsaanbod', instellingsnummer: SCHOOL, datum: '2025-11-03' } as const;
    const aanbod = { indicatorAlfabetiseringsonderwijs: 'NVT' } as const;
    const registers = { ...order, handeling: 'registreren', aanbod } as const;
    expect(await connected().tell(BSN, GENNEP, registers)).toEqual({ kind: 'done' });
    expect(await connected().tell(BSN, GENNEP, registers)).toMatchObject({ kind: 'refused' });
    for (const times of [1, 2]) {
      const removed = await connected().tell(BSN, GENNEP, { ...order, handeling: 'verwijderen' });
      expect([times, removed]).toEqual([times, { kind: 'done' }]);
    }
  });
});

describe('the results of a leerbaarheidstoets', () => {
  const RESULT = {
    resultaat: 'B1-route haalbaar',
    behaaldeScore: '33,00',
    benodigdeScore: '28,00',
    datumAfname: '2025-09-03',
  };

  it.each([
    ['none as long as DUO knows of no test', null, { kind: 'seen', resultaten: [] }],
    ['an empty list', [], { kind: 'seen', resultaten: [] }],
    ['a list', [RESULT], { kind: 'seen', resultaten: [RESULT] }],
    ['a score with a point', [{ ...RESULT, behaaldeScore: '33.00' }], { kind: 'refused' }],
  ])('are asked as DUO describes it: %s', async (_, resultaten, expected) => {
    await put({ 'lbt/resultaten': resultaten });
    expect(await connected().resultaten(BSN, GENNEP)).toMatchObject(expected);
  });
});

describe('a contactpersoon', () => {
  it('is registered, changed, linked in the place of another, and removed', async () => {
    const first = await call(CONTACT_FILE, 'POST', '/contactpersonen', { body: CONTACT });
    expect(first).toEqual({ status: 201, body: { id: 1, contactpersoongegevens: CONTACT } });
    await call(CONTACT_FILE, 'POST', '/contactpersonen', { body: { ...CONTACT, naam: 'P. Bakker' } });
    const changed = { ...CONTACT, telefoonnummer: '0485499999' };
    expect((await call(CONTACT_FILE, 'PUT', '/contactpersonen/{id}', { body: changed })).status).toBe(200);
    const link = '/contactpersonen/{id}/personen/{bsn}';
    expect((await call(CONTACT_FILE, 'POST', link)).status).toBe(201);
    expect((await call(CONTACT_FILE, 'POST', link, { id: 2 })).status).toBe(201);
    expect((await call(CONTACT_FILE, 'DELETE', link)).status).toBe(404);
    expect((await call(CONTACT_FILE, 'DELETE', link, { id: 2 })).status).toBe(200);
    expect((await call(CONTACT_FILE, 'DELETE', '/contactpersonen/{id}')).status).toBe(200);
    expect((await call(CONTACT_FILE, 'POST', link)).status).toBe(404);
  });

  it('is refused without a number, and is no other gemeente’s to change', async () => {
    const { telefoonnummer: _, ...incomplete } = CONTACT;
    expect((await call(CONTACT_FILE, 'POST', '/contactpersonen', { body: incomplete })).status).toBe(400);
    const other = { body: CONTACT, id: 2, bron: '00000099000007960000' };
    expect((await call(CONTACT_FILE, 'PUT', '/contactpersonen/{id}', other)).status).toBe(404);
  });

  it('goes through the connection of the hub as it is described', async () => {
    const duo = connected();
    const registered = await duo.registerContact(GENNEP, CONTACT);
    expect(registered).toMatchObject({ kind: 'done' });
    const id = 'id' in registered ? registered.id : 0;
    expect(await duo.changeContact(GENNEP, id, CONTACT)).toEqual({ kind: 'done' });
    expect(await duo.linkContact(BSN, GENNEP, id, 'registreren')).toEqual({ kind: 'done' });
    expect(await duo.linkContact(BSN, GENNEP, id, 'verwijderen')).toEqual({ kind: 'done' });
  });

  it('is there, or not, before a rehearsed failure', async () => {
    for (const [naGevolg, added] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const counted = async () =>
        Counted.parse(await (await fetch(`${address()}/geteld`)).json()).contactpersonen;
      const before = await counted();
      const outage = JSON.stringify({ aantal: 1, status: 504, naGevolg });
      await fetch(`${address()}/storing`, { method: 'POST', body: outage });
      expect((await call500(CONTACT)).status).toBe(504);
      expect((await counted()) - before).toBe(added);
    }
  });
});

/** A call that meets a failure of what is between the hub and DUO, which DUO's files say nothing about. */
const call500 = (body: object) =>
  fetch(`${address()}/contactpersonen`, { method: 'POST', headers: HEADERS, body: JSON.stringify(body) });
