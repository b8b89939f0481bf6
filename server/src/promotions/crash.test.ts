import { someCrashes, testCrashes } from './test-crash.ts';

// Each step once; crash.full.test.ts has every boundary.
testCrashes(someCrashes(), console.info);
