import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { isOwedToDuo } from '../../../../domain/duomeldingen/owed.ts';
import type { PipOrder } from '../../../../domain/pip/order.ts';
import { owedOfPip } from '../../../../domain/pip/owed.ts';
import type { DuoMeldingFeit, Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  duo,
  GENNEP,
  inschrijving,
  koppeling,
  linked,
  PARTNER_ZAAK,
  putAside,
  reported,
  verhuizing,
} from '../support.ts';
import { B1, pipChanged, pipVastgesteld, pipWithdrawn, Z } from './support.ts';

const BSN = '999966133' as Bsn;
const known: readonly Feit[] = [linked(koppeling({}, { bsn: BSN })), inschrijving()];

const owed = (...feiten: readonly Feit[]) => owedOfPip(zaakOf([...known, ...feiten]));

/** What is owed in short. */
const short = (...feiten: readonly Feit[]) => {
  const found = owed(...feiten);
  switch (found.kind) {
    case 'tell':
    case 'refused':
    case 'waits':
      return { kind: found.kind, order: found.task.order };
    case 'breaks rules':
      return { kind: found.kind, rules: found.rules.map(({ nummer }) => nummer) };
    case 'ask':
      return { kind: found.kind, isStillOwed: found.isStillOwed };
    case 'nothing':
      return { kind: found.kind };
  }
};

const register = (dagtekeningPip: string, content = B1): PipOrder => ({
  handeling: 'registreren',
  pip: { ...content, dagtekeningPip },
});
const remove = (dagtekeningPip: string): PipOrder => ({ handeling: 'verwijderen', dagtekeningPip });

/** A call to DUO, as far as it came. */
const called = (
  nummer: number,
  opdracht: PipOrder,
  besluit: { readonly feitId: string },
  end?: Exclude<DuoMeldingFeit['stap'], 'voorgenomen'>,
): readonly DuoMeldingFeit[] =>
  (['voorgenomen', ...(end === undefined ? [] : [end])] as const).map((stap, place) => ({
    ...cause(`2025-12-0${nummer}T08:0${place}:00Z`),
    feitId: `duo-melding:${nummer}:${stap}`,
    soort: 'duo-melding',
    meldingId: `melding-${nummer}`,
    nummer,
    stap,
    gemeentecode: GENNEP,
    besluit: besluit.feitId,
    bsn: BSN,
    opdracht,
    ...(stap === 'geweigerd' ? { redenen: ['Het PIP is geweigerd'] } : {}),
  }));

/** DUO says which PIP it has. */
const answered = (dagtekeningPip: string, moment = '2025-12-20T08:00:00Z', gemeentecode = '0907') =>
  duo('SS130', { PIP: { gemeentecode, pip: { ...B1, dagtekeningPip } } }, moment);

const established = pipVastgesteld('2025-10-01', { inhoud: B1 });

