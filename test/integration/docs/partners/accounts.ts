import { expect, vi } from 'vitest';
import { z } from 'zod';
import { isDuoStep } from '../../../../client/scenario/parse.ts';
import { runScenario } from '../../../../client/scenario/run.ts';
import { isToldByStep } from '../../../../contracts/partnerrollen.ts';
import type { Poststaat } from '../../../../contracts/postvak.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { scenario } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../../hub/support.ts';

/** A partner in a gemeente. */
export interface Account {
  readonly partner: string;
  readonly gemeentecode: string;
  /** How it is called when it asks for a token. */
  readonly key: string;
}

const SANDBOX = '9999';

/**
 * The partners that hear of every person: the scenarios tell the other partners nothing. The sandbox gemeente comes first, because
 * everything after the scenarios happens there.
 */
const ACCOUNTS = [SANDBOX, '0907'].flatMap((gemeentecode): readonly Account[] => {
  const profile = gemeenteProfiles.find((one) => one.gemeentecode === gemeentecode);
  return (profile?.partners ?? [])
    .filter(({ rol }) => !isToldByStep(rol))
    .map(({ sleutel }) => ({ partner: sleutel, gemeentecode, key: `${sleutel}-${gemeentecode}` }));
});

export const accountAt = (place: number): Account => {
  const account = ACCOUNTS[place];
  if (account === undefined) throw new Error('there are more programmes than partners to try them for');
  return account;
};

const Koppeling = z.looseObject({
  id: z.string(),
  data: z.looseObject({ personen: z.array(z.looseObject({})) }),
});

/** What partners and their gemeente do at a hub, beside running a programme. */
export const createOffice = ({ client, quiet }: RunningHub, secret: string) => {
  /** The ids of the messages to a partner, of all or of those in one state. */
  const sent = async ({ partner, gemeentecode }: Account, state?: Poststaat): Promise<readonly string[]> =>
    (await client.berichten(partner, gemeentecode, state)).map(({ id }) => id).toSorted();

  return {
    sent,
    /** The zaken or households about which a partner was told. */
    subjects: async ({ partner, gemeentecode }: Account): Promise<readonly string[]> => {
      const berichten = await client.berichten(partner, gemeentecode);
      return [...new Set(berichten.map(({ subject }) => subject))].toSorted();
    },
    chooseOphalen: async ({ key }: Account): Promise<void> => {
      const chosen = await client.call(key, '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
      expect(chosen.status).toBe(200);
    },
    subscribe: async ({ key }: Account, sink: string): Promise<void> => {
      const body = { sink, protocol: 'HTTP', types: [], secret };
      const made = await client.call(key, '/abonnementen', { method: 'POST', body });
      const { id } = z.object({ id: z.string() }).parse(made.body);
      await quiet();
      const { body: agreed } = await client.call(key, `/abonnementen/${id}`, { method: 'GET' });
      expect(agreed).toMatchObject({ status: 'actief' });
    },
    /** The gemeente shuts a partner out, or lets it in again. */
    decide: async (
      decision: 'uitsluiten' | 'toelaten',
      { partner, gemeentecode }: Account,
    ): Promise<void> => {
      const path = `/partners/${partner}/_${decision}`;
      const body = decision === 'uitsluiten' ? { reden: 'token-gelekt' } : {};
      const { status } = await client.call(`gemeente-${gemeentecode}`, path, { method: 'POST', body });
      expect(status).toBe(200);
    },
    /** COA links a person who is in no scenario, and every partner of the sandbox gemeente is told. */
    comes: async (vNummer: string): Promise<void> => {
      const [first] = scenario('oefengemeente.jsonl');
      if (first === undefined || isDuoStep(first)) throw new Error('the scenario starts with a koppeling');
      const { id, data, ...bericht } = Koppeling.parse(first.bericht);
      const personen = data.personen.map((persoon) => ({ ...persoon, vNummer, bsn: undefined }));
      const step = {
        ...first,
        bericht: { ...bericht, id: `${id}-${vNummer}`, data: { ...data, koppelingId: vNummer, personen } },
      };
      const inSandbox = ACCOUNTS.filter(({ gemeentecode }) => gemeentecode === SANDBOX);
      const told = () => Promise.all(inSandbox.map(async (account) => (await sent(account)).length));
      const after = (await told()).map((count) => count + 1);
      expect(await runScenario(client, [step], { settle: async () => undefined })).toEqual([]);
      await vi.waitFor(async () => expect(await told()).toEqual(after), { timeout: 200_000 });
    },
  };
};
