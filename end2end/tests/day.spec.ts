import { day } from './day';

day('scripts');