describe('what the hub owes DUO of a PIP', () => {
  it('is nothing of the PIP that DUO holds of who left the country and came back', () => {
    const feiten = [
      established,
      ...called(1, register('2025-10-01'), established, 'bevestigd'),
      duo(
        'SS110',
        {
          inburgeringsplicht: {
            indicatorInburgeringsplicht: false,
            redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
          },
        },
        '2026-01-10T07:00:00Z',
      ),
      duo('SS101', {}, '2026-02-01T07:00:00Z'),
      inschrijving(
        { soort: 'eerste inschrijving', datumInschrijving: '2026-02-10' },
        cause('2026-02-10T08:00:00Z'),
      ),
    ];
    expect(short(...feiten)).toEqual({ kind: 'nothing' });
    expect(short(...feiten.toReversed())).toEqual({ kind: 'nothing' });
  });

  it('is nothing as long as no decision says what the PIP holds', () => {
    expect(short()).toEqual({ kind: 'nothing' });
    expect(short(pipVastgesteld('2025-10-01'))).toEqual({ kind: 'nothing' });
  });

  it('is the PIP that the gemeente decided on, and the last of several', () => {
    expect(short(established)).toEqual({ kind: 'tell', order: register('2025-10-01') });
    const changed = pipChanged('2025-11-01', { inhoud: Z, dagtekeningInitieel: '2025-10-01' });
    expect(short(changed, established)).toEqual({ kind: 'tell', order: register('2025-11-01', Z) });
  });

  it('waits for the BSN, and for nobody without a zaak', () => {
    const stranger = [linked(koppeling({}, { bsn: undefined })), duo('SS139'), established];
    expect(owedOfPip(zaakOf(stranger)).kind).toBe('waits');
    expect(owedOfPip(zaakOf([...stranger, inschrijving()])).kind).toBe('tell');
    expect(owedOfPip(zaakOf([established])).kind).toBe('nothing');
  });

  it('is asked after once DUO was called and the answer is not known', () => {
    const open = called(1, register('2025-10-01'), established);
    expect(short(established, ...open)).toEqual({ kind: 'ask', isStillOwed: true });
    expect(short(established, ...open, pipWithdrawn('2025-10-01', '2025-10-05'))).toEqual({
      kind: 'ask',
      isStillOwed: false,
    });
  });

  it('is asked after for the gemeente that was left, and not told for it any more', () => {
    const open = called(1, register('2025-10-01'), established);
    const moved = verhuizing({ gemeentecode: '0796', datumVerhuizing: '2025-12-10' });
    expect(short(established, ...open, moved)).toEqual({ kind: 'ask', isStillOwed: false });
    const done = called(1, register('2025-10-01'), established, 'bevestigd');
    expect(short(established, ...done, moved)).toEqual({ kind: 'nothing' });
  });

  it('is nothing of a zaak that was taken up in another one, where all of it stands', () => {
    const merged: Feit = { ...cause(), feitId: 'samengevoegd', soort: 'samengevoegd', naar: PARTNER_ZAAK };
    expect(short(established, merged)).toEqual({ kind: 'nothing' });
    expect(short(...called(1, register('2025-10-01'), established), merged)).toEqual({ kind: 'nothing' });
  });

  it('is over once DUO confirmed it, or shows it in an answer', () => {
    expect(short(established, ...called(1, register('2025-10-01'), established, 'bevestigd'))).toEqual({
      kind: 'nothing',
    });
    expect(short(established, answered('2025-10-01'))).toEqual({ kind: 'nothing' });
    // Somebody changed it in the portal of DUO since: the hub does not fight that.
    expect(
      short(
        established,
        ...called(1, register('2025-10-01'), established, 'bevestigd'),
        answered('2025-11-11'),
      ),
    ).toEqual({ kind: 'nothing' });
  });

  it('is not told again when DUO refused it, until the gemeente decides again', () => {
    const refused = called(1, register('2025-10-01'), established, 'geweigerd');
    expect(short(established, ...refused)).toEqual({ kind: 'refused', order: register('2025-10-01') });
    const again = pipVastgesteld('2025-10-01', { inhoud: B1 }, cause('2025-12-24T08:00:00Z'));
    expect(short(established, ...refused, again)).toEqual({
      kind: 'tell',
      order: register('2025-10-01'),
    });
  });

  it('is that DUO removes a PIP that was withdrawn, or never was, if DUO has it by the hub', () => {
    const told = called(1, register('2025-10-01'), established, 'bevestigd');
    const withdrawn = pipWithdrawn('2025-10-01', '2025-10-05');
    expect(short(established, withdrawn)).toEqual({ kind: 'nothing' });
    expect(short(established, withdrawn, ...told)).toEqual({
      kind: 'tell',
      order: remove('2025-10-01'),
    });
    expect(short(established, ...told, putAside([established.feitId]))).toEqual({
      kind: 'tell',
      order: remove('2025-10-01'),
    });
    const removed = called(2, remove('2025-10-01'), withdrawn, 'bevestigd');
    expect(short(established, withdrawn, ...told, ...removed)).toEqual({ kind: 'nothing' });
    // A PIP that the gemeente typed over in the portal itself, and told the hub nothing about, is no business of the hub.
    expect(short(answered('2025-09-01'))).toEqual({ kind: 'nothing' });
  });

  it('is first that a later PIP goes, when an earlier one takes its place', () => {
    const changed = pipChanged('2025-11-01', { inhoud: B1, dagtekeningInitieel: '2025-10-01' });
    const told = called(1, register('2025-11-01'), changed, 'bevestigd');
    const withdrawn = pipWithdrawn('2025-11-01', '2025-11-05');
    expect(short(established, changed, withdrawn, ...told)).toEqual({
      kind: 'tell',
      order: remove('2025-11-01'),
    });
    const removed = called(2, remove('2025-11-01'), withdrawn, 'bevestigd');
    // That DUO answered with the later one before it went makes it no actual PIP any more.
    const before = answered('2025-11-01', '2025-12-01T12:00:00Z');
    expect(short(established, changed, withdrawn, ...told, before, ...removed)).toEqual({
      kind: 'tell',
      order: register('2025-10-01'),
    });
  });

  it('is the PIP on the day that the gemeente says now, with what it held, and first that a later one goes', () => {
    const told = called(1, register('2025-10-01'), established, 'bevestigd');
    const later = pipVastgesteld('2025-10-08', {}, cause('2025-10-20T08:00:00Z'));
    expect(short(established, later)).toEqual({ kind: 'tell', order: register('2025-10-08') });
    expect(short(established, later, ...told)).toEqual({ kind: 'tell', order: register('2025-10-08') });
    const earlier = pipVastgesteld('2025-09-24', { inhoud: Z }, cause('2025-10-20T08:00:00Z'));
    expect(short(established, earlier, ...told)).toEqual({ kind: 'tell', order: remove('2025-10-01') });
    const removed = called(2, remove('2025-10-01'), established, 'bevestigd');
    expect(short(established, earlier, ...told, ...removed)).toEqual({
      kind: 'tell',
      order: register('2025-09-24', Z),
    });
  });

  it('is nothing that breaks a rule of DUO, which the gemeente hears instead', () => {
    expect(short(pipVastgesteld('2025-08-01', { inhoud: B1 }))).toEqual({
      kind: 'breaks rules',
      rules: ['PIP-3'],
    });
    const plicht: DuoResponses = {
      inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-10-02' },
      doelgroep: { indeling: 'Gezinsmigrant en overige migrant' },
    };
    const heavy = pipVastgesteld('2025-10-01', {
      inhoud: { ...B1, niveau: 'A2', geschatteIntensiteitB1Route: 600 },
    });
    expect(short(duo('SS101', plicht), heavy)).toEqual({
      kind: 'breaks rules',
      rules: ['PIP-1', 'PIP-6', 'PIP-8'],
    });
    expect(short(established, answered('2025-10-02', '2025-10-03T08:00:00Z', '0796'))).toEqual({
      kind: 'breaks rules',
      rules: ['PIP-2'],
    });
    const told = called(1, register('2025-10-01'), established, 'bevestigd');
    const termijn = duo('SS102', {
      inburgeringstermijn: { startdatum: '2025-10-02', einddatum: '2028-10-02' },
    });
    expect(short(established, ...told, termijn, pipWithdrawn('2025-10-01', '2025-10-05'))).toEqual({
      kind: 'breaks rules',
      rules: ['PIP-9'],
    });
  });

  it('waits for the reason of a leerroute that the test does not come to', () => {
    const uitslag = duo('SS131', {
      'lbt/resultaten': [
        {
          resultaat: 'B1-route haalbaar',
          behaaldeScore: '31,00',
          benodigdeScore: '28,00',
          datumAfname: '2025-09-20',
        },
      ],
    });
    const unreasoned = pipVastgesteld('2025-10-01', { inhoud: Z });
    expect(short(uitslag, unreasoned)).toEqual({ kind: 'breaks rules', rules: ['R09.T2'] });
    expect(short(uitslag, pipVastgesteld('2025-10-01', { inhoud: Z, gemotiveerd: true }))).toMatchObject({
      kind: 'tell',
    });
    const elsewhere = reported('leerroute-bepaald', '2025-09-30', {
      leerroute: 'Z-route',
      gemotiveerd: true,
    });
    expect(short(uitslag, unreasoned, elsewhere)).toMatchObject({ kind: 'tell' });
  });

  it('is the same in whatever order, and however often, the facts came', () => {
    const changed = pipChanged('2025-11-01', { inhoud: Z, dagtekeningInitieel: '2025-10-01' });
    const feiten = [
      ...known,
      established,
      changed,
      pipWithdrawn('2025-11-01', '2025-11-20'),
      ...called(1, register('2025-10-01'), established, 'bevestigd'),
      ...called(2, register('2025-11-01', Z), changed, 'geweigerd'),
      answered('2025-10-01', '2025-10-04T08:00:00Z'),
    ];
    fc.assert(
      fc.property(fc.subarray(feiten), fc.infiniteStream(fc.nat()), (some, numbers) => {
        const expected = owedOfPip(zaakOf(some));
        const order = some.map((feit) => [numbers.next().value, feit] as const);
        const shuffled = order.toSorted(([one], [other]) => one - other).map(([, feit]) => feit);
        expect(owedOfPip(zaakOf([...shuffled, ...some]))).toEqual(expected);
      }),
    );
  });

  it('says that there is something to do at DUO only when DUO is to be called', () => {
    expect(isOwedToDuo(zaakOf([...known, established]))).toBe(true);
    expect(isOwedToDuo(zaakOf([...known, pipVastgesteld('2025-08-01', { inhoud: B1 })]))).toBe(false);
  });
});
