import { forms } from './forms';

forms('no-scripts');
