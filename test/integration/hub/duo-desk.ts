import { expect } from 'vitest';
import { isDuoStep, type Step } from '../../../client/scenario/parse.ts';
import { scenario } from '../../hub/test-hub.ts';
import type { RunningHub } from './support.ts';

/** A household of two adults, and their gemeente at a hub whose DUO can be made to fall. */

const GEMEENTE = 'gemeente-0907';

/** The BSNs of the two. */
export const ADULTS = ['999942189', '999975791'] as const;

/** Whether DUO says in this step that the result of a leerbaarheidstoets is known. */
export const isResult = (step: Step): boolean =>
  isDuoStep(step) && step.notificatie['gebeurtenisId'] === 'SS131';

/** From their koppeling on, with the results of their tests. */
export const WITH_RESULTS: readonly Step[] = scenario('twaalf-huishoudens.jsonl').slice(0, 7);

/** The same without results: of a test that was taken nobody skips one. */
export const HUISHOUDEN: readonly Step[] = WITH_RESULTS.filter((step) => !isResult(step));

export const createDuoDesk = ({ client, inQueue }: Pick<RunningHub, 'client' | 'inQueue'>) => {
  let number = 0;
  const zaakOf = async (bsn: string): Promise<string> => {
    const [zaak] = await client.find({ bsn });
    return zaak?.zaakId ?? '';
  };
  /** Reports about one of them, whatever the hub answers. */
  const send = async (what: string, day: string, bsn: string, data: object) => {
    number += 1;
    const type = `nl.inburgeringszaken.${what}.v1`;
    return client.call(GEMEENTE, '/gebeurtenissen', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json' },
      body: {
        specversion: '1.0',
        id: `reported-${number}`,
        source: 'urn:nld:oin:00000099000009070000:systeem:casus',
        type,
        time: `${day}T08:00:00Z`,
        datacontenttype: 'application/json',
        dataschema: `https://hub.example.nl/v1/schemas/${type}`,
        data: { zaakId: await zaakOf(bsn), ...data },
      },
    });
  };
  /** Gives an order to the stand-in for DUO. */
  const tellStandIn = (path: '/storing' | '/antwoorden', body: object) =>
    client.callLocal(`/_lokaal/duo${path}`, { method: 'POST', body });
  return {
    zaakOf,
    send,
    report: async (...reported: Parameters<typeof send>): Promise<void> =>
      expect((await send(...reported)).status).toBe(202),
    /** The next call about a person fails, before or after its effect. */
    outage: (bsn: string, status: number, when: { readonly naGevolg?: true } = {}) =>
      tellStandIn('/storing', { bsn, aantal: 1, status, ...when }),
    /** Sets the answers of DUO from now on, about one person or about everybody. */
    answers: (antwoorden: object, bsn?: string) =>
      tellStandIn('/antwoorden', { ...(bsn === undefined ? {} : { bsn }), antwoorden }),
    /** The numbers of calls that DUO handled, by kind. */
    counted: async () => (await client.callLocal('/_lokaal/duo/geteld', { method: 'GET' })).body,
    eventsOf: async (bsn: string) => (await client.tijdlijn(await zaakOf(bsn))).gebeurtenissen,
    /** The data of the messages of this kind to the gemeente. */
    heard: async (kind: string) =>
      (await inQueue('0907', 'gemeente'))
        .map(({ bericht }) => bericht)
        .filter(({ type }) => type === `nl.inburgeringszaken.${kind}.v1`)
        .map(({ data }) => data),
    intakeOf: async (bsn: string) =>
      (await client.call(GEMEENTE, `/zaken/${await zaakOf(bsn)}/intake`, { method: 'GET' })).body,
  };
};
export type DuoDesk = ReturnType<typeof createDuoDesk>;
