import { testHandoverCrashes } from './test-handover-crash.ts';

// Where the outside has changed and nobody has written that down; handover-crash.full.test.ts has every boundary.
testHandoverCrashes(['promotion/commit/after-run', 'notice/after-run', 'promotion/notify/after-run']);
