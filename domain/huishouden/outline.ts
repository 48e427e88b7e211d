import type { Persoon } from '../../contracts/coa.ts';
import type { Gezinssamenstelling } from '../../contracts/gezinssamenstelling.ts';
import type { Huishouden } from './lid.ts';

/** The household in outline: a partner makes a couple, a child makes a family. */
export const huishoudenOf = (personen: readonly Pick<Persoon, 'relatie'>[]): Huishouden => ({
  aantalPersonen: personen.length,
  gezinssamenstelling: gezinssamenstelling(personen),
});

const gezinssamenstelling = (personen: readonly Pick<Persoon, 'relatie'>[]): Gezinssamenstelling => {
  // Of a couple of which one died or left, the other is alone, in whatever relation COA named them.
  const hasPartner = personen.some(({ relatie }) => relatie === 'partner') && hasTwoHeads(personen);
  // A grown child of whom the only parent died or left is alone too; with whoever else is there it is not.
  const isAlone = personen.length === 1 && personen[0]?.relatie === 'kind';
  if (!isAlone && personen.some(({ relatie }) => relatie === 'kind')) {
    return hasPartner ? 'gezin met kinderen' : 'eenoudergezin';
  }
  return hasPartner ? 'stel' : 'alleenstaand';
};

/** Nobody but the head of the household and their partner makes a couple; COA may name two heads. */
const hasTwoHeads = (personen: readonly Pick<Persoon, 'relatie'>[]): boolean =>
  personen.filter(({ relatie }) => relatie === 'partner' || relatie === 'hoofdpersoon').length > 1;
