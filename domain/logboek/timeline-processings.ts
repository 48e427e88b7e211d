import type { ZaakId } from '../../contracts/base-types.ts';
import { type PostvakItem, placeKey } from '../delivery/item.ts';
import type { Said } from '../delivery/reply.ts';
import { isEnd } from '../delivery/withdrawn.ts';
import { fieldsToldIn, isUitslagOrder } from '../duomeldingen/orders.ts';
import { known } from '../known.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { berichtIdOf } from '../partners/bericht.ts';
import { isOutgoing } from '../regievoerder/bericht.ts';
import { regievoerderKanaal } from '../regievoerder/kanaal.ts';
import { emptyDossier, withCommit, type ZaakCommit } from '../zaak/dossier.ts';
import type { DuoMeldingFeit, Feit } from '../zaak/feiten.ts';
import { situationOf } from '../zaak/situation.ts';
import type { ActivityId } from './activities.ts';
import { deliveryProcessings, statusOf } from './delivery.ts';
import type { Processing, Subject } from './record.ts';
import { isSaying, receiverKey, sayings } from './sayings.ts';
import { spanIdOf, toldSpanId, traceIdOfCommit } from './trace.ts';

/**
 * The processings that a timeline holds. A commit is itself the record of a processing: one write stores the data and the record,
 * so that no change can be missing from the logbook, and no processing waits for a separate logbook.
 */

/** A timeline with the messages of it in the postvak. */
export interface LoggedTimeline {
  readonly id: ZaakId;
  readonly commits: readonly ZaakCommit[];
  readonly post: readonly PostvakItem[];
  /** The replies of partners to these messages, by `placeKey`. */
  readonly said?: ReadonlyMap<string, readonly Said[]>;
}

/** Names of the fields that a fact brought, never their values. */
const fieldsIn = (feit: Feit): readonly string[] => {
  switch (feit.soort) {
    case 'koppeling':
      return [...Object.keys(feit.koppeling), ...Object.keys(feit.persoon)];
    case 'koppeling-vervallen':
      return ['koppelingId', 'versie', 'reden'];
    case 'brp-inschrijving':
    case 'brp-verhuizing':
    case 'brp-overlijden':
    case 'casus-geopend':
    case 'regisseur':
      return Object.keys(feit.gegevens);
    case 'duo':
      return ['gebeurtenisId', ...Object.keys(feit.antwoorden)];
    case 'melding':
      return [
        ...Object.keys(feit.antwoorden),
        ...(feit.datum === undefined ? [] : ['datum']),
        ...Object.keys(feit.routemap ?? {}),
        ...Object.keys(feit.pip?.inhoud ?? {}),
        ...(feit.pip?.leerroute === undefined ? [] : ['leerroute']),
      ];
    case 'bsn':
      return ['bsn'];
    case 'herstel':
      return ['reden', 'vervalt', ...(feit.bsn === undefined ? [] : ['bsn'])];
    case 'duo-melding':
      return fieldsToldIn(feit.opdracht);
    case 'huishouden-lid':
      return Object.keys(feit.lid);
    case 'huishouden-stand':
      return [...Object.keys(feit.huishouden), ...(feit.woning === undefined ? [] : ['woning'])];
    case 'samengevoegd':
    case 'opgenomen':
    case 'wacht':
      return [];
  }
};

/** The activity of a commit: the first of these kinds of facts that it holds says it. */
const activityOf = (feiten: readonly Feit[]): ActivityId => {
  if (feiten.length === 0) return 'bewaken';
  if (feiten.some(({ soort }) => soort === 'samengevoegd' || soort === 'opgenomen')) return 'samenvoegen';
  if (feiten.some((feit) => feit.soort === 'duo-melding' && !isUitslagOrder(feit.opdracht))) return 'melden';
  // A correction with a `door` was made by the hub itself, and follows from a message that it received.
  return feiten.some((feit) => feit.soort === 'herstel' && feit.door === undefined)
    ? 'rechtzetten'
    : 'ontvangen';
};

