import { forms } from './forms';

forms('scripts');
