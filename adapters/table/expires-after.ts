/** A moment so many seconds later, in seconds since 1970 as the TTL of the table has it. */
export const expiresAfter = (moment: Date, seconds: number): number =>
  Math.floor(moment.getTime() / 1000) + seconds;
