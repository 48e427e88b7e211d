import { compareInstants } from '../../contracts/instant.ts';
import { HubError } from '../errors.ts';

/**
 * The moment of an erasing is a boundary. What a source said before it counts no more, whenever and however often it comes. What a
 * source says after it is about a person whom the hub does not know yet. So nothing of the erased person has to be kept to tell a
 * late delivery from a new koppeling.
 */

/** The reason of a message about a person who was erased: it is done, and nothing of it is kept. */
export const GEWIST = 'gewist';

/** Whether a message with this moment at its source is from before an erasing. */
export const isFromBefore = (tijdstip: string, gewistOp: string | undefined): boolean =>
  gewistOp !== undefined && compareInstants(tijdstip, gewistOp) <= 0;

/** The error that ends the processing of a message about a person who was erased. */
export const erased = (): HubError => new HubError('erased', 'deze persoon is gewist');

/** The value, or undefined when it is about a person who was erased, so that the others of a household are not held up. */
export const unlessErased = async <Value>(value: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await value;
  } catch (error) {
    if (error instanceof HubError && error.followUp === 'erased') return undefined;
    throw error;
  }
};
