import { isDuoStep, type Step } from '../../../../client/scenario/parse.ts';
import { inboundSchema } from '../../../../contracts/berichttypen.ts';
import { Doelgroep, Inburgeringsplicht, LbtResultaten, Notificatie } from '../../../../contracts/duo.ts';
import { isInboundType } from '../../../../contracts/event-types.ts';

/** What the contracts say of the steps of a scenario. */

const ANSWERS = {
  inburgeringsplicht: Inburgeringsplicht,
  doelgroep: Doelgroep,
  'lbt/resultaten': LbtResultaten,
} as const;

/** The `zaakId` of a step. A scenario names the number of the person instead. */
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

/** The faults of a step by its own contract and, for DUO, by those of the answers that it sets. */
export const faultsOf = (step: Step): readonly unknown[] => {
  if (!isDuoStep(step)) {
    const type = String(step.bericht['type']);
    if (!isInboundType(type)) return [type];
    const bericht =
      step.zaak === undefined
        ? step.bericht
        : { ...step.bericht, data: { ...Object(step.bericht['data']), zaakId: ZAAK } };
    return inboundSchema(type).safeParse(bericht).error?.issues ?? [];
  }
  const answers = Object.entries(ANSWERS).flatMap(([key, schema]) => {
    const answer = step.duo?.[key];
    return answer === undefined ? [] : (schema.safeParse(answer).error?.issues ?? []);
  });
  return [...(Notificatie.safeParse(step.notificatie).error?.issues ?? []), ...answers];
};
