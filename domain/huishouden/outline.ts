import type { Persoon } from '../../contracts/coa.ts';
import type { Gezinssamenstelling } from '../../contracts/gezinssamenstelling.ts';
import type { Huishouden } from './lid.ts';

/** The household in outline: a partner makes a couple, a child makes a family. */
export const huishoudenOf = (personen: readonly Pick<Persoon, 'relatie'>[]): Huishouden => ({
  aantalPersonen: personen.length,
  gezinssamenstelling: gezinssamenstelling(personen),
});

const gezinssamenstelling = (personen: readonly Pick<Persoon, 'relatie'>[]): Gezinssamenstelling => {
  // When one of a couple died or left, the other is alone, whatever the relatie that COA named.
  const hasPartner = personen.some(({ relatie }) => relatie === 'partner') && hasTwoHeads(personen);
  // A grown child whose only parent died or left is alone too, but not when anybody else is there.
  const isAlone = personen.length === 1 && personen[0]?.relatie === 'kind';
  if (!isAlone && personen.some(({ relatie }) => relatie === 'kind')) {
    return hasPartner ? 'gezin met kinderen' : 'eenoudergezin';
  }
  return hasPartner ? 'stel' : 'alleenstaand';
};

/** Only the hoofdpersoon and the partner make a couple; COA may name two hoofdpersonen. */
const hasTwoHeads = (personen: readonly Pick<Persoon, 'relatie'>[]): boolean =>
  personen.filter(({ relatie }) => relatie === 'partner' || relatie === 'hoofdpersoon').length > 1;
