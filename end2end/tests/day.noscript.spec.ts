import { day } from './day';

day('no-scripts');
