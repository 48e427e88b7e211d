import type { HuishoudenId, ZaakId } from '../../contracts/base-types.ts';

/**
 * A household has a timeline of its own beside those of zaken, with its id in the place of a zaakId. These two functions are the
 * only ways from one kind of id to the other: elsewhere the compiler keeps a household from being taken for a person.
 */

/** The timeline of this household. */
export const tijdlijnOfHuishouden = (huishoudenId: HuishoudenId): ZaakId => huishoudenId as string as ZaakId;

/** The household whose timeline this is. The caller knows that it is one. */
export const huishoudenOfTijdlijn = (tijdlijn: ZaakId): HuishoudenId => tijdlijn as string as HuishoudenId;
