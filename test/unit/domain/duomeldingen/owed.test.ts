import { describe, expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import type { DuoOrder } from '../../../../domain/duomeldingen/orders.ts';
import { isOwedToDuo, notTakenByDuo, owedSince, owedToDuo } from '../../../../domain/duomeldingen/owed.ts';
import { mijlpalenOf } from '../../../../domain/kpis/mijlpalen.ts';
import { intakeOf } from '../../../../domain/routemap/intake.ts';
import type { DuoMeldingFeit, Feit, RegisseurFeit } from '../../../../domain/zaak/feiten.ts';
import { termijnenOf } from '../../../../domain/zaak/termijnen.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  assigned,
  cause,
  duo,
  GENNEP,
  inschrijving,
  koppeling,
  linked,
  putAside,
  reported,
} from '../support.ts';

const BSN = '999966133' as Bsn;
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const known: readonly Feit[] = [
  linked(koppeling({}, { bsn: BSN })),
  inschrijving(),
  duo('SS101', PLICHT, '2025-08-20T08:00:00Z'),
];
const owedOn = (day: string, ...feiten: readonly Feit[]) =>
  owedToDuo(zaakOf([...known, ...feiten]), new Date(`${day}T12:00:00Z`));

const directs = (
  regisseurId: string,
  ingangsdatum: string,
  moment = `${ingangsdatum}T08:00:00Z`,
): RegisseurFeit => {
  const feit = assigned(regisseurId, ingangsdatum, cause(moment));
  return {
    ...feit,
    gegevens: { ...feit.gegevens, emailadres: 'team@gennep.example', telefoonnummer: '0485494141' },
  };
};

/** A call about a contactpersoon, as far as it came. */
const called = (
  nummer: number,
  { feitId, tijdstip, gegevens: { regisseurId, naam, ingangsdatum } }: RegisseurFeit,
  end?: Exclude<DuoMeldingFeit['stap'], 'voorgenomen'>,
): readonly DuoMeldingFeit[] => {
  const opdracht: DuoOrder = {
    over: 'contactpersoon',
    handeling: 'registreren',
    regisseurId,
    datum: ingangsdatum,
    contactpersoon: { naam, email: 'team@gennep.example', telefoonnummer: '0485494141' },
    gemeldOp: tijdstip,
  };
  return (['voorgenomen', ...(end === undefined ? [] : [end])] as const).map((stap, place) => ({
    ...cause(`2025-12-0${nummer}T08:0${place}:00Z`),
    feitId: `duo-melding:${nummer}:${stap}`,
    soort: 'duo-melding',
    meldingId: `melding-${nummer}`,
    nummer,
    stap,
    gemeentecode: GENNEP,
    besluit: feitId,
    bsn: BSN,
    opdracht,
    ...(stap === 'geweigerd' ? { redenen: ['Onbekend'] } : {}),
  }));
};

const first = directs('R-0042', '2025-09-01');
const second = directs('R-0043', '2025-10-01');
const DAY = '2025-12-24';