const NAMES: Readonly<Partial<Record<ActivityId, string>>> = {
  ontvangen: 'gegevens bij de zaak vastleggen',
  rechtzetten: 'gegevens rechtzetten',
  samenvoegen: 'zaken samenvoegen of scheiden',
  melden: 'een besluit aan DUO melden',
  bewaken: 'termijnen en partners nalopen',
};

const STATUS_OF_STEP: Readonly<Record<DuoMeldingFeit['stap'], Processing['status']>> = {
  voorgenomen: 'Unset',
  bevestigd: 'Ok',
  geweigerd: 'Error',
  'niet gedaan': 'Error',
};

/** The organisation from which a commit has its facts; or DUO when it is told, with how that ended. */
const otherSide = (
  [first]: readonly Feit[],
  medewerker: string | undefined,
): Pick<Processing, 'party' | 'status'> => {
  if (first === undefined) return { status: 'Ok' };
  if (first.soort === 'duo-melding' && isUitslagOrder(first.opdracht)) {
    return { status: first.stap === 'geweigerd' ? 'Error' : 'Ok', party: { role: 'bron', key: 'duo' } };
  }
  return first.soort === 'duo-melding'
    ? { status: STATUS_OF_STEP[first.stap], party: { role: 'ontvanger', key: 'duo' } }
    : { status: 'Ok', party: { role: 'bron', key: first.bron, ...known({ medewerker }) } };
};

/** The names of the processings in which a partner is told, and the gemeente itself. */
export const NAME_OF_TOLD: Readonly<Record<Told['activity'], string>> = {
  verstrekken: 'gegevens aan een partner verstrekken',
  inlichten: 'de gemeente inlichten',
};

/** One thing that one commit told one receiver. */
interface Told {
  readonly partner: KanaalId;
  readonly volgnummer: number;
  readonly fields: readonly string[];
  readonly activity: 'verstrekken' | 'inlichten';
}

/** What a commit told each receiver. */
export const toldIn = ({ inhoud: { meldingen, regievoerder = [] } }: ZaakCommit): readonly Told[] => [
  ...meldingen.map(
    ({ partner, volgnummer, velden }): Told => ({
      partner,
      volgnummer,
      fields: velden,
      activity: 'verstrekken',
    }),
  ),
  ...regievoerder.filter(isOutgoing).map(
    ({ gemeentecode, volgnummer, gegevens }): Told => ({
      partner: regievoerderKanaal(gemeentecode),
      volgnummer,
      fields: Object.keys(gegevens),
      activity: 'inlichten',
    }),
  ),
];

/**
 * The fields that a receiver can have got: those of the notice, unless its message was replaced by the message that it is over
 * before any try to deliver it.
 */
const fieldsGiven = (fields: readonly string[], item: PostvakItem | undefined): readonly string[] => {
  if (item === undefined || !isEnd(item) || item.pogingen.length > 0) return fields;
  return fields.filter((field) => field === 'reden');
};

/** The gemeenten whose logbook has each commit: the gemeente that had the zaak, and the one that has it after the commit. */
const gemeentenPerCommit = (commits: readonly ZaakCommit[]): readonly ReadonlySet<string>[] => {
  let dossier = emptyDossier;
  return commits.map((commit) => {
    const before = situationOf(dossier.zaak).belonging.current?.gemeentecode;
    dossier = withCommit(dossier, commit);
    const after = situationOf(dossier.zaak).belonging.current?.gemeentecode;
    return new Set([before, after].filter((code) => code !== undefined));
  });
};

/** The gemeenten whose logbook has something of a timeline: those that had the zaak, and those that told of it. */
export const gemeentenIn = (commits: readonly ZaakCommit[]): ReadonlySet<string> =>
  new Set([
    ...gemeentenPerCommit(commits).flatMap((codes) => [...codes]),
    ...commits.flatMap(toldIn).map(({ partner }) => kanaalParts(partner).gemeentecode),
  ]);

