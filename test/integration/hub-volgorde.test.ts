import { describeMessy } from '../hub/rommelig.ts';
import { startHub } from './hub-hulp.ts';

describeMessy(startHub, [1, 2, 3]);
