import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { plus } from '../../../../domain/termijnen/calendar.ts';
import { gemeenteKnows } from '../../../gemeente-knows.ts';
import { runs } from '../../../runs.ts';
import { inbound } from '../berichten.ts';
import type { HubInMemory } from '../hub-in-memory.ts';
import { allKnown, expectNoSecrets, received } from './outcomes.ts';
import { byDuo, OTHER_ADRES, opened, reported } from './sources.ts';
import {
  died,
  FATHER,
  koppelingOf,
  MOTHER,
  member,
  moved,
  type Person,
  play,
  registered,
  SON,
} from './support.ts';

/**
 * Stories of a family that nobody wrote: whatever sources tell, and in whatever order, everybody knows the same in the end, and no partner
 * a number of anybody.
 */

const dayFrom = (day: string, days: number): string => plus(day, `P${days}D`);
const aDay = fc.integer({ min: 0, max: 150 }).map((days) => dayFrom('2025-06-01', days));
const someDays = fc.integer({ min: 1, max: 40 });
const somebody = fc.constantFrom(MOTHER, MOTHER, FATHER, SON);
/** Three that take part in the hub. */
const aGemeente = fc.constantFrom('0907', '0796', '1734');
const anywhere = fc.oneof({ weight: 3, arbitrary: aGemeente }, { weight: 1, arbitrary: fc.constant('9998') });

/** What COA says of a household, which gets its version and its day from what it said before. */
interface KoppelingTold {
  readonly koppelingId: string;
  readonly who: 'one' | 'couple' | 'family' | 'parent and child';
  readonly gemeentecode: string;
  readonly later: number;
  /** Why it ends by this, when it does. */
  readonly reden?: string;
}
const aKoppeling = fc.record({
  koppelingId: fc.constantFrom('S01', 'S01', 'S02'),
  who: fc.constantFrom('one', 'couple', 'family', 'parent and child'),
  gemeentecode: aGemeente,
  later: someDays,
});
const anEnd = fc.record({
  koppelingId: fc.constantFrom('S01', 'S02'),
  who: fc.constant('one'),
  gemeentecode: aGemeente,
  later: someDays,
  reden: fc.constantFrom('andere gemeente', 'vertrokken', 'overleden', 'ten onrechte'),
});

/** What the BRP tells; a correction can name one of the messages before it. */
interface BrpTold {
  readonly brp: InboundBericht;
  readonly corrects?: number;
}
const REGISTRATIONS = [
  {},
  { soort: 'eerste inschrijving' },
  { soort: 'correctie' },
  { adres: OTHER_ADRES },
  { isCoaLocatie: true },
  { geheimhouding: true },
  { geheimhouding: false },
  { datumInschrijving: '2025-07' },
];
const ofBrp = fc.oneof(
  fc
    .tuple(somebody, aDay, anywhere, fc.constantFrom(...REGISTRATIONS))
    .map(([who, day, gemeentecode, more]): BrpTold => ({ brp: registered(who, day, gemeentecode, more) })),
  fc.tuple(somebody, aDay, anywhere, fc.nat()).map(([who, day, gemeentecode, corrects]): BrpTold => {
    return { brp: registered(who, day, gemeentecode, { soort: 'correctie' }), corrects };
  }),
  fc.tuple(somebody, aDay, anywhere).map((of): BrpTold => ({ brp: moved(...of) })),
  fc.tuple(fc.constantFrom(MOTHER, FATHER), aDay).map((of): BrpTold => ({ brp: died(...of) })),
);

const CODES =
  'SS101 SS102 SS103 SS104 SS109 SS110 SS113 SS115 SS118 SS120 SS121 SS124 SS126 SS131 SS132 SS135 SS137 SS139'.split(
    ' ',
  );
const OINS = ['00000099000000001000', '00000099000009070000', '00000099000007960000', '00000099000017340000'];
const ofDuo = fc
  .tuple(fc.constantFrom(...CODES), somebody, fc.boolean(), aDay, fc.constantFrom(...OINS))
  .map(([code, { bsn, vNummer }, withBsn, day, doel]) =>
    byDuo(code, { vNummer, ...(withBsn && { bsn }) } as Person, day, doel),
  );

