import { describe, expect, it } from 'vitest';
import type { Step } from '../../../../client/scenario/parse.ts';
import { redated } from '../../../../client/scenario/redate.ts';

const event = (data: Record<string, unknown>): Step => ({
  van: 'coa',
  bericht: { id: '59e6fd70-44d7-5d2a-a608-d0f0e00aaca8', time: '2026-03-03T15:10:00Z', data },
  verwacht: undefined,
});

describe('steps that are moved in time', () => {
  it('say of every whole date, however deep, that it was so many days later, and leave the rest as it is', () => {
    const [moved] = redated(
      [
        event({
          datumKoppeling: '2026-03-03',
          personen: [{ geboortedatum: '2008-02-29' }, { geboortedatum: '1990-05' }],
          koppelingId: 'TVS-2026-03-04',
          vNummer: '2790020011',
          versie: 1,
        }),
      ],
      366,
    );
    expect(moved).toMatchObject({
      bericht: {
        time: '2027-03-04T15:10:00Z',
        data: {
          datumKoppeling: '2027-03-04',
          personen: [{ geboortedatum: '2009-03-01' }, { geboortedatum: '1990-05' }],
          koppelingId: 'TVS-2026-03-04',
          vNummer: '2790020011',
          versie: 1,
        },
      },
    });
  });

  it('move back as well, with the answers that DUO gives from then on', () => {
    const step: Step = {
      van: 'duo',
      notificatie: { registratieDatumTijd: '2026-01-01T07:00:00Z', gebeurtenisId: 'SS101', bsn: '999970019' },
      duo: { inburgeringsplicht: { datumKennisgevingInburgeringsplicht: '2025-12-19' } },
    };
    expect(redated([step], -1)).toEqual([
      {
        ...step,
        notificatie: { ...step.notificatie, registratieDatumTijd: '2025-12-31T07:00:00Z' },
        duo: { inburgeringsplicht: { datumKennisgevingInburgeringsplicht: '2025-12-18' } },
      },
    ]);
  });

  it('have an id of their own for each number of days, and the same at every time', () => {
    const idAfter = (days: number) => {
      const [step] = redated([event({})], days);
      return step !== undefined && 'bericht' in step ? step.bericht['id'] : undefined;
    };
    expect(idAfter(0)).toBe('59e6fd70-44d7-5d2a-a608-d0f0e00aaca8');
    expect(idAfter(3)).toBe(idAfter(3));
    expect(new Set([idAfter(0), idAfter(3), idAfter(4)]).size).toBe(3);
  });
});
