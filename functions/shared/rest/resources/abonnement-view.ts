import type { AbonnementView } from '../../../../contracts/abonnementen-view.ts';
import type { FilterInput } from '../../../../contracts/filters.ts';
import type { Abonnement, Filter } from '../../../../domain/delivery/abonnement.ts';
import { HEALTHY, type ReceiverHealth, restsUntil } from '../../../../domain/delivery/circuit.ts';
import { known } from '../../../../domain/known.ts';

const toInput = (filter: Filter): FilterInput => {
  if ('all' in filter) return { all: filter.all.map(toInput) };
  if ('any' in filter) return { any: filter.any.map(toInput) };
  if ('not' in filter) return { not: toInput(filter.not) };
  return { ...filter };
};

/**
 * An abonnement as it may be read: field by field, so that a secret can only get out by being named here. `health` tells
 * until when its receiver rests.
 */
export const showAbonnement = (
  abonnement: Abonnement,
  now: Date,
  health: ReceiverHealth = HEALTHY,
): AbonnementView => {
  const { id, status, sink, types, filters, oauth2, tempo, instemming, aangemaaktOp, versie } = abonnement;
  const oldSecretUntil = abonnement.geheimen[1]?.tot;
  const rest = restsUntil(health, now.getTime());
  return {
    id,
    status,
    sink,
    protocol: 'HTTP',
    types: types as AbonnementView['types'],
    filters: filters.map(toInput),
    ...(oauth2 === undefined
      ? {}
      : {
          oauth2: {
            tokenUrl: oauth2.tokenUrl,
            clientId: oauth2.clientId,
            ...known({ scope: oauth2.scope }),
          },
        }),
    mtls: abonnement.mtls === true,
    ...known({ tempo }),
    ...(instemming === undefined ? {} : { instemming: { ...instemming } }),
    ...(oldSecretUntil === undefined || Date.parse(oldSecretUntil) <= now.getTime()
      ? {}
      : { oudGeheimTot: oldSecretUntil }),
    ...(rest === undefined ? {} : { rustTot: new Date(rest).toISOString() }),
    aangemaaktOp,
    versie,
  };
};
