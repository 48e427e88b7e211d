import { describe, expect, it } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP } from '../../domain/support.ts';
import { notificatieBericht } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import {
  DEN_BOSCH,
  inAnyOrder,
  koppelingOf,
  MOTHER,
  member,
  moved,
  play,
  registered,
  zaakOfPerson,
} from './support.ts';

/** Stories of the ten weeks for the PIP. */

describe('the ten weeks for the PIP', () => {
  const NOORDOOSTPOLDER = '0171' as Gemeentecode;
  const plichtSince = (datumKennisgevingInburgeringsplicht: string): DuoResponses => ({
    inburgeringsplicht: { indicatorInburgeringsplicht: true, datumKennisgevingInburgeringsplicht },
  });
  const pipOf = async (hub: HubInMemory, gemeentecode: Gemeentecode = GENNEP) => {
    const zaak = await zaakOfPerson(hub, MOTHER, gemeentecode);
    const found = zaak && (await hub.zaken.termijnen(zaak.zaakId, gemeentecode));
    return found?.termijnen.find(({ naam }) => naam === 'PIP vaststellen');
  };
  /** The same term in any order and with any repetition, and these dates and standing. */
  const comesOut = async (
    story: readonly InboundBericht[],
    responses: DuoResponses,
    expected: Record<string, unknown>,
    gemeentecode: Gemeentecode = GENNEP,
  ) => {
    await inAnyOrder(
      story,
      async (hub) => {
        const { uitleg: _, ...termijn } = (await pipOf(hub, gemeentecode)) ?? {};
        expect(termijn).toMatchObject(expected);
        return termijn;
      },
      () => responses,
    );
  };
  const linked = (gemeentecode = '0907') =>
    koppelingOf([member(MOTHER, 'hoofdpersoon')], { gemeentecode, datumKoppeling: '2026-03-02' });

  it('begin on the kennisgeving when that came after the registration', async () => {
    const story = [
      linked(),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS101', MOTHER, '2026-11-02T07:00:00Z'),
    ];
    await comesOut(story, plichtSince('2026-11-02'), {
      startdatum: '2026-11-02',
      einddatum: '2027-01-11',
      startGebeurtenis: 'inburgeringsplicht-vastgesteld',
    });
  });

  it('begin on the move out of an azc in the same gemeente, whatever SS139 adds', async () => {
    const story = [
      linked('0171'),
      registered(MOTHER, '2026-01-10', '0171', { isCoaLocatie: true }),
      notificatieBericht('SS101', MOTHER, '2026-06-10T07:00:00Z'),
      moved(MOTHER, '2026-08-10', '0171'),
      notificatieBericht('SS139', MOTHER, '2026-08-14T07:00:00Z'),
    ];
    await comesOut(
      story,
      plichtSince('2026-06-10'),
      { startdatum: '2026-08-10', einddatum: '2026-10-19' },
      NOORDOOSTPOLDER,
    );
  });

  it('are provisional from a month, and not over before the last day that it can mean', async () => {
    const story = [
      linked(),
      registered(MOTHER, '2026-09-20', '0907', { datumInschrijving: '2026-09' }),
      notificatieBericht('SS101', MOTHER, '2026-06-10T07:00:00Z'),
    ];
    await comesOut(story, plichtSince('2026-06-10'), {
      voorlopig: true,
      einddatum: '2026-11-10',
      einddatumUiterlijk: '2026-12-09',
    });
  });

  it('are met on the day before the inburgeringstermijn begins, and stay so after a move in the gemeente', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS102', MOTHER, '2026-08-13T07:00:00Z'),
      registered(MOTHER, '2026-09-15'),
    ];
    const termijn = { inburgeringstermijn: { startdatum: '2026-08-08', einddatum: '2029-08-08' } };
    await comesOut(
      story,
      { ...plichtSince('2026-03-10'), ...termijn },
      { stand: 'gehaald', gehaaldOp: '2026-08-07', einddatum: '2026-08-10' },
    );
  });

  it('leave the inburgeringstermijn as it is when the person moves to another gemeente', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS102', MOTHER, '2026-08-13T07:00:00Z'),
      registered(MOTHER, '2026-10-01', '0796'),
    ];
    const termijn = { inburgeringstermijn: { startdatum: '2026-08-08', einddatum: '2029-08-08' } };
    const hub = await play(story, () => ({ ...plichtSince('2026-03-10'), ...termijn }));
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    const found = await hub.zaken.termijnen(zaak?.zaakId as ZaakId, DEN_BOSCH);
    expect(found?.termijnen).toContainEqual(
      expect.objectContaining({ id: 'TH02', startdatum: '2026-08-07', einddatum: '2029-08-07' }),
    );
    // The next gemeente has to make a PIP of its own, and no source but that gemeente tells when it did.
    expect(await pipOf(hub, DEN_BOSCH)).toMatchObject({ startdatum: '2026-10-01', nietTeVolgen: true });
    expect(await pipOf(hub)).toMatchObject({ gehaaldOp: '2026-08-07' });
  });

  it('begin anew for who comes back by a move, of whom DUO alone told that they left', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-03-05'),
      notificatieBericht('SS121', MOTHER, '2026-05-05T07:00:00Z', '00000099000007960000'),
      moved(MOTHER, '2026-08-10'),
    ];
    await comesOut(story, plichtSince('2026-03-10'), { startdatum: '2026-08-10', einddatum: '2026-10-19' });
  });

  it('do not begin anew by a correction without a day of the home before: the person lives where they went', async () => {
    const first = registered(MOTHER, '2026-03-05');
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      first,
      registered(MOTHER, '2026-06-01', '0796'),
      registered(MOTHER, '2026-08-10', '0907', {
        soort: 'correctie',
        datumInschrijving: '2026',
        vervangtBerichtId: first.berichtId,
      }),
    ];
    await comesOut(story, plichtSince('2026-03-10'), { startdatum: '2026-06-01' }, DEN_BOSCH);
  });
});
