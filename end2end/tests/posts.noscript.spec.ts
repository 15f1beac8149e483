import { posts } from './posts';

posts('no-scripts');