describe('what the hub owes DUO of who directs a zaak', () => {
  const contact = (day: string, ...feiten: readonly Feit[]) => owedOn(day, ...feiten).get('contactpersoon');

  it('is who directs it on the day, and nothing before the first', () => {
    expect(contact('2025-08-31', first, second)?.kind).toBe('nothing');
    expect(contact('2025-09-30', second, first)).toMatchObject({
      task: { order: { regisseurId: 'R-0042' } },
    });
    expect(contact('2025-10-01', first, second)).toMatchObject({
      task: { order: { regisseurId: 'R-0043' } },
    });
    expect(owedSince(zaakOf([...known, second]))).toBe('2025-10-01T08:00:00Z');
    expect(owedSince(zaakOf([...known, directs('R-1', '2026-01-01', '2025-12-01T08:00:00Z')]))).toBe(
      '2026-01-01T00:00:00Z',
    );
  });

  it('is nothing once DUO did it, until another directs the zaak or is reached otherwise', () => {
    const done = called(1, first, 'bevestigd');
    expect(contact(DAY, first, ...done)?.kind).toBe('nothing');
    expect(isOwedToDuo(zaakOf([...known, first, ...done]))).toBe(false);
    expect(contact(DAY, first, ...done, second)?.kind).toBe('tell');
  });

  it('is nothing to look after once DUO did all of it, whoever was named first', () => {
    const done = [...called(1, first, 'bevestigd'), ...called(2, second, 'bevestigd')];
    for (const named of [
      [first, second],
      [second, first],
    ]) {
      expect(owedSince(zaakOf([...known, ...named, ...done]))).toBeUndefined();
    }
  });

  it('is told again when nobody knows whether DUO took another one that was put aside meanwhile', () => {
    const open = [first, ...called(1, first, 'bevestigd'), second, ...called(2, second)];
    expect(contact(DAY, ...open, putAside([second.feitId]))).toMatchObject({
      kind: 'ask',
      isStillOwed: false,
    });
    const given = [first, ...called(1, first, 'bevestigd'), second, ...called(2, second, 'niet gedaan')];
    expect(contact(DAY, ...given, putAside([second.feitId]))).toMatchObject({
      kind: 'tell',
      task: { order: { handeling: 'registreren', regisseurId: 'R-0042' } },
    });
  });

  it('is that nobody is the contactpersoon any more, when the only assignment is put aside', () => {
    for (const end of ['bevestigd', 'niet gedaan'] as const) {
      expect(contact(DAY, first, ...called(1, first, end), putAside([first.feitId]))).toMatchObject({
        kind: 'tell',
        task: { order: { handeling: 'verwijderen', regisseurId: 'R-0042' } },
      });
    }
    expect(contact(DAY, first, ...called(1, first, 'geweigerd'), putAside([first.feitId]))?.kind).toBe(
      'nothing',
    );
  });

  it('is refused as long as that one directs the zaak, also when a colleague begins later', () => {
    const refused = [first, ...called(1, first, 'geweigerd')];
    expect(contact(DAY, ...refused)?.kind).toBe('refused');
    const later = directs('R-0044', '2026-01-01', '2025-12-20T08:00:00Z');
    expect(notTakenByDuo(zaakOf([...known, ...refused, later]))).toMatchObject([
      ['contactpersoon', { kind: 'refused' }],
    ]);
  });
});

describe('a leerbaarheidstoets that the gemeente skips', () => {
  const skipped = reported('leerbaarheidstoets-overgeslagen', '2025-09-20', {
    redenOverslaan: 'ontheffing door de gemeente',
  });
  const zaak = zaakOf([...known, skipped]);
  const termOf = (of: typeof zaak) => termijnenOf(of).find(({ id }) => id === 'TG06');

  it('ends the term that waits for it, and is missed in the intake no more', () => {
    expect(termOf(zaakOf(known))?.gehaaldOp).toBeUndefined();
    expect(termOf(zaak)?.gehaaldOp).toBe('2025-09-20');
    expect(intakeOf(zaakOf(known), DAY).ontbreekt).toContain('leerbaarheidstoets');
    const { ontbreekt, leerbaarheidstoets } = intakeOf(zaak, DAY);
    expect(ontbreekt).not.toContain('leerbaarheidstoets');
    expect(leerbaarheidstoets).toMatchObject({ overgeslagenOp: '2025-09-20' });
    expect(leerbaarheidstoets.afgenomenOp).toBeUndefined();
  });

  it('counts in no figure, unless the test was taken all the same', () => {
    expect(mijlpalenOf(zaak)?.stappen.leerbaarheidstoets).toBeUndefined();
    expect(mijlpalenOf(zaak)?.termijnen.map(({ id }) => id)).not.toContain('TG06');
    const taken = zaakOf([...known, skipped, reported('leerbaarheidstoets-afgenomen', '2025-09-25')]);
    expect(mijlpalenOf(taken)?.stappen.leerbaarheidstoets).toBe('2025-09-25');
    expect(termOf(taken)?.gehaaldOp).toBe('2025-09-25');
    const owed = owedOn(DAY, skipped, reported('leerbaarheidstoets-afgenomen', '2025-09-25'));
    expect(owed.get('leerbaarheidstoets')).toMatchObject({
      kind: 'breaks rules',
      rules: [{ nummer: 'LBT-1' }],
    });
  });
});
