import { describe, expect, it } from 'vitest';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import { Kpis } from '../../../../../../contracts/kpis.ts';
import { addFeiten, emptyDossier } from '../../../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../../../domain/zaak/feiten.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { duo, inschrijving, linked, ZAAK } from '../../../../domain/support.ts';

/** `GET /gemeenten/{code}/kpis`: the clock of this API stands at 20 June 2025. */

const PATH = '/v1/gemeenten/0907/kpis';

/** The API, and a zaak whose ten weeks ended without a PIP on 31 March 2025. */
const withZaak = async () => {
  const api = startApi();
  const feiten: readonly Feit[] = [
    linked(),
    duo('SS101', {}, '2024-12-01T07:00:00Z'),
    inschrijving({ datumInschrijving: '2025-01-20' }),
  ];
  const dossier = feiten.reduce(
    (earlier, feit) => addFeiten(ZAAK, earlier, [feit], '2025-06-20')?.dossier ?? earlier,
    emptyDossier,
  );
  await createZaakLists(api.world.table).store([{ zaakId: ZAAK, dossier }]);
  return api;
};

const figureOf = (content: unknown, id: string) =>
  Kpis.parse(content).indicatoren.find((one) => one.id === id)?.waarde;

describe('GET /gemeenten/{code}/kpis', () => {
  it('gives a gemeente its figures of today', async () => {
    const { call } = await withZaak();
    const { status, content } = await call('GET', PATH, { to: 'gemeente' });
    expect(status).toBe(200);
    expect(content).toMatchObject({ gemeentecode: '0907', peildatum: '2025-06-20', zaken: 1 });
    expect(figureOf(content, 'pip-overschreden')).toBe(100);
  });

  it('gives those of a day before, by what had happened then', async () => {
    const { call } = await withZaak();
    const { content } = await call('GET', PATH, { to: 'gemeente', query: { peildatum: '2025-03-31' } });
    expect(content).toMatchObject({ peildatum: '2025-03-31', zaken: 1 });
    expect(figureOf(content, 'pip-overschreden')).toBe(0);
    const before = await call('GET', PATH, { to: 'gemeente', query: { peildatum: '2024-11-30' } });
    expect(before.content).toMatchObject({ zaken: 0 });
    expect(figureOf(before.content, 'pip-overschreden')).toBeUndefined();
  });

  it('names no zaak and nobody', async () => {
    const { call } = await withZaak();
    const { content } = await call('GET', PATH, { to: 'gemeente' });
    expect(JSON.stringify(content)).not.toMatch(new RegExp(`${ZAAK}|Qasim|2798163871|999966133`));
  });

  it.each([
    ['a day that is no date', { peildatum: '2025-02-30' }, ['/peildatum']],
    ['a day of no year that counts', { peildatum: '0001-01-01' }, ['/peildatum']],
    ['a day that has not come', { peildatum: '2025-06-21' }, ['/peildatum']],
    [
      'a parameter that it does not know',
      { peildatum: 'gisteren', vanaf: '2025-01-01' },
      ['/peildatum', '/vanaf'],
    ],
  ])('refuses %s: 400 with each fault', async (_name, query, pointers) => {
    const outcome = await startApi().call('GET', PATH, { to: 'gemeente', query });
    expect([outcome.status, outcome.pointers]).toEqual([400, pointers]);
  });

  it.each([
    ['another gemeente', '/v1/gemeenten/0796/kpis', 'gemeente', 404],
    ['a gemeente that does not exist', '/v1/gemeenten/nergens/kpis', 'gemeente', 404],
    ['a partner', PATH, 'taalschool', 404],
    ['a source', PATH, 'coa', 403],
    ['operation', PATH, 'beheer', 403],
  ])('does not give those to %s', async (_name, path, to, status) => {
    expect((await (await withZaak()).call('GET', path, { to })).status).toBe(status);
  });

  it('does not answer a stranger: 401', async () => {
    expect((await startApi().call('GET', PATH)).status).toBe(401);
  });
});
