import { everyCrash, testCrashes } from './test-crash.ts';

// Every boundary of every step.
testCrashes(everyCrash(), console.info);