/** The processing in which the message of a commit was received: one span for all persons that the message names. */
const acceptance = (
  { inhoud: { trace, feiten } }: ZaakCommit,
  gemeentecode: string,
): readonly Processing[] => {
  if (trace === undefined) return [];
  const { traceId, spanId, parentSpanId, processor, begin, end, ontvangstId, medewerker } = trace;
  const source = feiten.find((feit) => feit.ontvangstId === ontvangstId)?.bron;
  return [
    {
      activity: 'ontvangen',
      gemeentecode,
      subject: { id: ontvangstId, soort: 'ontvangst' },
      traceId,
      spanId,
      ...known({ parentSpanId, processor }),
      begin,
      end,
      status: 'Ok',
      name: 'bericht aannemen',
      ...(source === undefined ? {} : { party: { role: 'bron', key: source, ...known({ medewerker }) } }),
      fields: [],
    },
  ];
};

const recorded = (
  { id, commits, post, said }: LoggedTimeline,
  gemeentecode: string,
  subject: Subject,
): readonly Processing[] => {
  const items = new Map(post.map((item) => [item.id, item]));
  const owners = gemeentenPerCommit(commits);
  return commits.flatMap((commit, index): readonly Processing[] => {
    const { versie, tijd, inhoud } = commit;
    const traceId = traceIdOfCommit(id, commit);
    const spanId = spanIdOf('vastleggen', id, String(versie));
    const end = Date.parse(tijd);
    const activity = activityOf(inhoud.feiten);
    const basis = { gemeentecode, subject, traceId, end, begin: inhoud.trace?.begun ?? end };
    const own: Processing = {
      ...basis,
      activity,
      spanId,
      ...known({ parentSpanId: inhoud.trace?.spanId }),
      ...otherSide(inhoud.feiten, inhoud.trace?.medewerker),
      name: NAMES[activity] ?? activity,
      fields: [...new Set(inhoud.feiten.flatMap(fieldsIn))],
    };
    const told = toldIn(commit)
      .filter(({ partner }) => kanaalParts(partner).gemeentecode === gemeentecode)
      .flatMap(({ partner, volgnummer, fields, activity: telling }): readonly Processing[] => {
        const berichtId = berichtIdOf(id, partner, volgnummer);
        const item = items.get(berichtId);
        const one: Processing = {
          ...basis,
          begin: end,
          activity: telling,
          spanId: toldSpanId(berichtId),
          parentSpanId: spanId,
          status: statusOf(item),
          name: NAME_OF_TOLD[telling],
          party: { role: 'ontvanger', key: receiverKey(partner) },
          fields: fieldsGiven(fields, item),
        };
        const ofMessage = said?.get(placeKey({ partner, volgnummer })) ?? [];
        return [
          one,
          ...deliveryProcessings(one, item),
          ...sayings(one, { id: berichtId, partner, said: ofMessage }),
        ];
      });
    const isOwn = owners[index]?.has(gemeentecode) === true || told.length > 0;
    return isOwn ? [...acceptance(commit, gemeentecode), own, ...told] : [];
  });
};

/** Everything that a timeline records for the logbook of this gemeente, about its person or its household. */
export const processingsOf = (timeline: LoggedTimeline, gemeentecode: string): readonly Processing[] =>
  recorded(timeline, gemeentecode, {
    id: timeline.id,
    soort: timeline.commits.some(({ inhoud }) =>
      inhoud.feiten.some(({ soort }) => soort === 'huishouden-lid'),
    )
      ? 'huishouden'
      : 'zaak',
  });

/**
 * The processings of a household for the logbook of one member. A message to a household is about each of its members, and each has
 * a record of its own under that of the whole (L6).
 */
export const asMember = (household: readonly Processing[], zaakId: ZaakId): readonly Processing[] =>
  household
    .filter(({ party, name }) => party !== undefined && (party.role !== 'bron' || isSaying(name)))
    .map(({ parentSpanId: _, ...processing }) => ({
      ...processing,
      subject: { id: zaakId, soort: 'zaak' },
      spanId: spanIdOf(processing.spanId, zaakId),
      parentSpanId: processing.spanId,
    }));