type Reported = (who: Person, day: string, later: string) => InboundBericht;
const HOMES = ['9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13', '1a2e6f14-7c35-4d0a-8e61-2f5a7b9c0d14'];
const REPORTS: readonly Reported[] = [
  (who, day) =>
    reported(
      'brede-intake-gesprek-gevoerd',
      who,
      day,
      { datum: day, onderdeel: 'taalschool' },
      'taalschool-0907',
    ),
  (who, day) => reported('pip-vastgesteld', who, day, { dagtekening: day, pip: { leerroute: 'B' } }),
  (who, day, later) =>
    reported('pip-gewijzigd', who, later, {
      dagtekening: later,
      dagtekeningInitieel: day,
      pip: { leerroute: 'Z' },
    }),
  (who, day, later) =>
    reported('kennismaking-gepland', who, day, {
      afspraakdatum: later,
      tijd: '10:00',
      plaats: 'Gemeentehuis',
      met: 'burgerzaken',
    }),
  (who, day) => reported('huurcontract-getekend', who, day, { datum: day }),
  (who, day) => reported('woningzoekopdracht-verstuurd', who, day, { datum: day }),
  (who, day, later) =>
    reported('woninginrichting-afgesproken', who, day, { leverdatum: later, goederen: ['koelkast'] }),
  (who, day, later) =>
    reported('regievoerder-toegewezen', who, day, { regisseurId: 'r1', naam: 'Ada', ingangsdatum: later }),
  (who, day, later) => reported('leerbaarheidstoets-ingepland', who, day, { toetsdatum: later }),
  (who, day) => reported('taallessen-gestart', who, day, { startdatum: day }, 'taalschool-0907'),
  ...HOMES.flatMap((woningId): readonly Reported[] => [
    (who, day) => reported('woning-voorgesteld', who, day, { datum: day, woningId }, 'destion-0907'),
    (who, day) => reported('woning-goedgekeurd', who, day, { datum: day, woningId }),
    (who, day) => reported('woning-geweigerd', who, day, { datum: day, woningId }),
  ]),
];
const byGemeente = fc.oneof(
  fc
    .tuple(fc.constantFrom(...REPORTS), somebody, aDay, someDays)
    .map(([report, who, day, later]) => report(who, day, dayFrom(day, later))),
  fc.tuple(somebody, aDay, aGemeente).map(([who, day, gemeentecode]) => opened(who, day, {}, gemeentecode)),
);

type Told = KoppelingTold | BrpTold | InboundBericht;
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 4, arbitrary: aKoppeling },
  { weight: 1, arbitrary: anEnd },
  { weight: 6, arbitrary: ofBrp },
  { weight: 3, arbitrary: ofDuo },
  { weight: 6, arbitrary: byGemeente },
);

const membersOf = (who: KoppelingTold['who'], born: string): readonly object[] => {
  const [mother, father, son] = [member(MOTHER), member(FATHER, 'partner'), member(SON, 'kind', born)];
  switch (who) {
    case 'one':
      return [mother];
    case 'couple':
      return [mother, father];
    case 'family':
      return [mother, father, son];
    case 'parent and child':
      return [mother, son];
  }
};

/** A story as messages, no two of them of one moment. What cannot be said, as a version after the end, is left out. */
const messagesOf = (story: readonly Told[], born: string): readonly InboundBericht[] => {
  const said = new Map<string, { readonly versie: number; readonly day: string; readonly isOver: boolean }>();
  const ofKoppeling = ({ koppelingId, who, gemeentecode, later, reden }: KoppelingTold) => {
    const before = said.get(koppelingId);
    if (before?.isOver === true || (before === undefined && reden !== undefined)) return [];
    const day = dayFrom(before?.day ?? '2025-06-01', later);
    const versie = (before?.versie ?? 0) + 1;
    said.set(koppelingId, { versie, day, isOver: reden !== undefined });
    const moment = `${day}T08:00:00Z`;
    return [
      reden === undefined
        ? koppelingOf(membersOf(who, born), {
            versie,
            gemeentecode,
            koppelingId,
            datumKoppeling: day,
            moment,
          })
        : inbound('nl.tvs.koppeling.ingetrokken.v1', moment, { koppelingId, versie, gemeentecode, reden }),
    ];
  };
  const brp: InboundBericht[] = [];
  const ofSource = (one: Told): readonly InboundBericht[] => {
    if ('koppelingId' in one) return ofKoppeling(one);
    if (!('brp' in one)) return [one];
    const named = one.corrects === undefined ? undefined : brp[one.corrects % brp.length];
    const bericht =
      named === undefined
        ? one.brp
        : ({ ...one.brp, data: { ...one.brp.data, vervangtBerichtId: named.berichtId } } as InboundBericht);
    brp.push(bericht);
    return [bericht];
  };
  return story.flatMap(ofSource).map((bericht, place) => ({
    ...bericht,
    tijdstip: bericht.tijdstip.replace(/\d\dZ$/, `${String(place).padStart(2, '0')}Z`),
  }));
};

/** What was and was not told to DUO follows from what the hub knew at that time: of that each order has its own. */
const withoutToldToDuo = (steps: readonly string[]): readonly string[] =>
  steps.filter((step) => !step.startsWith('{"name":"duo-'));

const known = async (hub: HubInMemory) => ({
  ...(await allKnown(hub)),
  gemeente: Object.entries(gemeenteKnows(await received(hub, 'gemeente')))
    .map(([zaakId, { steps, termijnen }]) => ({
      zaakId,
      steps: withoutToldToDuo(steps),
      termijnen,
    }))
    .toSorted((one, other) => one.zaakId.localeCompare(other.zaakId)),
});

it('everybody knows the same in the end, in whatever order and however often it is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('2009-03-01', '2007-08-01', '2001-01-01'),
      fc.array(told, { minLength: 3, maxLength: 8 }),
      fc.gen(),
      async (born, story, gen) => {
        const berichten = messagesOf(story, born);
        const hub = await play(berichten);
        await expectNoSecrets(hub);
        const expected = await known(hub);
        const twice = [...berichten, ...berichten];
        for (let order = 0; order < 3; order += 1) {
          const shuffled = gen(fc.shuffledSubarray, twice, { minLength: twice.length });
          expect(await known(await play(shuffled))).toEqual(expected);
        }
      },
    ),
    { numRuns: runs(60) },
  );
});
