import { OntvangstId, ZaakId } from '../contracts/basistypen.ts';
import { Koppeling } from '../contracts/coa.ts';
import { koppelingFeit } from '../domain/koppeling/koppeling.ts';
import { partnerbericht } from '../domain/partners/bericht.ts';
import { projecties } from '../domain/partners/projectie.ts';
import { leegDossier, metCommit, voegFeitenToe } from '../domain/zaak/dossier.ts';
import { type Koppelingsbericht, koppelingen } from './huishoudens.ts';

/** CPU time of the pure part alone: decide what a koppeling means and project it for the six partners. */

const AANTAL = 1_000;
const RONDES = 5;
const AFZENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};
const ZAAK = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
const ONTVANGST = OntvangstId.parse('5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01');

interface Invoer {
  readonly oorzaak: Parameters<typeof koppelingFeit>[0];
  readonly koppeling: Koppeling;
}

const invoerVan = ({ id, source, time, data }: Koppelingsbericht): Invoer => ({
  oorzaak: { ontvangstId: ONTVANGST, berichtId: id, bron: source, tijdstip: time },
  koppeling: Koppeling.parse(data),
});

/** Facts of the one adult, and whom to tell what: the projections of all six partners are made on the way. */
const beslis = ({ oorzaak, koppeling }: Invoer) => {
  const [persoon] = koppeling.personen;
  if (persoon === undefined) throw new Error('a koppeling without anybody');
  const added = voegFeitenToe(ZAAK, leegDossier, [
    koppelingFeit(oorzaak, 'geregistreerd', koppeling, persoon),
  ]);
  if (added?.inhoud.meldingen.length !== 6) throw new Error('a koppeling should tell six partners');
  return added.inhoud;
};

/** The six messages, composed and held against their strict schemas. */
const stelOp = (inhoud: ReturnType<typeof beslis>): number => {
  const tijd = '2025-01-01T00:00:00.000Z';
  const nu = projecties(ZAAK, metCommit(leegDossier, { versie: 1, tijd, inhoud }).zaak);
  return inhoud.meldingen.map((melding) => partnerbericht(AFZENDER, ZAAK, nu, melding, tijd)).length;
};

/** CPU microseconds per item, the best of a few rounds: the first ones warm the compiler up. */
const microsPer = <Item>(items: readonly Item[], taak: (item: Item) => unknown): number => {
  const rondes = Array.from({ length: RONDES }, () => {
    const start = process.cpuUsage();
    for (const item of items) taak(item);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / items.length;
  });
  return Math.min(...rondes);
};

export interface Rekentijd {
  /** Decide and project. */
  readonly decideMicros: number;
  /** Compose six messages and check each against its contract. */
  readonly composeMicros: number;
  /** JSON.parse and JSON.stringify of the same koppeling. */
  readonly jsonMicros: number;
}

/** Measures all three on the same koppelingen. */
export const meetRekentijd = (): Rekentijd => {
  const berichten = koppelingen(AANTAL);
  const invoer = berichten.map(invoerVan);
  const besluiten = invoer.map(beslis);
  const teksten = berichten.map((bericht) => JSON.stringify(bericht));
  return {
    decideMicros: microsPer(invoer, beslis),
    composeMicros: microsPer(besluiten, stelOp),
    jsonMicros: microsPer(teksten, (tekst) => JSON.stringify(JSON.parse(tekst))),
  };
};
