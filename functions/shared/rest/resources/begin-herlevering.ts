import { randomUUID } from 'node:crypto';
import type { Herlevering } from '../../../../adapters/table/postvak/herleveringen.ts';
import type { Dependencies } from '../dependencies.ts';

export type HerleveringDependencies = Pick<Dependencies, 'deliveryQueue' | 'clock'> & {
  readonly herleveringen: Pick<Dependencies['herleveringen'], 'count' | 'begin'>;
  readonly kanalen: Pick<Dependencies['kanalen'], 'settings'>;
};
type Wanted = Pick<Herlevering, 'kanaal' | 'keuze' | 'tempo' | 'door'>;

/** Stores a request and offers it; undefined when another one of this partner has not ended. */
export const beginHerlevering = async (
  { herleveringen, kanalen, deliveryQueue, clock }: HerleveringDependencies,
  wanted: Wanted,
): Promise<Herlevering | undefined> => {
  const { kanaal, keuze } = wanted;
  const now = clock.now().toISOString();
  const herlevering: Herlevering = {
    ...wanted,
    id: randomUUID(),
    aangevraagdOp: now,
    aantal: await herleveringen.count(kanaal, keuze, await kanalen.settings(kanaal)),
    gedaan: 0,
    vanaf: now,
    versie: 1,
  };
  if (!(await herleveringen.begin(herlevering))) return undefined;
  await deliveryQueue.enqueue([{ job: { soort: 'herlevering', kanaal, herleveringId: herlevering.id } }]);
  return herlevering;
};
