import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { InkomendBericht } from '../../../contracts/intern.ts';
import type { Uitzender } from '../../../contracts/metrieken.ts';
import { neemAan } from '../../../functions/api/aanbieden.ts';
import { maakWaarnemen } from '../../../functions/gedeeld/waarnemen.ts';
import { koppeling } from '../domein/hulp.ts';
import { BSN, inschrijvingBericht, koppelingBericht } from './berichten.ts';
import { hubInGeheugen } from './hub-in-geheugen.ts';
import { vangRegels } from './uitvoerregels.ts';

/** One id leads from the API to the message that a partner got, by what the functions log; checked against what is stored. */

const Regel = z.looseObject({
  service: z.string(),
  ontvangstId: z.string().optional(),
  ontvangstIds: z.array(z.string()).optional(),
  zaken: z.array(z.string()).optional(),
  zaakId: z.string().optional(),
  versie: z.int().optional(),
  berichtId: z.string().optional(),
  partner: z.string().optional(),
});

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const maak = <Functie extends Uitzender>(functie: Functie) => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', `inburgeringshub-${functie}`);
  return maakWaarnemen(functie);
};

/** Takes these messages in as the API does and processes them; gives the hub and every structured line. */
const speel = async (...berichten: readonly InkomendBericht[]) => {
  const hub = hubInGeheugen(() => ({}), undefined, maak);
  const regels = await vangRegels(async () => {
    for (const bericht of berichten) {
      const waarnemen = maak('api');
      await neemAan(
        {
          ontvangsten: hub.ontvangsten,
          bus: { biedAan: async () => undefined },
          bronnen: { gehoord: async () => undefined },
          logboek: new Logger(),
          waarnemen,
        },
        bericht,
      );
      await hub.verwerk([bericht]);
    }
  });
  return { hub, regels: regels.map((regel) => Regel.parse(regel)), tekst: JSON.stringify(regels) };
};

/** What the query of docs/operations.md finds: every line with this id in it, in order. */
const metId = (regels: readonly z.infer<typeof Regel>[], id: string) =>
  regels.filter((regel) => JSON.stringify(regel).includes(id));

describe('one id', () => {
  it('leads from the API over the commit to each message that a partner got', async () => {
    const bericht = koppelingBericht();
    const { hub, regels } = await speel(bericht);
    const gevonden = metId(regels, bericht.ontvangstId);
    const [aangenomen, verwerkt, ...verstuurd] = gevonden;
    expect(gevonden.map(({ service }) => service)).toEqual([
      'inburgeringshub-api',
      'inburgeringshub-coa',
      ...Array.from({ length: 6 }, () => 'inburgeringshub-partnerberichten'),
    ]);
    expect(aangenomen?.ontvangstId).toBe(bericht.ontvangstId);
    const [zaakId, versie] = verwerkt?.zaken?.[0]?.split('/') ?? [];
    const commit = await hub.tabel.lees({ pk: `ZAAK#${zaakId}`, sk: `COMMIT#00000${versie}` });
    expect(JSON.parse(String(commit?.['inhoud']))).toMatchObject({
      feiten: [{ ontvangstId: bericht.ontvangstId }],
    });
    for (const regel of verstuurd) {
      expect(regel).toMatchObject({ zaakId, versie: Number(versie), ontvangstIds: [bericht.ontvangstId] });
    }
    const inWachtrijen = [...hub.wachtrijen].flatMap(([partner, rij]) => rij.map(({ id }) => [partner, id]));
    expect(inWachtrijen).toHaveLength(6);
    expect(verstuurd.map(({ partner, berichtId }) => [partner, berichtId]).toSorted()).toEqual(
      inWachtrijen.toSorted(),
    );
    for (const { partner, berichtId } of verstuurd) {
      const bewaard = await hub.tabel.lees({ pk: `ZAAK#${zaakId}`, sk: `POST#${partner}#000001` });
      expect(JSON.parse(String(bewaard?.['bericht'])).id).toBe(berichtId);
    }
  });

  it('leads to what its own message changed and to nothing else', async () => {
    const eerste = koppelingBericht(koppeling({}, { bsn: BSN }));
    const tweede = inschrijvingBericht();
    const { hub, regels } = await speel(eerste, tweede);
    const vanTweede = metId(regels, tweede.ontvangstId).flatMap(({ berichtId }) => berichtId ?? []);
    const gewijzigd = [...hub.wachtrijen.values()].flatMap((rij) =>
      rij.flatMap(({ volgnummer, id }) => (volgnummer === 2 ? [id] : [])),
    );
    expect(gewijzigd.length).toBeGreaterThan(0);
    expect(vanTweede.toSorted()).toEqual(gewijzigd.toSorted());
  });

  it('leads through the wait of a message that came too early', async () => {
    const vroeg = inschrijvingBericht();
    const { regels, hub } = await speel(vroeg, koppelingBericht(koppeling({}, { bsn: BSN })));
    const stappen = metId(regels, vroeg.ontvangstId).map(({ service, zaken }) => [service, zaken?.length]);
    expect(stappen.slice(0, 3)).toEqual([
      ['inburgeringshub-api', undefined],
      ['inburgeringshub-brp', 0],
      ['inburgeringshub-brp', 1],
    ]);
    expect(await hub.ontvangsten.lees(vroeg.ontvangstId)).toMatchObject({ status: 'verwerkt' });
  });

  it('is all that the lines hold: no number, name or address of a person', async () => {
    const { tekst } = await speel(koppelingBericht(koppeling({}, { bsn: BSN })), inschrijvingBericht());
    for (const persoonlijk of [BSN, '2798163871', 'Qasim', 'Yusuf', 'Brugstraat', '6591CD', '2002-02-27']) {
      expect(tekst).not.toContain(persoonlijk);
    }
  });
});

it('every line of an invocation carries its request id', async () => {
  const regels = await vangRegels(async () => {
    const waarnemen = maak('coa');
    for (const awsRequestId of ['aanroep-1', 'aanroep-2']) {
      waarnemen.begin({ awsRequestId } as Context);
      waarnemen.info('iets', {});
      waarnemen.fout('iets anders', {});
    }
  });
  expect(regels.map((regel) => regel['function_request_id'])).toEqual([
    'aanroep-1',
    'aanroep-1',
    'aanroep-2',
    'aanroep-2',
  ]);
});
