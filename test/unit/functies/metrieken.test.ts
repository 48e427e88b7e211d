import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { maakOntvangsten } from '../../../adapters/ontvangsten.ts';
import { Bsn, Vnummer } from '../../../contracts/basistypen.ts';
import {
  dimensieVan,
  METRIEK_NAAMRUIMTE,
  METRIEKEN,
  type MetriekNaam,
  UITZENDERS,
  type Uitzender,
} from '../../../contracts/metrieken.ts';
import { neemAan } from '../../../functions/api/aanbieden.ts';
import { bewaak, TAKEN } from '../../../functions/bewaking/verwerk.ts';
import { maakWaarnemen, type Waarnemer } from '../../../functions/gedeeld/waarnemen.ts';
import { koppeling } from '../domein/hulp.ts';
import { inschrijvingBericht, koppelingBericht, notificatieBericht } from './berichten.ts';
import { bezorgingVan } from './bezorging.ts';
import { geheugenTabel, hubInGeheugen, type WaarnemenVan } from './hub-in-geheugen.ts';
import { vangRegels } from './uitvoerregels.ts';
import { status, UUR, webhookHub } from './webhook/hulp.ts';

/**
 * The proof that alarms and dashboards lean on: the functions' own code runs with Powertools itself, and what leaves is
 * exactly what `UITZENDERS` says, under the namespace and dimensions that CloudWatch will find it.
 */

const Emf = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

interface Gemeten {
  readonly naamruimte: string;
  readonly naam: string;
  readonly eenheid: string;
  readonly dimensies: readonly string[];
  readonly service: unknown;
  readonly waarde: unknown;
}

/** One entry for each metric and combination of dimensions in the EMF among these lines. */
const gemetenIn = (regels: readonly Readonly<Record<string, unknown>>[]): readonly Gemeten[] =>
  regels.flatMap((regel) => {
    const emf = Emf.safeParse(regel);
    if (!emf.success) return [];
    return emf.data._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
      Dimensions.flatMap((dimensies) =>
        Metrics.map(({ Name, Unit }) => ({
          naamruimte: Namespace,
          naam: Name,
          eenheid: Unit,
          dimensies: dimensies.toSorted(),
          service: regel['service'],
          waarde: regel[Name],
        })),
      ),
    );
  });

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', METRIEK_NAAMRUIMTE);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Powertools as the environment of this function sets it up. */
const maak = <Functie extends Uitzender>(functie: Functie) => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', `inburgeringshub-${functie}`);
  return maakWaarnemen(functie);
};

const BSN = Bsn.parse('999966133');
const VNUMMER = Vnummer.parse('2798163871');

/** Runs the functions until each has met everything that it counts. */
const draaiAlles = async (): Promise<void> => {
  const waarnemers: Pick<Waarnemer<never>, 'publiceer'>[] = [];
  const waarnemenVan: WaarnemenVan = (functie) => {
    const waarnemen = maak(functie);
    waarnemers.push(waarnemen);
    return waarnemen;
  };
  const hub = hubInGeheugen(() => ({}), undefined, waarnemenVan, 2);
  const anderBsn = Bsn.parse('999990019');
  await hub.verwerk([
    koppelingBericht(koppeling({}, { bsn: BSN })),
    inschrijvingBericht({ bsn: anderBsn, vNummer: VNUMMER }),
    koppelingBericht(koppeling({ koppelingId: 'TVS-2025-2' }, { bsn: anderBsn })),
    notificatieBericht('SS101', { bsn: anderBsn, vNummer: VNUMMER }),
    // The stand-in for DUO answers with two members that the contract does not know.
    notificatieBericht('SS137', { bsn: BSN, vNummer: VNUMMER }),
  ]);

  const tabel = geheugenTabel();
  const ontvangsten = maakOntvangsten(tabel);
  const bus = { biedAan: async () => undefined, meldBijgewerkt: async () => undefined };
  const api = maak('api');
  waarnemers.push(api);
  const logboek = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const bronnen = {
    gehoord: async () => {
      throw new Error('tabel weg');
    },
  };
  for (const organisatie of ['coa', 'brp', 'duo']) {
    await neemAan(
      { bus, ontvangsten, bronnen, logboek, waarnemen: api },
      { ...koppelingBericht(), organisatie },
    );
  }

  const webhook = maak('webhook');
  waarnemers.push(webhook);
  const post = await webhookHub({}, { waarnemen: webhook });
  await post.leg(1, 1);
  await post.draai();
  post.opstelling.antwoord = () => status(422);
  await post.leg(1, 2);
  await post.verstrijkt(100 * UUR);

  const bewaking = maak('bewaking');
  waarnemers.push(bewaking);
  const nodig = {
    ...bezorgingVan(tabel),
    ontvangsten,
    bus,
    waarnemen: bewaking,
    nu: new Date(),
    wachtAlarmNaMs: 1,
  };
  for (const taak of TAKEN) await bewaak({ ...nodig, gemeenten: ['0907', '1734'] }, taak);
  for (const { publiceer } of waarnemers) publiceer();
};

describe('what the functions measure', () => {
  it('is exactly what they declare, and each leaves under its own service and dimensions', async () => {
    const gemeten = gemetenIn(await vangRegels(draaiAlles));
    const gevonden = new Set(
      gemeten.map(({ service, naam, dimensies, eenheid, naamruimte }) =>
        [naamruimte, service, naam, dimensies.join('+'), eenheid].join(' '),
      ),
    );
    const verwacht = Object.entries(UITZENDERS).flatMap(([functie, namen]) =>
      namen.map((naam: MetriekNaam) =>
        [
          METRIEK_NAAMRUIMTE,
          `inburgeringshub-${functie}`,
          naam,
          ['service', dimensieVan(naam) ?? []].flat().toSorted().join('+'),
          METRIEKEN[naam].eenheid,
        ].join(' '),
      ),
    );
    expect([...gevonden].toSorted()).toEqual(verwacht.toSorted());
  });

  it('leaves once per invocation and combination of dimensions, whatever was counted how often', async () => {
    const regels = await vangRegels(async () => {
      const { tel, telPer, publiceer } = maak('bewaking');
      tel('Wachtend', 3);
      tel('LangWachtend', 1);
      telPer('Stilte', 'coa', 60);
      telPer('Stilte', 'duo', 90);
      telPer('Zaken', '0907', 5);
      telPer('TermijnenOverschreden', '0907', 2);
      publiceer();
      publiceer();
    });
    expect(regels).toHaveLength(4);
    expect(
      gemetenIn(regels).map(({ naam, dimensies, waarde }) => [naam, dimensies.join('+'), waarde]),
    ).toEqual([
      ['Wachtend', 'service', 3],
      ['LangWachtend', 'service', 1],
      ['Stilte', 'bron+service', 60],
      ['Stilte', 'bron+service', 90],
      ['Zaken', 'gemeente+service', 5],
      ['TermijnenOverschreden', 'gemeente+service', 2],
    ]);
  });

  it('that was counted more than once keeps every count', async () => {
    const regels = await vangRegels(async () => {
      const { tel, publiceer } = maak('coa');
      tel('InQuarantaine', 1);
      tel('InQuarantaine', 2);
      publiceer();
    });
    expect(regels).toHaveLength(1);
    expect(regels[0]?.['InQuarantaine']).toEqual([1, 2]);
  });
});
