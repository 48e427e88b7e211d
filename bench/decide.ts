import { OntvangstId, ZaakId } from '../contracts/base-types.ts';
import { Koppeling } from '../contracts/coa.ts';
import { koppelingFeit } from '../domain/koppeling/koppeling.ts';
import { partnerbericht } from '../domain/partners/bericht.ts';
import { projections } from '../domain/partners/projection.ts';
import { addFeiten, emptyDossier, withCommit } from '../domain/zaak/dossier.ts';
import { type KoppelingBericht, koppelingen } from './huishoudens.ts';

/** Measures the CPU time of the pure part alone: deciding on a koppeling and projecting it for the partners. */

const COUNT = 1_000;
const ROUNDS = 5;
const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};
const ZAAK = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
const ONTVANGST = OntvangstId.parse('5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01');

interface DecideInput {
  readonly oorzaak: Parameters<typeof koppelingFeit>[0];
  readonly koppeling: Koppeling;
}

/** A day on which every contract in the profiles holds. */
const DAY = '2025-01-01';

const inputOf = ({ id, source, time, data }: KoppelingBericht): DecideInput => ({
  oorzaak: { ontvangstId: ONTVANGST, berichtId: id, bron: source, tijdstip: time },
  koppeling: Koppeling.parse(data),
});

/**
 * Decides on the facts of the adult in a koppeling, with the notices to partners. This also makes the projection of each partner.
 */
const decide = ({ oorzaak, koppeling }: DecideInput) => {
  const [persoon] = koppeling.personen;
  if (persoon === undefined) throw new Error('a koppeling without anybody');
  const added = addFeiten(
    ZAAK,
    emptyDossier,
    [koppelingFeit(oorzaak, 'geregistreerd', koppeling, persoon)],
    DAY,
  );
  if (added === undefined || added.inhoud.meldingen.length === 0)
    throw new Error('a koppeling should tell partners');
  return added.inhoud;
};

/** Composes the messages of these notices and checks them against their strict schemas. */
const composeAll = (content: ReturnType<typeof decide>): number => {
  const time = '2025-01-01T00:00:00.000Z';
  const now = projections(
    ZAAK,
    withCommit(emptyDossier, { versie: 1, tijd: time, inhoud: content }).zaak,
    DAY,
  );
  return content.meldingen.map((notice) => partnerbericht(SENDER, ZAAK, now, notice, time)).length;
};

/** The CPU time per item in microseconds, of the fastest round. The first rounds warm up the compiler. */
const microsPer = <Item>(items: readonly Item[], task: (item: Item) => unknown): number => {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    for (const item of items) task(item);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / items.length;
  });
  return Math.min(...rounds);
};

export interface ComputeTime {
  /** The time to decide and project. */
  readonly decideMicros: number;
  /** The time to compose the messages and check each against its contract. */
  readonly composeMicros: number;
  /** The time of JSON.parse and JSON.stringify on the same koppeling, to compare with. */
  readonly jsonMicros: number;
}

/** Measures all three on the same koppelingen. */
export const measureComputeTime = (): ComputeTime => {
  const berichten = koppelingen(COUNT);
  const input = berichten.map(inputOf);
  const besluiten = input.map(decide);
  const texts = berichten.map((bericht) => JSON.stringify(bericht));
  return {
    decideMicros: microsPer(input, decide),
    composeMicros: microsPer(besluiten, composeAll),
    jsonMicros: microsPer(texts, (text) => JSON.stringify(JSON.parse(text))),
  };
};
