import type { HuishoudenId, ZaakId } from '../../contracts/base-types.ts';

/**
 * A household has a timeline of its own beside those of zaken, with its own id in the place of that of a zaak. These two are the only
 * ways from the one kind of id to the other: elsewhere the compiler keeps a household from being taken for a person.
 */

/** The timeline of this household. */
export const tijdlijnOfHuishouden = (huishoudenId: HuishoudenId): ZaakId => huishoudenId as string as ZaakId;

/** The household of which this is the timeline, as whoever asks knows it to be. */
export const huishoudenOfTijdlijn = (tijdlijn: ZaakId): HuishoudenId => tijdlijn as string as HuishoudenId;
