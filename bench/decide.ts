import { OntvangstId, ZaakId } from '../contracts/base-types.ts';
import { Koppeling } from '../contracts/coa.ts';
import { koppelingFeit } from '../domain/koppeling/koppeling.ts';
import { partnerbericht } from '../domain/partners/bericht.ts';
import { projections } from '../domain/partners/projection.ts';
import { addFeiten, emptyDossier, withCommit } from '../domain/zaak/dossier.ts';
import { type KoppelingBericht, koppelingen } from './huishoudens.ts';

/** CPU time of the pure part alone: decide what a koppeling means and project it for the partners. */

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

/** Every contract of the profiles runs on this day. */
const DAY = '2025-01-01';

const inputOf = ({ id, source, time, data }: KoppelingBericht): DecideInput => ({
  oorzaak: { ontvangstId: ONTVANGST, berichtId: id, bron: source, tijdstip: time },
  koppeling: Koppeling.parse(data),
});

/** Facts of the one adult, and whom to tell what: the projections of all partners are made on the way. */
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

/** Their messages, composed and held against their strict schemas. */
const composeAll = (content: ReturnType<typeof decide>): number => {
  const time = '2025-01-01T00:00:00.000Z';
  const now = projections(
    ZAAK,
    withCommit(emptyDossier, { versie: 1, tijd: time, inhoud: content }).zaak,
    DAY,
  );
  return content.meldingen.map((notice) => partnerbericht(SENDER, ZAAK, now, notice, time)).length;
};

/** CPU microseconds per item, the best of a few rounds: the first ones warm the compiler up. */
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
  /** Decide and project. */
  readonly decideMicros: number;
  /** Compose their messages and check each against its contract. */
  readonly composeMicros: number;
  /** JSON.parse and JSON.stringify of the same koppeling. */
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
