import fc from 'fast-check';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { plus } from '../../../../domain/termijnen/calendar.ts';
import { inbound } from '../berichten.ts';
import { byDuo, OTHER_ADRES, opened, putRight, reported } from './sources.ts';
import { died, FATHER, koppelingOf, MOTHER, member, moved, type Person, registered, SON } from './support.ts';

/** What COA, the BRP, DUO, gemeenten and partners can say of a family, drawn at random. */

const dayFrom = (day: string, days: number): string => plus(day, `P${days}D`);
const aDay = fc.integer({ min: 0, max: 150 }).map((days) => dayFrom('2025-06-01', days));
const someDays = fc.integer({ min: 1, max: 40 });
const somebody = fc.constantFrom(MOTHER, MOTHER, FATHER, SON);
/** Three that take part in the hub. */
const aGemeente = fc.constantFrom('0907', '0796', '1734');
const anywhere = fc.oneof({ weight: 3, arbitrary: aGemeente }, { weight: 1, arbitrary: fc.constant('9998') });

/** What a source says, as this gemeente typed it over. */
const typedBy = (gemeentecode: string, bericht: InboundBericht): InboundBericht => ({
  ...bericht,
  organisatie: `gemeente-${gemeentecode}`,
});

/** A version of a koppeling, which gets its number and its day from the version before it. */
interface KoppelingTold {
  readonly koppelingId: string;
  readonly who: 'one' | 'couple' | 'family' | 'parent and child';
  readonly gemeentecode: string;
  readonly later: number;
  /** Why the koppeling ends by this version, when it does. */
  readonly reden?: string;
  /** Whether the gemeente of the koppeling typed it over, in a story in which gemeenten do. */
  readonly isTyped: boolean;
  /** Whether it has the number of the version before it: COA tells what a gemeente typed over, or the other way round. */
  readonly isAgain: boolean;
}
const version = {
  gemeentecode: aGemeente,
  later: someDays,
  isTyped: fc.constantFrom(false, false, true),
  isAgain: fc.constantFrom(false, false, true),
};
const aKoppeling = fc.record({
  koppelingId: fc.constantFrom('S01', 'S01', 'S02'),
  who: fc.constantFrom('one', 'couple', 'family', 'parent and child'),
  ...version,
});
const anEnd = fc.record({
  koppelingId: fc.constantFrom('S01', 'S02'),
  who: fc.constant('one'),
  reden: fc.constantFrom('andere gemeente', 'vertrokken', 'overleden', 'ten onrechte'),
  ...version,
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
  fc.tuple(somebody, aDay, aGemeente, fc.constantFrom(moved, registered)).map(
    ([who, day, gemeentecode, tell]): BrpTold => ({
      brp: typedBy(gemeentecode, tell(who, day, gemeentecode)),
    }),
  ),
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

/** What a gemeente reads in DUO's portal. */
const IN_PORTAL = [
  { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' },
  { indicatorInburgeringsplicht: true, datumKennisgevingInburgeringsplicht: '2025-06-10' },
  { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling' },
  {
    indicatorInburgeringsplicht: false,
    redenGeenInburgeringsplicht: 'Vertrek uit Nederland langer dan een jaar',
  },
];
const readInPortal = fc
  .tuple(somebody, aDay, aGemeente, fc.constantFrom(...IN_PORTAL))
  .map(([{ bsn, vNummer }, day, gemeentecode, said]) =>
    inbound(
      'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      `${day}T10:00:00Z`,
      { bsn, vNummer, gemeentecode, ...said },
      `gemeente-${gemeentecode}`,
    ),
  );

/** A person puts aside a message of the BRP that was told before; or a sender takes back or moves a report. */
interface TakenBack {
  readonly takenBack: 'message of the BRP' | 'report' | 'day of a report';
  readonly which: number;
  readonly who: Person;
}
const aTakenBack = fc.record({
  takenBack: fc.constantFrom('message of the BRP', 'message of the BRP', 'report', 'day of a report'),
  which: fc.nat(),
  who: somebody,
});

type Told = KoppelingTold | BrpTold | TakenBack | InboundBericht;
/** One thing that is said in a story. */
export const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 4, arbitrary: aKoppeling },
  { weight: 1, arbitrary: anEnd },
  { weight: 6, arbitrary: ofBrp },
  { weight: 3, arbitrary: ofDuo },
  { weight: 6, arbitrary: byGemeente },
  { weight: 1, arbitrary: readInPortal },
  { weight: 2, arbitrary: aTakenBack },
);

const membersOf = (who: KoppelingTold['who'], born: string): readonly object[] => {
  const [mother, father, son] = [member(MOTHER), member(FATHER, 'partner'), member(SON, 'kind', born)];
  const named = {
    one: [mother],
    couple: [mother, father],
    family: [mother, father, son],
    'parent and child': [mother, son],
  };
  return named[who];
};

/** What was said of a koppeling last. */
interface LastVersion extends Pick<KoppelingTold, 'gemeentecode' | 'isTyped'> {
  readonly versie: number;
  readonly day: string;
  readonly isOver: boolean;
}

/** The version that follows on this one; undefined when it cannot be said, as one after the end. */
const nextVersion = (
  before: LastVersion | undefined,
  { gemeentecode, later, reden, isTyped, isAgain }: KoppelingTold,
  hasTyped: boolean,
): LastVersion | undefined => {
  const isOver = reden !== undefined;
  const day = dayFrom(before?.day ?? '2025-06-01', later);
  const own = hasTyped && isTyped;
  if (before === undefined) {
    return isOver ? undefined : { versie: 1, day, isOver, isTyped: own, gemeentecode };
  }
  const isSame = isAgain && before.isTyped !== own;
  const versie = isSame ? before.versie : before.versie + 1;
  if ((before.isOver && !isSame) || (isOver && versie === 1)) return undefined;
  // A gemeente types over about its own people only, so the koppeling stays where it is in such a story.
  return { versie, day, isOver, isTyped: own, gemeentecode: hasTyped ? before.gemeentecode : gemeentecode };
};

/** The versions of koppelingen in a story; `hasTyped`: gemeenten type over in it. */
const versionsIn = (born: string, hasTyped: boolean) => {
  const last = new Map<string, LastVersion>();
  const said = new Set<string>();
  return (one: KoppelingTold): readonly InboundBericht[] => {
    const { koppelingId, who, reden } = one;
    const next = nextVersion(last.get(koppelingId), one, hasTyped);
    if (next === undefined) return [];
    const { versie, day, gemeentecode, isTyped } = next;
    const name = `${koppelingId} ${versie} ${isTyped}`;
    if (said.has(name)) return [];
    said.add(name);
    last.set(koppelingId, next);
    const moment = `${day}T08:00:00Z`;
    const bericht =
      reden === undefined
        ? koppelingOf(membersOf(who, born), {
            versie,
            gemeentecode,
            koppelingId,
            datumKoppeling: day,
            moment,
          })
        : inbound('nl.tvs.koppeling.ingetrokken.v1', moment, { koppelingId, versie, gemeentecode, reden });
    return [isTyped ? typedBy(gemeentecode, bericht) : bericht];
  };
};

const isOfBrp = ({ type }: InboundBericht): boolean => type.startsWith('nl.brp.');
const isReport = ({ data }: InboundBericht): boolean => 'datum' in data && 'zaakId' in data;

/** What takes back one of the messages before it; nothing when there is none. */
const takingBack = (
  { takenBack, which, who }: TakenBack,
  before: readonly InboundBericht[],
): readonly InboundBericht[] => {
  const all = before.filter(takenBack === 'message of the BRP' ? isOfBrp : isReport);
  const named = all[which % all.length];
  if (named === undefined) return [];
  const { bron, berichtId } = named;
  if (takenBack === 'message of the BRP') return [putRight(who, '2025-12-01', `brp:${bron}#${berichtId}`)];
  const change = takenBack === 'report' ? { ingetrokken: true } : { datum: '2025-10-01' };
  const data = { ...named.data, vervangtBerichtId: berichtId, ...change };
  return [inbound(named.type as InboundType, '2025-11-30T12:00:00Z', data, named.organisatie)];
};

/** The message of the BRP; one that corrects names a message of the BRP before it. */
const ofBrpAfter = ({ brp, corrects }: BrpTold, before: readonly InboundBericht[]): InboundBericht => {
  const all = before.filter(isOfBrp);
  const named = corrects === undefined ? undefined : all[corrects % all.length];
  return named === undefined
    ? brp
    : ({ ...brp, data: { ...brp.data, vervangtBerichtId: named.berichtId } } as InboundBericht);
};

/** A story as messages, no two of them of one moment. What cannot be said is left out. */
export const messagesOf = (
  story: readonly Told[],
  born: string,
  hasTyped: boolean,
): readonly InboundBericht[] => {
  const ofKoppeling = versionsIn(born, hasTyped);
  const all: InboundBericht[] = [];
  for (const one of story) {
    if ('koppelingId' in one) all.push(...ofKoppeling(one));
    else if ('brp' in one) all.push(ofBrpAfter(one, all));
    else if ('takenBack' in one) all.push(...takingBack(one, all));
    else all.push(one);
  }
  return all.map((bericht, place) => ({
    ...bericht,
    tijdstip: bericht.tijdstip.replace(/\d\dZ$/, `${String(place).padStart(2, '0')}Z`),
  }));
};
