import { describeMessy } from '../../hub/messy.ts';
import { startHub } from './support.ts';

describeMessy(startHub, [1, 2, 3]);
